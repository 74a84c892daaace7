import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../src/testing/limits.ts";
import { z } from "zod";
import { root } from "./node24.mjs";

// It runs the linter with its type-aware rules.
vi.setConfig({ testTimeout: LONG_TEST_MS, hookTimeout: LONG_TEST_MS });

// Shows that every architecture rule reports violations: lints a project with planted violations,
// using this repository's configuration.

/** The allowed imports, as in ARCHITECTURE.md. Kept separate from the configuration under test. */
const mayImport: Record<string, string[]> = {
  base: [],
  rest: ["base"],
  wire: [],
  core: ["base"],
  engine: ["base", "rest", "core"],
  workers: ["base", "rest", "engine", "wire"],
  client: ["base", "rest", "wire"],
  ui: ["base"],
  domain: ["base", "rest"],
  observe: ["base", "rest", "domain", "client"],
  features: ["base", "rest", "client", "observe", "domain", "ui"],
  pages: ["base", "rest", "client", "observe", "features", "domain", "ui"],
  app: ["base", "rest", "client", "observe", "domain", "ui", "features", "pages"],
};
const layers = Object.keys(mayImport);

const outputSchema = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });

let project = "";

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "drey-lint-"));
  copyFileSync(join(root, "oxlint.config.ts"), join(project, "oxlint.config.ts"));
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  plant("tsconfig.json", `{ "extends": ${JSON.stringify(join(root, "tsconfig.base.json"))}, "include": ["src"] }`);
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function plant(path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The linter's findings for the planted files, as "path: rule", sorted. */
function findings(): string[] {
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  // Folders by name, because it would lint every package through the link to node_modules.
  const args = [oxlint, "--format", "json", "src"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  expect(stderr).toBe("");
  const { diagnostics } = outputSchema.parse(JSON.parse(stdout));
  return diagnostics.map(({ filename, code }) => `${filename}: ${code}`).toSorted();
}

/** A module in a layer; features are folders in a folder. */
function moduleIn(layer: string, name: string): string {
  return layer === "features" ? `src/features/jobs/${name}.ts` : `src/${layer}/${name}.ts`;
}

function specifier(from: string, to: string): string {
  const up = "../".repeat(from.split("/").length - 2);
  return up + to.replace("src/", "");
}

const restricted = "eslint(no-restricted-imports)";

describe("import directions", () => {
  it("forbids each direction that the architecture does not have, types included, and no other", () => {
    const expected: string[] = [];
    for (const to of layers) plant(moduleIn(to, "thing"), "export interface Thing {\n  readonly name: string;\n}\n");
    for (const from of layers) {
      for (const to of layers.filter((layer) => layer !== from)) {
        for (const folder of ["", "inner/"]) {
          const file = moduleIn(from, `${folder}of-${to}`);
          plant(file, `export type { Thing } from "${specifier(file, moduleIn(to, "thing"))}";\n`);
          if (!mayImport[from]?.includes(to)) expected.push(`${file}: ${restricted}`);
        }
      }
    }
    expect(expected.length).toBeGreaterThan(100);
    expect(findings()).toEqual(expected.toSorted());
  });

  it("allows the client only to spawn workers", () => {
    plant("src/workers/spawn-cluster.ts", "export const spawn = 1;\n");
    plant("src/workers/port-host.ts", "export const host = 1;\n");
    plant("src/client/good.ts", `export { spawn } from "../workers/spawn-cluster.ts";\n`);
    plant("src/client/bad.ts", `export { host } from "../workers/port-host.ts";\n`);
    expect(findings()).toEqual([`src/client/bad.ts: ${restricted}`]);
  });

  it("forbids imports between features", () => {
    plant("src/features/jobs/thing.ts", "export const thing = 1;\n");
    plant("src/features/jobs/good.ts", `export { thing } from "./thing.ts";\n`);
    plant("src/features/logs/bad.ts", `export { thing } from "../jobs/thing.ts";\n`);
    expect(findings()).toEqual([`src/features/logs/bad.ts: ${restricted}`]);
  });

  it("keeps React out of src/observe", () => {
    plant("src/client/use-client.tsx", "export const useThing = 1;\n");
    plant("src/client/fact-options.ts", "export const thing = 1;\n");
    plant(
      "src/observe/good.ts",
      `export { QueryClient } from "@tanstack/query-core";\nexport { thing } from "../client/fact-options.ts";\n`,
    );
    plant("src/observe/bad-hook.ts", `export { useThing } from "../client/use-client.tsx";\n`);
    plant("src/observe/bad-query.ts", `export { useQuery } from "@tanstack/react-query";\n`);
    plant("src/observe/bad-react.ts", `export { useState } from "react";\n`);
    expect(findings()).toEqual(["hook", "query", "react"].map((name) => `src/observe/bad-${name}.ts: ${restricted}`));
  });

  it("forbids views to make calls that src/observe does not own", () => {
    plant("src/client/fact-options.ts", "export const callOptions = 1;\n");
    plant("src/observe/good.ts", `export { callOptions } from "../client/fact-options.ts";\n`);
    plant("src/features/jobs/bad.ts", `export { callOptions } from "../../client/fact-options.ts";\n`);
    for (const layer of ["app", "pages"]) plant(`src/${layer}/bad.ts`, `export { callOptions } from "../client/fact-options.ts";\n`);
    expect(findings()).toEqual(["app", "features/jobs", "pages"].map((folder) => `src/${folder}/bad.ts: ${restricted}`));
  });

  it("forbids packages in folders without dependencies", () => {
    for (const layer of ["base", "core", "engine"]) plant(`src/${layer}/bad.ts`, `export { z } from "zod";\n`);
    plant("src/rest/good.ts", `export { z } from "zod";\n`);
    plant("src/rest/bad.ts", `export { useState } from "react";\n`);
    expect(findings()).toEqual(["base", "core", "engine", "rest"].map((layer) => `src/${layer}/bad.ts: ${restricted}`));
  });

  it("forbids Node, what stands outside src/, barrels and imports without an extension", () => {
    plant("server/serve.ts", "export const serve = 1;\n");
    plant("src/ui/thing.ts", "export const thing = 1;\n");
    plant("src/ui/index.ts", "export const all = 1;\n");
    plant("src/ui/bad-node.ts", `export { join } from "node:path";\n`);
    plant("src/ui/bad-outside.ts", `export { serve } from "../../server/serve.ts";\n`);
    plant("src/ui/bad-barrel.ts", `export { all } from "./index.ts";\n`);
    plant("src/ui/bad-extension.ts", `export { thing } from "./thing";\n`);
    const bad = ["barrel", "extension", "node", "outside"];
    expect(findings()).toEqual(bad.map((name) => `src/ui/bad-${name}.ts: ${restricted}`));
  });

  it("forbids cycles", () => {
    plant("src/base/one.ts", `import { two } from "./two.ts";\n\nexport const one = (): number => two();\n`);
    plant("src/base/two.ts", `import { one } from "./one.ts";\n\nexport const two = (): number => one();\n`);
    expect(findings()).toEqual(["src/base/one.ts: import(no-cycle)", "src/base/two.ts: import(no-cycle)"]);
  });

  it("forbids cycles of types", () => {
    plant("src/base/one.ts", `import type { Two } from "./two.ts";\n\nexport interface One {\n  readonly two: Two;\n}\n`);
    plant("src/base/two.ts", `import type { Three } from "./three.ts";\n\nexport interface Two {\n  readonly three: Three;\n}\n`);
    plant("src/base/three.ts", `import type { One } from "./one.ts";\n\nexport interface Three {\n  readonly one: One;\n}\n`);
    expect(findings()).toEqual(["one", "three", "two"].map((name) => `src/base/${name}.ts: import(no-cycle)`));
  });
});

describe("time, chance and threads", () => {
  const uses: Record<string, string> = {
    Date: "Date.now()",
    random: "Math.random()",
    setTimeout: "setTimeout(() => 0, 1)",
    setInterval: "setInterval(() => 0, 1)",
    performance: "performance.now()",
    global: "globalThis.Date.now()",
    self: "self",
    Worker: `new Worker("x")`,
  };

  it.each(["core", "engine"])("are closed to src/%s", (layer) => {
    const names = Object.keys(uses);
    for (const name of names) plant(`src/${layer}/use-${name.toLowerCase()}.ts`, `export const used: unknown = ${uses[name]};\n`);
    const rule = (name: string): string => (name === "random" ? "eslint(no-restricted-properties)" : "eslint(no-restricted-globals)");
    expect(findings()).toEqual(names.map((name) => `src/${layer}/use-${name.toLowerCase()}.ts: ${rule(name)}`).toSorted());
  });
});

describe("unsafe code", () => {
  const plants: Record<string, { text: string; rule: string }> = {
    "a promise that is not awaited": {
      text: "async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}\n",
      rule: "typescript(no-floating-promises)",
    },
    "a switch that forgets a case": {
      text: `export function length(side: "left" | "right"): number {\n  switch (side) {\n    case "left":\n      return 1;\n  }\n  return 0;\n}\n`,
      rule: "typescript(switch-exhaustiveness-check)",
    },
    any: { text: "export function f(value: any): unknown {\n  return value;\n}\n", rule: "typescript(no-explicit-any)" },
    "a non-null assertion": {
      text: "export function f(value: string | null): string {\n  return value!;\n}\n",
      rule: "typescript(no-non-null-assertion)",
    },
    "a line in the console": { text: `console.log("planted");\n\nexport {};\n`, rule: "eslint(no-console)" },
    "a default export": { text: "export default 1;\n", rule: "import(no-default-export)" },
  };

  it.each(Object.keys(plants))("%s is found", (name) => {
    plant("src/domain/planted.ts", plants[name]?.text ?? "");
    expect(findings()).toEqual([`src/domain/planted.ts: ${plants[name]?.rule}`]);
  });

  it("a hook that forgets a dependency is found", () => {
    plant(
      "src/ui/planted.tsx",
      `import { useEffect } from "react";\n\nexport function usePlanted(name: string, note: (name: string) => void): void {\n  useEffect(() => {\n    note(name);\n  }, []);\n}\n`,
    );
    expect(findings()).toEqual(["src/ui/planted.tsx: react-hooks(exhaustive-deps)"]);
  });
});
