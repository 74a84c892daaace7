// Runs the browser tests against their own production build, so that they do not disturb a build
// that is being served.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./chromium.mjs";
import { main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { root, run } from "./node24.mjs";
import { takeInstallFlag } from "./system-packages.mjs";

/**
 * Builds the app and runs Playwright with `args` in the Chromium at that path. Returns the exit
 * code.
 */
export async function runBrowserTests(args, chromium) {
  const build = mkdtempSync(join(tmpdir(), "drey-e2e-"));
  try {
    const built = await run("vite", ["build", "--logLevel", "warn", "--emptyOutDir", "--outDir", build]);
    if (built !== 0) return built;
    return await run("playwright", ["test", ...args], { env: { DREY_CHROMIUM: chromium, DREY_BUILD: build } });
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async (args) => {
    const { mayInstall, rest } = takeInstallFlag(args);
    ensureDependencies(root);
    return runBrowserTests(rest, await ensureChromium(root, { mayInstall }));
  });
}
