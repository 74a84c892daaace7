// Finds a Chromium for the browser tests, or installs one. Runs on Node 20; of the dependencies only playwright-core.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "./command.mjs";

const downloadLimitMs = 30_000;

const commandNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** How to install Chromium by the system's package manager: the first whose command exists is this system's. */
const packageManagers = [
  { command: "apt-get", steps: ["apt-get update", "apt-get install -y --no-install-recommends chromium"] },
  { command: "dnf", steps: ["dnf install -y chromium"] },
  { command: "pacman", steps: ["pacman -S --noconfirm --needed chromium"] },
];

function onPath(command) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
}

/** Whether it starts at all: some systems have a script of this name that only tells how to install the real one. */
function works(executable) {
  return spawnSync(executable, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

async function ofPlaywright() {
  const { chromium } = await import("playwright-core");
  return chromium.executablePath();
}

/**
 * Path of a Chromium that starts, or undefined. DREY_CHROMIUM names one, and then no other is tried.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const chosen = process.env.DREY_CHROMIUM;
  if (chosen !== undefined && chosen !== "") {
    if (existsSync(chosen) && works(chosen)) return chosen;
    throw new UserError(`DREY_CHROMIUM is ${chosen}, which does not start.`);
  }
  const candidates = [...commandNames.map(onPath), ...elsewhere, await ofPlaywright()];
  return candidates.find((file) => file !== undefined && existsSync(file) && works(file));
}

/** The command lines that would install Chromium here, and whether we may run them without asking anyone. */
export function installPlan({ isRoot, hasCommand, maySudo }) {
  const manager = packageManagers.find(({ command }) => hasCommand(command));
  if (manager === undefined) return undefined;
  const sudo = isRoot ? "" : "sudo ";
  return { steps: manager.steps.map((step) => sudo + step), allowed: isRoot || maySudo() };
}

function planForThisMachine() {
  return installPlan({
    isRoot: process.getuid?.() === 0,
    hasCommand: (command) => onPath(command) !== undefined,
    maySudo: () => onPath("sudo") !== undefined && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0,
  });
}

function runSteps(steps) {
  return steps.every((step) => {
    console.log(`  ${step}`);
    const [command, ...args] = step.split(" ");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    return spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
  });
}

function downloadByPlaywright(home) {
  console.log(`Downloading Playwright's own Chromium (given up after ${downloadLimitMs / 1000} s) …`);
  const cli = join(home, "node_modules", "playwright-core", "cli.js");
  const args = [cli, "install", "chromium", "--only-shell"];
  // SIGKILL: a download that hangs may not listen to anything milder.
  spawnSync(process.execPath, args, {
    cwd: home,
    stdio: ["ignore", "inherit", "inherit"],
    timeout: downloadLimitMs,
    killSignal: "SIGKILL",
  });
}

/**
 * Path of a Chromium that starts; installed first if there is none, saying so. Throws UserError with the command to
 * type if that did not work.
 */
export async function ensureChromium(home) {
  const found = await findChromium();
  if (found !== undefined) return found;

  const plan = planForThisMachine();
  if (plan?.allowed) {
    console.log("No Chromium found for the browser tests. Installing it with the system's package manager:");
    runSteps(plan.steps);
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  downloadByPlaywright(home);
  const downloaded = await findChromium();
  if (downloaded !== undefined) return downloaded;

  const advice = plan === undefined ? "Install Chromium or Chrome" : `Install it with:  ${plan.steps.join(" && ")}`;
  throw new UserError(`The browser tests need Chromium, and none was found.\n${advice}\nor set DREY_CHROMIUM to the path of one.`);
}
