import { environmentManager, QueryClient, QueryObserver } from "@tanstack/query-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createRecordedCluster } from "../../../mocks/recorded-cluster.ts";
import { loadRecording } from "../../../mocks/recordings.ts";
import type { Backend } from "../../client/backend.ts";
import type { FactOptions } from "../../client/fact-options.ts";
import type { Transport } from "../../client/transport.ts";
import { backendOver } from "../../testing/recorded-backend.tsx";
import { cancelJob, runContainerAction } from "../actions.ts";
import { checkpointsOptions } from "../checkpoints.ts";
import { exceptionsOptions } from "../exceptions.ts";
import { jobOptions, jobsOverviewOptions, restartsOptions } from "../jobs.ts";
import { taskManagersOptions } from "../task-managers.ts";
import type { JobHistory } from "./history.ts";
import { createMemoryStore, type HistoryStore } from "./history-store.ts";
import { type Recorder, startRecorder } from "./recorder.ts";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const START_MS = Date.UTC(2026, 10, 30, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  environmentManager.setIsServer(() => false);
});
afterEach(() => vi.useRealTimers());

const SITUATIONS = {
  running: createRecordedCluster(loadRecording("flink-2.3.0", "02-running-warm-metrics")),
  waiting: createRecordedCluster(loadRecording("flink-2.3.0", "04-restarting-without-slots")),
  recovered: createRecordedCluster(loadRecording("flink-2.3.0", "05-recovered")),
} satisfies Record<string, Transport>;

/** A page that observes a job of a cluster, and its recorder. */
function openPage(kind: Backend["kind"], openStore: () => Promise<HistoryStore>) {
  let situation: keyof typeof SITUATIONS = "running";
  let asked = 0;
  const transport: Transport = async (request) => {
    asked++;
    return request.method === "GET" ? SITUATIONS[situation](request) : new Response("{}", { status: 202 });
  };
  const backend = backendOver(transport, { kind, id: "http://prod/" });
  const queryClient = new QueryClient({ defaultOptions: { queries: { networkMode: "always", retry: false } } });
  queryClient.mount();
  const observed = { backend, refreshMs: 3000 };
  let hide = (): void => undefined;
  const recorder = startRecorder({
    queryClient,
    backend,
    openStore,
    onHidden: (listener) => {
      hide = listener;
      return () => undefined;
    },
  });
  const facts: readonly FactOptions<never>[] = [
    jobOptions(observed, JOB_ID),
    checkpointsOptions(observed, JOB_ID),
    exceptionsOptions(observed, JOB_ID),
    restartsOptions(observed, JOB_ID),
    jobsOverviewOptions(observed),
    taskManagersOptions(observed),
  ] as unknown as readonly FactOptions<never>[];
  const stops = facts.map((options) => new QueryObserver(queryClient, options).subscribe(() => undefined));
  return {
    recorder,
    backend,
    asked: () => asked,
    hide: () => hide(),
    async during(next: keyof typeof SITUATIONS, ms: number): Promise<void> {
      situation = next;
      await vi.advanceTimersByTimeAsync(ms);
    },
    async close(): Promise<void> {
      for (const stop of stops) stop();
      recorder.stop();
      await vi.advanceTimersByTimeAsync(0);
      queryClient.unmount();
      queryClient.clear();
    },
  };
}

/** A store that several pages share, one after the other. */
function sharedStore() {
  const store = createMemoryStore();
  return { ...store, close: () => undefined };
}

function kindsOf({ events }: JobHistory): ReadonlySet<string> {
  return new Set(events.map(({ kind }) => kind));
}

function valuesOf({ rows }: JobHistory, metric: "checkpointAgeMs" | "restarts"): readonly number[] {
  return rows.filter(({ tier }) => tier === 0).flatMap(({ values }) => values[metric]?.last ?? []);
}

test("records samples and events from the facts of the page, without requests of its own", async () => {
  const page = openPage("http", async () => createMemoryStore());
  await page.during("running", 10_000);
  await page.during("waiting", 10_000);
  await page.during("recovered", 10_000);
  const asked = page.asked();
  const history = await page.recorder.read(JOB_ID);
  await page.recorder.store();
  expect(page.asked()).toBe(asked);
  expect(page.recorder.place()).toBe("browser");
  expect(kindsOf(history)).toEqual(new Set(["state", "checkpoint", "checkpoint-failed", "restore", "exception", "taskmanager", "restart"]));
  expect(history.events.some(({ text }) => text === "TaskManager tm1 was lost")).toBe(true);
  expect(history.events.some(({ text }) => text === "RESTARTING")).toBe(true);
  expect(history.events.some(({ text }) => text.startsWith("Checkpoint 49 failed: "))).toBe(true);
  // The events of each reply are the same events.
  expect(new Set(history.events.map(({ id }) => id)).size).toBe(history.events.length);
  expect(valuesOf(history, "checkpointAgeMs").length).toBeGreaterThan(3);
  expect(new Set(valuesOf(history, "restarts"))).toEqual(new Set([0, 1]));
  await page.close();
});

test("records the actions of the page, and why one failed", async () => {
  const page = openPage("http", async () => createMemoryStore());
  await page.during("running", 100);
  await cancelJob(page.backend, JOB_ID);
  await runContainerAction(page.backend, { type: "kill", name: "taskmanager-1" });
  const failing = backendOver(async () => Response.json({ errors: ["No such job."] }, { status: 404 }));
  const recorder: Recorder = startRecorder({
    queryClient: new QueryClient(),
    backend: failing,
    openStore: async () => createMemoryStore(),
    onHidden: () => () => undefined,
  });
  await expect(cancelJob(failing, JOB_ID)).rejects.toThrow("No such job.");
  const words = async (of: Recorder): Promise<readonly string[]> =>
    (await of.read(JOB_ID)).events.filter(({ kind }) => kind === "action").map(({ text }) => text);
  expect(await words(page.recorder)).toEqual(["Cancellation requested", "Killed taskmanager-1"]);
  expect(await words(recorder)).toEqual([expect.stringMatching(/^Cancellation requested, failed: .*No such job\./)]);
  recorder.stop();
  await page.close();
});

test("a later page adds to the history, and the time between is a gap between two recordings", async () => {
  const store = sharedStore();
  const first = openPage("http", async () => store);
  await first.during("running", 7_000);
  const before = await first.recorder.read(JOB_ID);
  await first.close();
  vi.setSystemTime(Date.now() + 60_000);
  const second = openPage("http", async () => store);
  await second.during("recovered", 7_000);
  const { rows, events } = await second.recorder.read(JOB_ID);
  const recordings = new Set(rows.filter(({ values }) => values.checkpointAgeMs !== undefined).map(({ untilRecording }) => untilRecording));
  expect(recordings).toEqual(new Set([START_MS, START_MS + 67_000]));
  for (const { id } of before.events) expect(events.some((event) => event.id === id)).toBe(true);
  await second.close();
});

test("what was recorded is stored within seconds, and at once when the page is hidden", async () => {
  const store = sharedStore();
  const add = vi.spyOn(store, "add");
  const page = openPage("http", async () => store);
  await page.during("running", 100);
  expect(add).not.toHaveBeenCalled();
  page.hide();
  await page.during("running", 0);
  expect(add).toHaveBeenCalledTimes(1);
  await page.during("running", 6_000);
  expect(add).toHaveBeenCalledTimes(2);
  await page.close();
});

test("the history of the playground ends with the page", async () => {
  const openStore = vi.fn<() => Promise<HistoryStore>>();
  const page = openPage("browser", openStore);
  await page.during("running", 7_000);
  expect((await page.recorder.read(JOB_ID)).rows.length).toBeGreaterThan(0);
  expect(page.recorder.place()).toBe("page");
  expect(openStore).not.toHaveBeenCalled();
  await page.close();
});

test.each([
  ["cannot be opened", async () => Promise.reject(new Error("refused"))],
  ["is full", async () => ({ ...createMemoryStore(), add: async () => Promise.reject(new Error("QuotaExceededError")) })],
])("if the storage %s, the history is kept in memory", async (_, openStore) => {
  const page = openPage("http", openStore);
  await page.during("running", 7_000);
  const history = await page.recorder.read(JOB_ID);
  expect(valuesOf(history, "checkpointAgeMs").length).toBeGreaterThan(0);
  expect(page.recorder.place()).toBe("refused");
  await page.close();
});
