import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { msw } from "msw/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { codeSplitting } from "./tools/chunks.ts";
import { precompressed } from "./tools/precompressed.ts";
import { thirdPartyLicenses } from "./tools/third-party-licenses.ts";

/** The development server puts inline scripts and styles into the page and talks to it by WebSocket; the built app has none of it. */
function policyForDevelopment(): Plugin {
  return {
    name: "drey-policy-for-development",
    apply: "serve",
    transformIndexHtml: (html) =>
      html
        .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
        .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
        .replace("connect-src 'self'", "connect-src 'self' ws:"),
  };
}

/** `vite --mode recorded`: the app over recorded clusters, which MSW's worker answers for. */
function appOverRecordedClusters(): Plugin {
  return {
    name: "drey-recorded-clusters",
    transformIndexHtml: { order: "pre", handler: (html) => html.replace("/src/app/main.tsx", "/mocks/browser/main.ts") },
  };
}

const licenses = thirdPartyLicenses();

/** On a slow machine the bundler would print which plugins took long. */
const rolldownOptions = { checks: { bundlerTimings: false } };

/** Tests that run Java: `npm run test:live`. */
const LIVE = "{server,cluster,contract,mocks}/**/*.live.test.ts";

/** Simulation seeds take minutes in one file: such a file must not be the last to start. */
const LONGEST = ["exactly-once", "planted-bugs", "user-actions", "late-clicks", "retention", "contract"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = (file: TestSpecification): number => {
      const index = LONGEST.findIndex((name) => file.moduleId.endsWith(`/${name}.test.ts`));
      return index === -1 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig(({ mode }) => ({
  // Relative addresses: the built files work under any path, also when Flink's own web server serves them.
  base: "./",
  plugins: [
    react(),
    tailwindcss(),
    policyForDevelopment(),
    licenses.forApp,
    precompressed(),
    msw({ mode: "worker-only" }),
    mode === "recorded" && appOverRecordedClusters(),
  ],
  worker: { format: "es", plugins: () => [licenses.forWorkers()], rolldownOptions },
  build: {
    rolldownOptions: { ...rolldownOptions, output: { codeSplitting: codeSplitting() } },
    target: "es2024",
    // The polyfill would be an inline script, which our Content-Security-Policy forbids, and no browser we serve needs it.
    modulePreload: { polyfill: false },
    // A font or picture as data: URL would need a hole in the policy.
    assetsInlineLimit: 0,
    manifest: true,
  },
  test: {
    // Against a hang. A test that needs longer on a quiet machine says so by a limit of its own (src/testing/limits.ts).
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    // Vitest leaves one core idle by default, which on two cores is half of the machine.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    // Loading the modules, and a DOM, again for each file took longer than the tests of components.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: [
            "src/**/*.test.ts",
            "tools/**/*.test.ts",
            "server/**/*.test.ts",
            "cluster/**/*.test.ts",
            "contract/**/*.test.ts",
            "mocks/**/*.test.ts",
            "bench/**/*.test.ts",
          ],
          exclude: [LIVE],
        },
      },
      {
        extends: true,
        test: {
          name: "components",
          environment: "happy-dom",
          include: ["src/**/*.test.tsx"],
          setupFiles: ["./src/testing/components.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "live",
          environment: "node",
          include: [LIVE],
          globalSetup: ["./cluster/testing/require-live-cluster.ts"],
          // JVMs start slowly, and the first run fetches Flink from Maven Central.
          testTimeout: 900_000,
          hookTimeout: 900_000,
          expect: { poll: { timeout: 300_000 } },
          // A cluster is five JVMs and more: one at a time.
          fileParallelism: false,
        },
      },
    ],
  },
}));
