// Finds a Chromium for the browser tests, or installs one. Runs on Node 20; of the dependencies only playwright-core.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./command.mjs";
import { installCommands, installPackages, onPath } from "./system-packages.mjs";

const downloadLimitMs = 300_000;

const commandNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Whether it starts at all. Some systems have a script with this name that only explains how to
 * install the real one.
 */
function works(executable) {
  return spawnSync(executable, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

/** Where `npx playwright install chromium` installs its browser. */
async function ofPlaywright() {
  const { chromium } = await import("playwright-core");
  return chromium.executablePath();
}

/**
 * The path of a Chromium that starts, or undefined. DREY_CHROMIUM names one, and then no other is
 * tried.
 * @returns {Promise<string | undefined>}
 */
async function findChromium() {
  const chosen = process.env.DREY_CHROMIUM;
  if (chosen !== undefined && chosen !== "") {
    if (existsSync(chosen) && works(chosen)) return chosen;
    throw new UserError(`DREY_CHROMIUM names ${chosen}, which does not start. Set it to a Chromium that starts, or unset it.`);
  }
  const candidates = [...commandNames.map(onPath), ...elsewhere, await ofPlaywright()];
  return candidates.find((file) => file !== undefined && existsSync(file) && works(file));
}

function downloadByPlaywright(home) {
  console.log(`Downloading Chromium with "npx playwright install chromium" (for at most ${downloadLimitMs / 60_000} minutes) …`);
  const args = [join(home, "node_modules", "playwright-core", "cli.js"), "install", "chromium"];
  // SIGKILL, because a download that hangs may ignore other signals.
  spawnSync(process.execPath, args, {
    cwd: home,
    stdio: ["ignore", "inherit", "inherit"],
    timeout: downloadLimitMs,
    killSignal: "SIGKILL",
  });
}

/**
 * The path of a Chromium that starts. If there is none, installs it if `mayInstall` allows that,
 * printing each command first. Otherwise throws UserError with the commands, also if the
 * installation fails.
 * @param {string} home the repository
 * @returns {Promise<string>}
 */
export async function ensureChromium(home, { mayInstall = false } = {}) {
  const found = await findChromium();
  if (found !== undefined) return found;

  const commands = installCommands("chromium");
  if (mayInstall && commands !== undefined) {
    console.log("No Chromium found for the browser tests. Installing it with the system's package manager:");
    installPackages("chromium");
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  if (mayInstall) {
    downloadByPlaywright(home);
    const downloaded = await findChromium();
    if (downloaded !== undefined) return downloaded;
  }

  const ways = [...(commands === undefined ? [] : [commands.join(" && ")]), "npx playwright install chromium"];
  throw new UserError(
    [
      "The browser tests need Chromium or Google Chrome, and none was found. Install one:",
      ...ways.map((way, index) => `  ${index === 0 ? "  " : "or"} ${way}`),
      ...(mayInstall ? [] : ["or let the tests install it:  npm test -- --install"]),
      "or set DREY_CHROMIUM to the path of one.",
    ].join("\n"),
  );
}
