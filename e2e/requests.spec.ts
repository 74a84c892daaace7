import type { Locator, Page } from "@playwright/test";
import { createRecordedCluster } from "../mocks/recorded-cluster.ts";
import { loadRecording, type Situation as SituationOf } from "../mocks/recordings.ts";
import type { Transport } from "../src/client/transport.ts";
import { FakePlayground } from "../src/testing/fake-playground.ts";
import { DashboardPage } from "./support/dashboard-page.ts";
import { expect, test } from "./support/test.ts";

// How often the dashboard calls a Flink. The test controls the page's clock and the cluster answers
// from a recording, so the counts depend on nothing else.

declare global {
  interface Window {
    /** The page's requests by fetch: the call, and the time by the page's clock, epoch ms. */
    asked: { readonly call: string; readonly atMs: number }[];
    /** Requests without reply yet. */
    unanswered: number;
  }
}

// The recording lacks the reply to some calls, and the browser logs each 404.
test.use({ allowedProblems: [/^console: Failed to load resource/] });

type Situation = SituationOf<"flink-2.3.0">;

const RUNNING: Situation = "02-running-warm-metrics";
const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const ADAPTIVE_JOB_ID = "6827177720ff5f1805746f41468301e4";
const COUNTER_ID = "0da08f51eaa85fc298e176a139b3649a";
const JOB = `#/job/running/${JOB_ID}`;
/** `web.refresh-interval` as recorded. Flink caches its replies for this time. */
const REFRESH_MS = 3000;
/** Calls of the playground API that have another interval. */
const OTHER_INTERVALS_MS: Readonly<Record<string, number>> = { "GET /playground/containers": 500 };
const WATCHED_MS = 30_000;
const STEP_MS = 500;

/** Opens the built app over the recorded cluster with a stopped clock. */
async function open(page: Page, { hasPlayground = false, situation = RUNNING }: { hasPlayground?: boolean; situation?: Situation } = {}) {
  const recording = loadRecording("flink-2.3.0", situation);
  const recorded: Transport = createRecordedCluster(recording);
  const cluster = hasPlayground ? new FakePlayground().over(recorded) : recorded;
  const backend = { kind: "http", id: "flink", url: "./flink/", label: "Flink", playground: hasPlayground };
  await page.route("**/drey.json", (route) => route.fulfill({ json: { backends: [backend] } }));
  await page.route("**/flink/**", async (route) => {
    const request = route.request();
    const body = request.postData();
    const url = request.url().replace("/flink/", "/");
    const reply = await cluster(new Request(url, { method: request.method(), ...(body === null ? {} : { body }) }));
    await route.fulfill({
      status: reply.status,
      contentType: reply.headers.get("content-type") ?? "application/json",
      body: await reply.text(),
    });
  });
  await page.addInitScript(() => {
    window.asked = [];
    window.unanswered = 0;
    const fetch = window.fetch.bind(window);
    window.fetch = async (...given: Parameters<typeof fetch>) => {
      const request = new Request(...given);
      const { pathname, search } = new URL(request.url);
      if (pathname.startsWith("/flink/")) {
        window.asked.push({ call: `${request.method} ${pathname.slice("/flink".length)}${search}`, atMs: Date.now() });
      }
      window.unanswered++;
      try {
        const response = await fetch(request);
        // The whole body, so that the page has nothing left to wait for.
        return new Response(await response.arrayBuffer(), response);
      } finally {
        window.unanswered--;
      }
    };
  });
  await page.clock.install({ time: recording.recordedMs });
  await page.goto("/");
  await page.clock.pauseAt(recording.recordedMs + 60_000);
  // The app starts with a redirect to its overview, which must not happen after the test has
  // navigated elsewhere.
  await untilShown(page, page.getByRole("heading", { level: 1, name: "Overview" }));
}

/** Waits until everything that was requested has been answered and read. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const turn = (): Promise<void> =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => resolve());
        port1.start();
        port2.postMessage(null);
      });
    let quietTurns = 0;
    while (quietTurns < 5) {
      await turn();
      quietTurns = window.unanswered === 0 ? quietTurns + 1 : 0;
    }
  });
}

/** Advances the clock, and lets replies arrive after each step. */
async function pass(page: Page, ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += STEP_MS) {
    await page.clock.runFor(STEP_MS);
    await settle(page);
  }
}

/** Advances the clock until the page shows that. */
async function untilShown(page: Page, sign: Locator): Promise<void> {
  await expect
    .poll(async () => {
      await pass(page, STEP_MS);
      return sign.isVisible();
    })
    .toBe(true);
}

/** The time of each call, epoch ms by the page's clock, by method, path and query. */
type Calls = ReadonlyMap<string, readonly number[]>;

/** A view of the dashboard, and its content once it has loaded. */
interface View {
  readonly hash: string;
  readonly sign: Locator;
}

/** Opens a view and records its requests. */
async function watch({ page, goTo }: { page: Page; goTo: (hash: string) => Promise<void> }, { hash, sign }: View): Promise<Calls> {
  await goTo(hash);
  await untilShown(page, sign);
  await page.evaluate(() => {
    window.asked = [];
  });
  await pass(page, WATCHED_MS);
  const asked = await page.evaluate(() => window.asked);
  return new Map([...Map.groupBy(asked, ({ call }) => call)].map(([call, made]) => [call, made.map(({ atMs }) => atMs)]));
}

/** Calls that were made more often than their interval allows, with their times. */
function tooOften(calls: Calls): string[] {
  return [...calls].flatMap(([call, timesMs]) => {
    const intervalMs = OTHER_INTERVALS_MS[call.split("?", 1)[0] ?? ""] ?? REFRESH_MS;
    const most = Math.floor(WATCHED_MS / intervalMs) + 1;
    return timesMs.length > most ? [`${call}: ${String(timesMs.length)} times in ${String(WATCHED_MS)} ms, at ${timesMs.join(", ")}`] : [];
  });
}

/** The number of calls per second. */
function perSecond(calls: Calls): number {
  return [...calls.values()].flat().length / (WATCHED_MS / 1000);
}

/** Opens each view. Returns the calls of each by its address. */
async function watchEach(page: Page, viewsOf: (dashboard: DashboardPage) => readonly View[]): Promise<ReadonlyMap<string, Calls>> {
  const dashboard = new DashboardPage(page);
  const seen = new Map<string, Calls>();
  for (const view of viewsOf(dashboard)) {
    await test.step(view.hash, async () => {
      const calls = await watch({ page, goTo: (hash) => dashboard.goTo(hash) }, view);
      seen.set(view.hash, calls);
      expect.soft(tooOften(calls), view.hash).toEqual([]);
      // The page works: each requests the cluster's overview.
      expect(calls.get("GET /overview")?.length ?? 0, view.hash).toBeGreaterThan(WATCHED_MS / REFRESH_MS / 2);
    });
  }
  return seen;
}

const tab = ({ main }: DashboardPage, name: RegExp): Locator => main.getByRole("tabpanel", { name });

test("a job's page makes no request more often than Flink refreshes, and at most 4 requests per second", async ({ page }) => {
  test.slow();
  await open(page);
  const seen = await watchEach(page, (dashboard) => [
    { hash: `${JOB}/overview`, sign: dashboard.vertex("ClickEvent Counter") },
    { hash: `${JOB}/overview?vertex=${COUNTER_ID}`, sign: dashboard.inspector(/ClickEvent Counter/) },
  ]);
  expect(perSecond(seen.get(`${JOB}/overview`) ?? new Map())).toBeLessThanOrEqual(4);
});

test("the tabs of a job make no request more often than Flink refreshes", async ({ page }) => {
  test.slow();
  await open(page);
  await watchEach(page, (dashboard) => [
    { hash: `${JOB}/checkpoints?checkpoint=45`, sign: dashboard.inspector(/Checkpoint 45/) },
    { hash: `${JOB}/backpressure`, sign: tab(dashboard, /^Backpressure/) },
    { hash: `${JOB}/backpressure?view=subtasks`, sign: dashboard.main.getByRole("table", { name: "All subtasks" }) },
    { hash: `${JOB}/exceptions`, sign: tab(dashboard, /^Exceptions/) },
    { hash: `${JOB}/flamegraph?vertex=${COUNTER_ID}`, sign: tab(dashboard, /^Flame graph/) },
  ]);
});

test("the rescales of a job are requested no more often than Flink refreshes", async ({ page }) => {
  test.slow();
  await open(page, { situation: "18-adaptive-after-loss" });
  await watchEach(page, (dashboard) => [{ hash: `#/job/running/${ADAPTIVE_JOB_ID}/rescales`, sign: tab(dashboard, /^Rescales/) }]);
});

test("the pages of a cluster make no request more often than Flink refreshes", async ({ page }) => {
  test.slow();
  await open(page);
  await watchEach(page, ({ main }) => [
    { hash: "#/overview", sign: main.getByRole("table", { name: "Running jobs" }) },
    { hash: "#/job/running", sign: main.getByRole("table", { name: "Running jobs" }) },
    { hash: "#/task-manager", sign: main.getByRole("table", { name: "TaskManagers" }) },
    { hash: "#/submit", sign: main.getByRole("button", { name: "Upload", exact: true }) },
  ]);
});

test("the pages of the processes make no request more often than Flink refreshes", async ({ page }) => {
  test.slow();
  await open(page);
  await watchEach(page, ({ main }) => [
    { hash: "#/job-manager/metrics", sign: main.getByRole("table", { name: "Metrics" }) },
    { hash: "#/job-manager/config", sign: main.getByRole("table", { name: "Configuration" }) },
    { hash: "#/job-manager/logs", sign: main.getByRole("navigation", { name: "Files" }) },
    { hash: "#/job-manager/thread-dump", sign: main.getByRole("button", { name: "Take thread dump" }) },
    { hash: "#/job-manager/profiler", sign: main.getByRole("tabpanel", { name: "Profiler" }) },
    { hash: "#/task-manager/tm1/metrics", sign: main.getByRole("table", { name: "Metrics" }) },
    { hash: "#/task-manager/tm1/logs", sign: main.getByRole("navigation", { name: "Files" }) },
    { hash: "#/task-manager/tm1/thread-dump", sign: main.getByRole("button", { name: "Take thread dump" }) },
  ]);
});

test("a playground gets no request more often than it refreshes, and two per second for its containers", async ({ page }) => {
  test.slow();
  await open(page, { hasPlayground: true });
  await watchEach(page, (dashboard) => [
    { hash: `${JOB}/overview?vertex=${COUNTER_ID}`, sign: dashboard.inspector(/ClickEvent Counter/) },
    { hash: `${JOB}/exceptions`, sign: tab(dashboard, /^Exceptions/) },
    { hash: `${JOB}/output`, sign: tab(dashboard, /^Output/) },
  ]);
});
