import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../src/testing/limits.ts";
import { root } from "./node24.mjs";
import { installCommands, takeInstallFlag } from "./system-packages.mjs";

// Each test starts processes that import Playwright, and one waits for its downloads to fail.
vi.setConfig({ testTimeout: LONG_TEST_MS });

const has =
  (...commands: string[]) =>
  (command: string): boolean =>
    commands.includes(command);

afterEach(() => vi.unstubAllEnvs());

describe("the commands that install Chromium", () => {
  it("are the package manager's for root", () => {
    expect(installCommands("chromium", { isRoot: true, hasCommand: has("apt-get") })).toEqual([
      "apt-get update",
      "apt-get install -y --no-install-recommends chromium",
    ]);
  });

  it("use sudo for others", () => {
    expect(installCommands("chromium", { isRoot: false, hasCommand: has("dnf") })).toEqual(["sudo dnf install -y chromium"]);
  });

  it("are unknown on a system with an unknown package manager", () => {
    expect(installCommands("chromium", { isRoot: true, hasCommand: has("brew") })).toBeUndefined();
  });
});

it.each([
  { args: ["--install"], ci: undefined, mayInstall: true },
  { args: [], ci: "true", mayInstall: true },
  { args: [], ci: undefined, mayInstall: false },
  { args: [], ci: "false", mayInstall: false },
])("with $args and CI=$ci the tests may install on the system: $mayInstall", ({ args, ci, mayInstall }) => {
  vi.stubEnv("CI", ci);
  expect(takeInstallFlag([...args, "further"])).toEqual({ mayInstall, rest: ["further"] });
});

describe("finding Chromium on a fake machine", () => {
  let machine = "";

  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), "drey-chromium-"));
    fake("sudo", `exec "$@"`);
  });

  afterEach(() => {
    rmSync(machine, { recursive: true, force: true });
  });

  function fake(command: string, script: string): void {
    const file = join(machine, command);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /**
   * Runs ensureChromium in a process that sees only the fakes, without Playwright's browser and
   * without network.
   */
  function ensure(extra: Record<string, string> = {}, mayInstall = true): { status: number | null; out: string; errors: string } {
    const url = (file: string): string => JSON.stringify(pathToFileURL(join(root, "tools", file)).href);
    const program = `
      const { ensureChromium } = await import(${url("chromium.mjs")});
      const { main } = await import(${url("command.mjs")});
      await main(async () => { console.log("found " + await ensureChromium(${JSON.stringify(root)}, { mayInstall: ${mayInstall} })); return 0; });`;
    const env = {
      PATH: machine,
      HOME: machine,
      PLAYWRIGHT_BROWSERS_PATH: join(machine, "browsers"),
      PLAYWRIGHT_DOWNLOAD_HOST: "http://127.0.0.1:9",
      ...extra,
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { env, encoding: "utf8" });
    return { status, out: stdout, errors: stderr };
  }

  it("skips a command that does not start", () => {
    fake("chromium", "exit 1");
    fake("google-chrome", "exit 0");
    expect(ensure()).toMatchObject({ status: 0, out: `found ${join(machine, "google-chrome")}\n` });
  });

  it("uses only the one that DREY_CHROMIUM names", () => {
    fake("chromium", "exit 0");
    fake("mine", "exit 0");
    expect(ensure({ DREY_CHROMIUM: join(machine, "mine") }).out).toBe(`found ${join(machine, "mine")}\n`);
    const missing = ensure({ DREY_CHROMIUM: join(machine, "gone") });
    expect(missing.status).toBe(1);
    expect(missing.errors).toContain("DREY_CHROMIUM");
  });

  it("uses the one that Playwright has installed", () => {
    const browsers = join(machine, "browsers");
    const program = `const { chromium } = await import("playwright-core"); console.log(chromium.executablePath());`;
    const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: browsers };
    const where = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: root, env, encoding: "utf8" }).stdout.trim();
    expect(where.startsWith(browsers), where).toBe(true);
    mkdirSync(dirname(where), { recursive: true });
    writeFileSync(where, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    expect(ensure().out).toBe(`found ${where}\n`);
  });

  it("installs nothing unless allowed, and names the commands", () => {
    fake("apt-get", `echo ran >> ${machine}/log`);
    const { status, out, errors } = ensure({}, false);
    expect(status).toBe(1);
    expect(out).toBe("");
    expect(existsSync(join(machine, "log"))).toBe(false);
    expect(errors).toContain("apt-get update && ");
    expect(errors).toContain("apt-get install -y --no-install-recommends chromium\n");
    expect(errors).toContain("or npx playwright install chromium\n");
    expect(errors).toContain("npm test -- --install");
    expect(errors).toContain("DREY_CHROMIUM");
  });

  it("installs it with the system's package manager and says so", () => {
    fake(
      "apt-get",
      `[ "$1" = install ] && printf '#!/bin/sh\\nexit 0\\n' > ${machine}/chromium && /bin/chmod +x ${machine}/chromium; exit 0`,
    );
    const { status, out } = ensure();
    expect(status).toBe(0);
    expect(out).toContain("apt-get install -y --no-install-recommends chromium");
    expect(out).toContain(`found ${join(machine, "chromium")}`);
  });

  it("names the command and fails if nothing helped", () => {
    fake("apt-get", "exit 100");
    const { status, errors } = ensure();
    expect(status).toBe(1);
    expect(errors).toContain("apt-get update && ");
    expect(errors).toContain("DREY_CHROMIUM");
  });
});
