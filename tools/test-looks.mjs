// npm run test:looks: compares the screens with recorded images. "--update" records them again.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { root, run } from "./node24.mjs";
import { takeInstallFlag } from "./system-packages.mjs";

/** The Chromium that drew the images. Another major version draws some letters differently. */
const VERSION_FILE = join(root, "e2e", "looks", "chromium.json");

function majorOf(chromium) {
  const { stdout } = spawnSync(chromium, ["--version"], { encoding: "utf8" });
  const major = /(\d+)\.\d+/.exec(stdout)?.[1];
  return major === undefined ? undefined : Number(major);
}

await main(async (args) => {
  const { mayInstall, rest } = takeInstallFlag(args);
  ensureDependencies(root);
  const chromium = await ensureChromium(root, { mayInstall });
  const isUpdate = rest.includes("--update");
  const major = majorOf(chromium);
  const recorded = JSON.parse(readFileSync(VERSION_FILE, "utf8")).major;
  if (!isUpdate && major !== recorded) {
    console.error(
      `The images in e2e/looks were drawn by Chromium ${recorded}, and this is Chromium ${major}, so they cannot be compared.\n` +
        'Run "npm run test:looks -- --update", look at every image that changed, and commit them on their own.',
    );
    return process.env.CI === undefined ? 0 : 1;
  }

  const build = mkdtempSync(join(tmpdir(), "drey-looks-"));
  try {
    const built = await run("vite", ["build", "--mode", "recorded", "--logLevel", "warn", "--emptyOutDir", "--outDir", build]);
    if (built !== 0) return built;
    const options = rest.map((arg) => (arg === "--update" ? "--update-snapshots" : arg));
    const code = await run("playwright", ["test", "--project=looks", ...options], { env: { DREY_CHROMIUM: chromium, DREY_BUILD: build } });
    if (code === 0 && isUpdate) writeFileSync(VERSION_FILE, `{ "major": ${major} }\n`);
    return code;
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
});
