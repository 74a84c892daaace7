// The job's throughput from topic to topic: the records that the Counter vertex has read in at
// least ten seconds, checked with the results in topic `output`.
import { assert } from "../src/base/assert.ts";
import { type ClusterUnderTest, get, sumOfMetric, topicNamed, until, untilRunning, vertexNamed } from "./cluster-under-test.ts";
import { ceilingRecordsPerSecond, type Load } from "./job-settings.ts";

/** One measurement. */
export interface ThroughputRow {
  readonly platform: string;
  readonly load: string;
  /** Whether the load is the playground's. */
  readonly isPages: boolean;
  readonly parallelism: number;
  readonly recordsPerSecond: number;
  readonly measuredSeconds: number;
  /** The topic's limit at one checkpoint per second. */
  readonly ceilingRecordsPerSecond: number;
  readonly checkpointsCompleted: number;
  readonly checkpointsFailed: number;
  /** Busy share of each vertex at the end, by name. */
  readonly busy: Readonly<Record<string, number>>;
  /**
   * Results read from topic `output`, and the number of wrong ones. The right count is known only
   * for the playground's clicks.
   */
  readonly resultsChecked: number;
  readonly resultsWrong: number;
  /** Clicks that the checked results count. */
  readonly clicksInResults: number;
}

const WARM_UP_MS = 6_000;
const MEASURE_MS = 12_000;
const COUNTER = "ClickEvent Counter";
const START_LIMIT_MS = 30_000;
/** The counters are refreshed once per second; those of a live Flink every ten. */
const REFRESH_LIMIT_MS = 60_000;
const RECORDS_A_CALL = 10_000;

interface Reading {
  readonly records: number;
  readonly atMs: number;
}

/** Measures a cluster that was started with the settings for `load` and `parallelism`. */
export async function measureThroughput(
  cluster: ClusterUnderTest,
  what: { readonly platform: string; readonly load: Load; readonly parallelism: number },
): Promise<ThroughputRow> {
  const jobId = await untilRunning(cluster, START_LIMIT_MS);
  const counterId = await vertexNamed(cluster, jobId, COUNTER);
  const { recordsPerSecond, measuredSeconds } = await measureRate(cluster, jobId, counterId);

  const { counts } = await get<{ readonly counts: { readonly completed: number; readonly failed: number } }>(
    cluster,
    `/jobs/${jobId}/checkpoints`,
  );
  const busy = await busyShares(cluster, jobId);
  const results = await checkResults(cluster, what.load);
  return {
    platform: what.platform,
    load: what.load.type === "pages" ? "6 pages" : "10,000 random keys, jitter",
    isPages: what.load.type === "pages",
    parallelism: what.parallelism,
    recordsPerSecond,
    measuredSeconds,
    ceilingRecordsPerSecond: ceilingRecordsPerSecond(what.load),
    checkpointsCompleted: counts.completed,
    checkpointsFailed: counts.failed,
    busy,
    ...results,
  };
}

/** The read rate of a vertex, once its job is warm. */
export async function measureRate(
  cluster: ClusterUnderTest,
  jobId: string,
  vertexId: string,
): Promise<{ readonly recordsPerSecond: number; readonly measuredSeconds: number }> {
  await pause(WARM_UP_MS);
  const from = await atRefresh(cluster, jobId, vertexId);
  await pause(MEASURE_MS);
  const to = await atRefresh(cluster, jobId, vertexId);
  const measuredSeconds = (to.atMs - from.atMs) / 1000;
  return { recordsPerSecond: (to.records - from.records) / measuredSeconds, measuredSeconds };
}

/**
 * The counter at the moment of its refresh. Two such readings are a whole number of refreshes
 * apart.
 */
async function atRefresh(cluster: ClusterUnderTest, jobId: string, counterId: string): Promise<Reading> {
  const read = () => sumOfMetric(cluster, jobId, counterId, "numRecordsIn");
  const before = await until("a value of numRecordsIn", REFRESH_LIMIT_MS, read);
  return until("a new value of numRecordsIn", REFRESH_LIMIT_MS, async () => {
    const records = await read();
    return records === undefined || records === before ? undefined : { records, atMs: performance.now() };
  });
}

async function busyShares(cluster: ClusterUnderTest, jobId: string): Promise<Record<string, number>> {
  const { vertices } = await get<{ readonly vertices: readonly { readonly id: string; readonly name: string }[] }>(
    cluster,
    `/jobs/${jobId}`,
  );
  const shares: Record<string, number> = {};
  for (const { id, name } of vertices) {
    const busyMs = await sumOfMetric(cluster, jobId, id, "busyTimeMsPerSecond");
    if (busyMs !== undefined) shares[name] = busyMs / 1000;
  }
  return shares;
}

interface OutputValue {
  readonly page: string;
  readonly windowStart: string;
  readonly count: number;
}

/**
 * Reads the newest results in topic `output`. Every window that has a result is closed, so its
 * count is final.
 */
export async function checkResults(
  cluster: ClusterUnderTest,
  load: Load,
): Promise<Pick<ThroughputRow, "resultsChecked" | "resultsWrong" | "clicksInResults">> {
  const topic = await topicNamed(cluster, "output");
  let resultsChecked = 0;
  let resultsWrong = 0;
  let clicksInResults = 0;
  const seen = new Set<string>();
  for (const { partition, beginOffset, endOffset } of topic.partitions) {
    const offset = Math.max(beginOffset, endOffset - RECORDS_A_CALL);
    const { records } = await get<{ readonly records: readonly { readonly value: string }[] }>(
      cluster,
      `/playground/topics/output/records?partition=${String(partition)}&offset=${String(offset)}&max=${String(RECORDS_A_CALL)}`,
    );
    for (const { value } of records) {
      const { count, page, windowStart } = JSON.parse(value) as OutputValue;
      const key = `${windowStart} ${page}`;
      resultsChecked++;
      clicksInResults += count;
      if (seen.has(key) || (load.type === "pages" && count !== 1000)) resultsWrong++;
      seen.add(key);
    }
  }
  assert(resultsChecked > 0, "topic output has no results to check");
  return { resultsChecked, resultsWrong, clicksInResults };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
