import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../src/testing/limits.ts";
import { assert } from "../src/base/assert.ts";
import { readApp } from "./app-files.ts";
import { dropInFiles } from "./drop-in-jar.ts";
import { root, run } from "./node24.mjs";
import { LICENSES_FILE, licensesText, thirdPartyLicenses } from "./third-party-licenses.ts";

// It builds the app.
vi.setConfig({ testTimeout: LONG_TEST_MS, hookTimeout: LONG_TEST_MS });

describe("the file with the licenses", () => {
  let directory = "";
  let text = "";

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "drey-licenses-"));
    // Source maps contain the packages of each bundle, independent of the plugin.
    const code = await run("vite", ["build", "--logLevel", "error", "--sourcemap", "true", "--emptyOutDir", "--outDir", directory]);
    assert(code === 0, "a build");
    text = readFileSync(join(directory, LICENSES_FILE), "utf8");
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function packagesIn(bundle: string): readonly string[] {
    const { sources } = JSON.parse(readFileSync(join(directory, "assets", bundle), "utf8")) as { sources: readonly string[] };
    const names = sources.map((source) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))];
  }

  function versionOf(name: string): string {
    return (JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as { version: string }).version;
  }

  it("names every package of every bundle, those of the workers included, with its version", () => {
    const maps = readdirSync(join(directory, "assets")).filter((file) => file.endsWith(".js.map"));
    const workers = maps.filter((file) => file.includes(".worker-"));
    expect(workers.map((file) => file.replace(/(\.worker)-.*$/, "$1")).toSorted()).toEqual([
      "container.worker",
      "proof.worker",
      "supervisor.worker",
    ]);
    const names = new Set(maps.flatMap(packagesIn));
    expect([...names]).toEqual(expect.arrayContaining(["react", "zod", "recharts", "@xyflow/react"]));
    const missing = [...names].filter((name) => !text.includes(`\n${name} ${versionOf(name)} (`));
    expect(missing).toEqual([]);
  });

  it.each([
    ["@fontsource-variable/inter", "OFL-1.1", "SIL OPEN FONT LICENSE"],
    ["@fontsource-variable/jetbrains-mono", "OFL-1.1", "SIL OPEN FONT LICENSE"],
    ["tailwindcss", "MIT", "Tailwind Labs"],
    ["vite", "MIT", "VoidZero"],
  ])("lists packages that are not modules of a bundle, with their license texts: %s", (name, license, words) => {
    const title = `\n${name} ${versionOf(name)} (${license})\n`;
    const section = text.split(`${"-".repeat(80)}`).find((part) => part.startsWith(title));
    expect(section?.replaceAll(/\s+/g, " ")).toContain(words);
  });

  it("names the location of the packages' source code", () => {
    expect(text).toMatch(/\n@xyflow\/react \S+ \(MIT\)\nhttps:\/\/github\.com\/xyflow\/xyflow\n/);
  });

  it("is also in the JAR for a JobManager", () => {
    expect(dropInFiles(readApp(directory)).map(({ path }) => path)).toContain(LICENSES_FILE);
  });
});

it("names a package that is only in a worker", async () => {
  const home = mkdtempSync(join(tmpdir(), "drey-worker-licenses-"));
  try {
    writeFileSync(join(home, "main.js"), `new Worker(new URL("./small.js", import.meta.url), { type: "module" });`);
    const fflate = JSON.stringify(join(root, "node_modules/fflate/esm/browser.js"));
    writeFileSync(join(home, "small.js"), `import { zipSync } from ${fflate}; postMessage(zipSync({}));`);
    const { forApp, forWorkers } = thirdPartyLicenses();
    const out = join(home, "out");
    await build({
      root: home,
      configFile: false,
      logLevel: "error",
      plugins: [forApp],
      worker: { format: "es", plugins: () => [forWorkers()] },
      build: { outDir: out, rolldownOptions: { input: join(home, "main.js") } },
    });
    expect(readFileSync(join(out, LICENSES_FILE), "utf8")).toMatch(/\nfflate \S+ \(MIT\)\n/);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

it("lists packages by name and then their texts", () => {
  const shipped = (name: string) => ({
    name,
    version: "1.0.0",
    license: "MIT",
    source: `https://${name}.example`,
    text: `Text of ${name}`,
  });
  expect(licensesText([shipped("b"), shipped("a")])).toMatch(
    /\n\na 1\.0\.0 \(MIT\)\nb 1\.0\.0 \(MIT\)\n\n-+\na 1\.0\.0 \(MIT\)\nhttps:\/\/a\.example\n\nText of a\n\n-+\nb 1/,
  );
});
