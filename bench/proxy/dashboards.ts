// Many dashboards in front of one proxy: each makes the calls of an overview with 200 running jobs,
// at Flink's default refresh interval.
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { median, percentile } from "../percentile.ts";
import type { Child } from "./child.ts";
import type { ProxyVitals } from "./proxy-process.ts";

/** The result. Memory is the proxy's, after a garbage collection. */
export interface DashboardsLoad {
  readonly dashboards: number;
  readonly jobs: number;
  readonly seconds: number;
  readonly calls: number;
  readonly callMedianMs: number;
  readonly callP99Ms: number;
  /** Rounds that were not complete when the next was due. */
  readonly lateRounds: number;
  readonly rounds: number;
  /** The proxy's processor time, independent of other load. */
  readonly processorMsPerCall: number;
  readonly heapBytesBefore: number;
  readonly heapBytesAfter: number;
  readonly rssBytesBefore: number;
  readonly rssBytesAfter: number;
}

const DASHBOARDS = 20;
const WARM_UP_ROUNDS = 7;
const ROUNDS = 20;
/** web.refresh-interval. */
const ROUND_MS = 3_000;
/** Connections of one browser to one server over HTTP/1.1. */
const CONNECTIONS = 6;
/** Rows of a long table that are drawn in a window of 900 px. Each makes its own calls. */
const ROWS_DRAWN = 37;

/** Runs them against the proxy's `/clusters/c` for about a minute and a half. */
export async function measureDashboards(proxy: Child, jobs: number): Promise<DashboardsLoad> {
  const times: number[] = [];
  let lateRounds = 0;
  const paths = roundOf(jobs);
  const pools = Array.from({ length: DASHBOARDS }, () => new Pool(`http://127.0.0.1:${String(proxy.port)}`, { connections: CONNECTIONS }));

  const round = async (pool: Pool, isCounted: boolean): Promise<void> => {
    const begun = performance.now();
    await Promise.all(paths.map((path) => ask(pool, `/clusters/c${path}`, isCounted ? times : undefined)));
    const restMs = ROUND_MS - (performance.now() - begun);
    if (restMs > 0) await sleep(restMs);
    else if (isCounted) lateRounds++;
  };
  const watch = (rounds: number, isCounted: boolean) =>
    Promise.all(
      pools.map(async (pool, index) => {
        await sleep((index * ROUND_MS) / DASHBOARDS);
        for (let count = 0; count < rounds; count++) await round(pool, isCounted);
      }),
    );

  try {
    await watch(WARM_UP_ROUNDS, false);
    const before = await vitalsOf(proxy);
    const begun = performance.now();
    await watch(ROUNDS, true);
    const seconds = (performance.now() - begun) / 1000;
    const after = await vitalsOf(proxy);
    return {
      dashboards: DASHBOARDS,
      jobs,
      seconds,
      calls: times.length,
      callMedianMs: median(times),
      callP99Ms: percentile(times, 0.99),
      lateRounds,
      rounds: ROUNDS * DASHBOARDS,
      processorMsPerCall: (after.processorMs - before.processorMs) / times.length,
      heapBytesBefore: before.heapUsed,
      heapBytesAfter: after.heapUsed,
      rssBytesBefore: before.rss,
      rssBytesAfter: after.rss,
    };
  } finally {
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}

function roundOf(jobs: number): readonly string[] {
  const rows = Array.from({ length: Math.min(jobs, ROWS_DRAWN) }, (_, index) => `/jobs/${index.toString(16).padStart(32, "0")}`);
  return [
    "/overview",
    "/jobs/overview",
    "/taskmanagers",
    ...rows.flatMap((row) => [`${row}/checkpoints`, `${row}/metrics?get=numRestarts`]),
  ];
}

async function ask(pool: Pool, path: string, times: number[] | undefined): Promise<void> {
  const begun = performance.now();
  const { statusCode, body } = await pool.request({ method: "GET", path });
  await body.arrayBuffer();
  if (statusCode !== 200) throw new Error(`${path} was answered with ${String(statusCode)}.`);
  times?.push(performance.now() - begun);
}

async function vitalsOf(proxy: Child): Promise<ProxyVitals> {
  return (await proxy.ask()) as ProxyVitals;
}
