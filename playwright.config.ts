import { defineConfig } from "@playwright/test";

const chromium = process.env.DREY_CHROMIUM;
const LIVE = "live-*.spec.ts";
const LOOKS = "looks/**";
/** Against a hang only: a slow machine fails no journey. How long a test may take, and how long an expectation waits, ms. */
const LIMITS = { timeout: 600_000, expect: { timeout: 30_000 } };
/** Flink's processes start slowly, and journeys with them are long. */
const LIVE_LIMITS = { timeout: 2 * LIMITS.timeout, expect: { timeout: 6 * LIMITS.expect.timeout } };

/** `npm run e2e` names the browser and the build; see tools/e2e.mjs. */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/serve-build.ts",
  forbidOnly: true,
  retries: 0,
  projects: [
    // Journeys mostly wait: for a heartbeat to fail, for a window to close, for an even minute.
    { name: "engine", testIgnore: [LIVE, LOOKS], fullyParallel: true, workers: 3, ...LIMITS },
    // A cluster is five JVMs and more: one at a time.
    { name: "live", testMatch: LIVE, workers: 1, ...LIVE_LIMITS },
    {
      name: "looks",
      testMatch: `${LOOKS}/*.spec.ts`,
      fullyParallel: true,
      workers: 2,
      snapshotPathTemplate: "{testDir}/looks/images/{arg}{ext}",
      ...LIMITS,
      expect: { ...LIMITS.expect, toHaveScreenshot: { animations: "disabled", caret: "hide", scale: "css" } },
    },
  ],
  workers: 3,
  reporter: "list",
  use: {
    ...(chromium === undefined ? {} : { launchOptions: { executablePath: chromium, args: quietFlags() } }),
    viewport: { width: 1600, height: 1000 },
    // Without a graphics card each frame of an animation takes processor time: a third of that of a journey.
    contextOptions: { reducedMotion: "reduce" },
    // Neither snapshots nor screencast: both go on while a journey runs, and together they take as much time as the journey.
    trace: { mode: "retain-on-failure", snapshots: false, screenshots: false, sources: false },
    screenshot: "only-on-failure",
  },
});

/** A browser that calls home would be a third party in every test. */
function quietFlags(): string[] {
  const flags = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A host name that is not localhost, and therefore no secure context on plain http.
    "--host-resolver-rules=MAP drey.test 127.0.0.1",
  ];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...flags] : flags;
}
