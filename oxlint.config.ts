import { defineConfig, type OxlintOverride } from "oxlint";

/**
 * What each folder of src/ may import from the others (design: imports point one way). Everything that is not named
 * here is forbidden, types included. `packages: false` means that the folder imports no package at all.
 */
const layers: Record<string, { may: string[]; packages?: false }> = {
  base: { may: [], packages: false },
  rest: { may: ["base"] },
  wire: { may: [], packages: false },
  core: { may: ["base"], packages: false },
  engine: { may: ["base", "rest", "core"], packages: false },
  workers: { may: ["base", "rest", "engine", "wire"] },
  client: { may: ["base", "rest", "workers", "wire"] },
  ui: { may: ["base"] },
  domain: { may: ["base", "rest"] },
  observe: { may: ["base", "rest", "domain", "client"] },
  features: { may: ["base", "rest", "client", "observe", "domain", "ui"] },
  pages: { may: ["base", "rest", "client", "observe", "features", "domain", "ui"] },
  app: { may: ["base", "rest", "client", "observe", "domain", "ui", "features", "pages"] },
};

interface Pattern {
  regex: string;
  message: string;
}

/** Patterns look at the specifier as written, so they rely on relative paths and on no folder being named as a layer. */
function patternsFor(layer: string): Pattern[] {
  const { may, packages } = layers[layer] ?? { may: [] };
  const closed = Object.keys(layers).filter((other) => other !== layer && !may.includes(other));
  const patterns: Pattern[] = [
    { regex: "^(\\.\\./)+(server|tools|bench|e2e|contract|mocks|cluster)/", message: "src/ imports nothing from outside src/." },
    { regex: "(^\\.{1,2}/?$)|(/index\\.tsx?$)", message: "No barrel files: import the file that defines the thing." },
    { regex: "^\\.{1,2}/(.*/)?[^./]+$", message: "A relative import names its file with the extension." },
    packages === false
      ? { regex: "^[^.]", message: `src/${layer} imports no packages.` }
      : { regex: "^node:", message: "src/ runs in a browser: put code that needs Node into server/." },
  ];
  if (closed.length > 0) {
    const allowed = may.length > 0 ? may.join(", ") : "nothing";
    patterns.push({ regex: `^(\\.\\./)+(${closed.join("|")})/`, message: `src/${layer} may import ${allowed} and itself.` });
  }
  if (layer === "rest") {
    patterns.push({ regex: "^(@|react|fastify|recharts|lucide|msw)", message: "The vocabulary needs its schema library only." });
  }
  if (layer === "client") {
    // Regular expressions here have no look-ahead: whatever does not begin with "spawn".
    const notSpawn = "([^s]|s[^p]|sp[^a]|spa[^w]|spaw[^n])";
    patterns.push({ regex: `^(\\.\\./)+workers/${notSpawn}`, message: "src/client may only spawn workers: import workers/spawn-*.ts." });
  }
  if (layer === "observe") {
    patterns.push(
      {
        regex: "^(react|@tanstack/react|@xyflow|recharts)",
        message: "src/observe knows no React: commands and workers read it too.",
      },
      { regex: "^(\\.\\./)+client/use-", message: "src/observe knows no React: client/use-*.ts are hooks." },
    );
  }
  if (["features", "pages", "app"].includes(layer)) {
    patterns.push({ regex: "^(\\.\\./)+client/fact-options", message: "Each fact has one owner in src/observe: read it with useFact." });
  }
  if (layer === "features") {
    // Features are flat folders: one step up and down again is another feature.
    patterns.push({ regex: "^\\.\\./[^.]", message: "A feature never imports another: move the common part to domain/ or ui/." });
  }
  return patterns;
}

const layerOverrides: OxlintOverride[] = Object.keys(layers).map((layer) => ({
  files: [`src/${layer}/**`],
  rules: { "no-restricted-imports": ["error", { patterns: patternsFor(layer) }] },
}));

/** Folders of components: each class there is a utility of Tailwind or of src/. */
const STYLED_WITH_TAILWIND = ["ui", "features", "pages", "app"].map((layer) => `src/${layer}`);

const byTheHost =
  "The clock, timers, chance and threads belong to the host: take them from Host. Dates without a clock are in base/iso-time.ts.";
const hostGlobals = [
  "Date",
  "Worker",
  "MessageChannel",
  "BroadcastChannel",
  "cancelAnimationFrame",
  "clearInterval",
  "clearTimeout",
  "crypto",
  "fetch",
  "globalThis",
  "indexedDB",
  "performance",
  "postMessage",
  "process",
  "queueMicrotask",
  "requestAnimationFrame",
  "self",
  "setImmediate",
  "setInterval",
  "setTimeout",
];

export default defineConfig({
  plugins: ["typescript", "import", "react", "unicorn", "oxc", "vitest"],
  jsPlugins: ["eslint-plugin-better-tailwindcss"],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: "error" },
  categories: { correctness: "error" },
  ignorePatterns: ["dist/**", "contract/fixtures/**", "mocks/fixtures/**"],
  rules: {
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    // A "default" is a decision; a case that is merely forgotten is not.
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/consistent-type-imports": "error",
    // Types included: a file that names a type depends on the file that defines it.
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "react/exhaustive-deps": "error",
    "react/rules-of-hooks": "error",
    "no-console": "error",
    // A copy is how one iterates over what the loop's body changes.
    "unicorn/no-useless-spread": "off",
    // Asks for the React Compiler, which we do not use; TanStack Virtual is a choice.
    "react/incompatible-library": "off",
    // componentDidCatch is where React hands over the component stack.
    "react/no-did-update-set-state": "off",
    // Vitest's expect takes a message as well.
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "vitest/no-focused-tests": "error",
    "vitest/no-disabled-tests": "error",
  },
  overrides: [
    { files: ["src/**"], rules: { "import/no-default-export": "error", "unicorn/filename-case": ["error", { case: "kebabCase" }] } },
    { files: ["server/**", "cluster/**", "tools/**", "bench/**", "contract/{compare,record}.ts"], rules: { "no-console": "off" } },
    ...layerOverrides,
    {
      files: STYLED_WITH_TAILWIND.map((folder) => `${folder}/**/*.tsx`),
      rules: {
        "better-tailwindcss/no-unknown-classes": ["error", { entryPoint: "src/app/styles.css", detectComponentClasses: true }],
      },
    },
    {
      files: ["src/core/**", "src/engine/**"],
      rules: {
        "no-restricted-globals": ["error", ...hostGlobals.map((name) => ({ name, message: byTheHost }))],
        "no-restricted-properties": ["error", { object: "Math", property: "random", message: byTheHost }],
      },
    },
    // A test may reach for the engine, a recording or a tool; what it must not do is ship.
    {
      files: ["**/*.test.ts", "**/*.test.tsx", "src/testing/**"],
      rules: {
        "no-restricted-imports": "off",
        "no-restricted-globals": "off",
        "no-restricted-properties": "off",
        // A test passes a method on to look at it, and asserts in loops over cases.
        "typescript/unbound-method": "off",
        "vitest/no-conditional-expect": "off",
        // A class that has no style is a mark to find an element by.
        "better-tailwindcss/no-unknown-classes": "off",
      },
    },
  ],
});
