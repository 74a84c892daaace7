import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../src/testing/limits.ts";
import { javaMajorVersion } from "./java.mjs";
import { root } from "./node24.mjs";

// Each test starts several processes.
vi.setConfig({ testTimeout: LONG_TEST_MS });

it("reads Java's version from its output", () => {
  expect(javaMajorVersion('openjdk version "17.0.15" 2025-04-15')).toBe(17);
  expect(javaMajorVersion('java version "1.8.0_452"')).toBe(8);
  expect(javaMajorVersion("command not found")).toBeUndefined();
});

describe("finding Java and Maven on a fake machine", () => {
  let machine = "";

  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), "drey-java-"));
    fake("sudo", `exec "$@"`);
  });

  afterEach(() => rmSync(machine, { recursive: true, force: true }));

  function fake(command: string, script: string): void {
    const file = join(machine, command);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  function fakeJava(version: string): void {
    fake("java", `echo 'openjdk version "${version}"' >&2`);
    for (const command of ["javac", "jar", "mvn"]) fake(command, "exit 0");
  }

  /** Runs ensureJava in a process that sees only the fakes. */
  function ensure(mayInstall: boolean): { status: number | null; out: string; errors: string } {
    const url = (file: string): string => JSON.stringify(pathToFileURL(join(root, "tools", file)).href);
    const program = `
      const { ensureJava } = await import(${url("java.mjs")});
      const { main } = await import(${url("command.mjs")});
      await main(() => { ensureJava({ mayInstall: ${mayInstall} }); return 0; });`;
    const env = { PATH: machine };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { env, encoding: "utf8" });
    return { status, out: stdout, errors: stderr };
  }

  it("accepts Java 17 and Maven silently", () => {
    fakeJava("17.0.15");
    expect(ensure(false)).toEqual({ status: 0, out: "", errors: "" });
  });

  it("says what is missing and how to install it, and installs nothing unless allowed", () => {
    fake("apt-get", `echo ran`);
    const missing = ensure(false);
    expect(missing).toMatchObject({ status: 1, out: "" });
    expect(missing.errors).toContain("java is not installed");
    expect(missing.errors).toContain("apt-get install -y --no-install-recommends default-jdk-headless maven\n");
    expect(missing.errors).toContain("npm run test:live -- --install");
    fakeJava("11.0.2");
    expect(ensure(false).errors).toContain("java has version 11, and version 17 or later is required");
  });

  it("installs both if allowed, printing the commands first", () => {
    const programs = ["javac", "jar", "mvn"].map((name) => `printf '#!/bin/sh\\nexit 0\\n' > ${machine}/${name}`);
    const java = `printf '#!/bin/sh\\necho openjdk version \\\\"21.0.1\\\\" >&2\\n' > ${machine}/java`;
    fake("apt-get", `[ "$1" = install ] || exit 0; ${[java, ...programs].join("; ")}; cd ${machine}; /bin/chmod +x java javac jar mvn`);
    const { status, out, errors } = ensure(true);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(out).toContain("  apt-get update\n");
  });
});
