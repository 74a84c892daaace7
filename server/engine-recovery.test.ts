// The whole engine on real threads: a kill, a recovery, and no lost clicks. The simulation does
// this thousands of times, but here the kill is real.
import { afterEach, expect, test, vi } from "vitest";
import { LONG_TEST_MS } from "../src/testing/limits.ts";
import { type ClusterOptions, DEFAULT_CLUSTER } from "../src/engine/supervisor/cluster-options.ts";
import { type NodeCluster, startNodeCluster } from "./engine-host.ts";

// It kills and restarts threads and waits for windows in real time.
vi.setConfig({ testTimeout: LONG_TEST_MS });

const PAGES = 6;
const WINDOW_MS = 15_000;
const CLICKS_PER_RESULT = 1_000;
/** Windows close ten times per second of real time, so that a test sees many. */
const RECORDS_PER_SECOND = 60_000;

const clusters: NodeCluster[] = [];
afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop();
});

function start(options: Partial<ClusterOptions>) {
  const crashes: string[] = [];
  const cluster = startNodeCluster(
    { ...options, generator: { ...DEFAULT_CLUSTER.generator, recordsPerSecond: RECORDS_PER_SECOND } },
    (container, reason) => void crashes.push(`${container}: ${reason}`),
  );
  clusters.push(cluster);

  async function call<T>(method: string, url: string): Promise<T> {
    const response = await cluster.handle({ method, url });
    expect([200, 202], `${method} ${url}: ${response.body}`).toContain(response.status);
    return JSON.parse(response.body) as T;
  }
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
  }
  type Job = { readonly jid: string; readonly state: string; readonly tasks: { readonly running: number; readonly total: number } };
  async function jobs(): Promise<readonly Job[]> {
    const response = await cluster.handle({ method: "GET", url: "/jobs/overview" });
    // The supervisor answers this way until the JobManager's thread has started, which takes long
    // on a busy machine.
    if (response.status === 503) return [];
    expect(response.status, response.body).toBe(200);
    return (JSON.parse(response.body) as { jobs: Job[] }).jobs;
  }
  async function wasRestarting(): Promise<boolean> {
    const [job] = await jobs();
    const { timestamps } = await call<{ timestamps: { RESTARTING: number } }>("GET", `/jobs/${job?.jid ?? ""}`);
    return timestamps.RESTARTING > 0;
  }
  return {
    crashes,
    call,
    until,
    untilAllRun: () =>
      until(async () => (await jobs()).some(({ state, tasks }) => state === "RUNNING" && tasks.total > 0 && tasks.running === tasks.total)),
    /** The state lasts only a second, which polling may miss. */
    untilItWasRestarting: () => until(wasRestarting),
  };
}

interface Result {
  readonly windowStart: string;
  readonly page: string;
  readonly count: number;
}

/** All records of topic `output`. */
async function readOutput(call: ReturnType<typeof start>["call"]): Promise<Result[]> {
  const results: Result[] = [];
  for (const partition of [0, 1]) {
    for (let offset = 0; ;) {
      const url = `/playground/topics/output/records?partition=${String(partition)}&offset=${String(offset)}&max=10000`;
      const { records } = await call<{ records: { value: string }[] }>("GET", url);
      if (records.length === 0) break;
      for (const { value } of records) results.push(JSON.parse(value) as Result);
      offset += records.length;
    }
  }
  return results;
}

/** `dd-MM-yyyy HH:mm:ss:SSS`, UTC, as epoch ms. */
function parseDate(text: string): number {
  const [day = 0, month = 0, year = 0, hours = 0, minutes = 0, seconds = 0, ms = 0] = text.split(/\D/).map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes, seconds, ms);
}

/**
 * Waits until every page has a result in every window that is closed at the call, and expects each
 * count to be right. The wait is needed because the sinks of two TaskManagers do not commit at the
 * same moment. Returns the number of closed windows.
 */
async function expectNothingLost({ call, until }: Pick<ReturnType<typeof start>, "call" | "until">): Promise<number> {
  const starts = (await readOutput(call)).map(({ windowStart }) => parseDate(windowStart));
  const first = Math.min(...starts);
  // A window is closed once a window that starts two windows later has a result.
  const closed = (Math.max(...starts) - first) / WINDOW_MS - 1;
  const end = first + closed * WINDOW_MS;
  let results: readonly Result[] = [];
  await until(async () => {
    results = await readOutput(call);
    const seen = new Set(results.map(({ windowStart, page }) => `${windowStart} ${page}`));
    return [...seen].filter((key) => parseDate(key.slice(0, key.lastIndexOf(" "))) < end).length === closed * PAGES;
  });
  expect(results.filter(({ count }) => count !== CLICKS_PER_RESULT)).toEqual([]);
  return closed;
}

test("the only TaskManager is killed and started again: the job restores and no click is lost", async () => {
  const { call, until, untilAllRun, untilItWasRestarting, crashes } = start({});
  await untilAllRun();
  await until(async () => (await readOutput(call)).length > 20 * PAGES);

  await call("POST", "/playground/containers/taskmanager-1/kill");
  await untilItWasRestarting();
  await call("POST", "/playground/containers/taskmanager-1/start");
  await untilAllRun();
  const atRestart = (await readOutput(call)).length;
  await until(async () => (await readOutput(call)).length > atRestart + 50 * PAGES);

  expect(await expectNothingLost({ call, until })).toBeGreaterThan(50);
  expect(crashes).toEqual([]);
});

test("one of two TaskManagers is killed: the other's tasks see the reset, and the job continues when it is back", async () => {
  const { call, until, untilAllRun, untilItWasRestarting, crashes } = start({
    taskManagers: 2,
    configuration: [{ key: "taskmanager.numberOfTaskSlots", value: "1" }],
  });
  await untilAllRun();
  await until(async () => (await readOutput(call)).length > 20 * PAGES);

  await call("POST", "/playground/containers/taskmanager-2/kill");
  await untilItWasRestarting();
  await call("POST", "/playground/containers/taskmanager-2/start");
  await untilAllRun();
  const atRestart = (await readOutput(call)).length;
  await until(async () => (await readOutput(call)).length > atRestart + 50 * PAGES);

  expect(await expectNothingLost({ call, until })).toBeGreaterThan(50);
  expect(crashes).toEqual([]);
});
