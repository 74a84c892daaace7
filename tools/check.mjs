// npm run check: the checks without tests. All of them run, so that one failure does not hide
// another.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectNoArguments, main } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { root, run } from "./node24.mjs";

async function size() {
  const build = mkdtempSync(join(tmpdir(), "drey-size-"));
  try {
    const built = await run("vite", ["build", "--logLevel", "warn", "--emptyOutDir", "--outDir", build]);
    return built === 0 ? await run("size-limit", [], { env: { DREY_BUILD: build } }) : built;
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
}

const gates = [
  { name: "format", run: () => run("oxfmt", ["--check"]) },
  { name: "lint", run: () => run("oxlint", []) },
  { name: "types", run: () => run("tools/types.mjs", []) },
  { name: "dead code", run: () => run("knip", []) },
  { name: "prose", run: () => run("tools/prose.ts", []) },
  { name: "style sheets", run: () => run("tools/styles.ts", []) },
  { name: "size", run: size },
];

await main(async (args) => {
  expectNoArguments(args, "npm run check");
  ensureDependencies(root);
  const red = [];
  for (const gate of gates) {
    console.log(`\n== ${gate.name}`);
    if ((await gate.run()) !== 0) red.push(gate.name);
  }
  console.log(red.length === 0 ? "\nAll gates are green." : `\nRed: ${red.join(", ")}`);
  return red.length === 0 ? 0 : 1;
});
