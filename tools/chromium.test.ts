import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installPlan } from "./chromium.mjs";
import { root } from "./node24.mjs";

const has =
  (...commands: string[]) =>
  (command: string): boolean =>
    commands.includes(command);

describe("the plan to install Chromium", () => {
  it("runs the system's package manager as it is for root", () => {
    expect(installPlan({ isRoot: true, hasCommand: has("apt-get"), maySudo: () => false })).toEqual({
      steps: ["apt-get update", "apt-get install -y --no-install-recommends chromium"],
      allowed: true,
    });
  });

  it("goes through sudo for others, and only where sudo asks no password", () => {
    const steps = ["sudo dnf install -y chromium"];
    expect(installPlan({ isRoot: false, hasCommand: has("dnf"), maySudo: () => true })).toEqual({ steps, allowed: true });
    expect(installPlan({ isRoot: false, hasCommand: has("dnf"), maySudo: () => false })).toEqual({ steps, allowed: false });
  });

  it("is none on a system whose package manager it does not know", () => {
    expect(installPlan({ isRoot: true, hasCommand: has("brew"), maySudo: () => true })).toBeUndefined();
  });
});

describe("looking for Chromium on a machine made of fakes", () => {
  let machine = "";

  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), "drey-chromium-"));
    fake("sudo", `[ "$1" = -n ] && exit 0; exec "$@"`);
  });

  afterEach(() => {
    rmSync(machine, { recursive: true, force: true });
  });

  function fake(command: string, script: string): void {
    const file = join(machine, command);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** Runs ensureChromium in a process that sees only the fakes, no browser of Playwright's and no network to get one. */
  function ensure(extra: Record<string, string> = {}): { status: number | null; out: string; errors: string } {
    const url = (file: string): string => JSON.stringify(pathToFileURL(join(root, "tools", file)).href);
    const program = `
      const { ensureChromium } = await import(${url("chromium.mjs")});
      const { main } = await import(${url("command.mjs")});
      await main(async () => { console.log("found " + await ensureChromium(${JSON.stringify(root)})); return 0; });`;
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

  it("passes over a command that does not start", () => {
    fake("chromium", "exit 1");
    fake("google-chrome", "exit 0");
    expect(ensure()).toMatchObject({ status: 0, out: `found ${join(machine, "google-chrome")}\n` });
  });

  it("takes the one that DREY_CHROMIUM names, and no other", () => {
    fake("chromium", "exit 0");
    fake("mine", "exit 0");
    expect(ensure({ DREY_CHROMIUM: join(machine, "mine") }).out).toBe(`found ${join(machine, "mine")}\n`);
    const missing = ensure({ DREY_CHROMIUM: join(machine, "gone") });
    expect(missing.status).toBe(1);
    expect(missing.errors).toContain("DREY_CHROMIUM");
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

  it("names the command to type where nothing helped, and fails", () => {
    fake("apt-get", "exit 100");
    const { status, errors } = ensure();
    expect(status).toBe(1);
    expect(errors).toContain("apt-get update && ");
    expect(errors).toContain("DREY_CHROMIUM");
  });
});
