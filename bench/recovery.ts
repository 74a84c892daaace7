// How long each step of a recovery takes after a kill, beside a live Flink, at the playground's rate
// with one TaskManager.
import { type ClusterUnderTest, get, send, sumOfMetric, topicNamed, until, untilRunning, vertexNamed } from "./cluster-under-test.ts";

/** Milliseconds from one event to the next, as polled every 20 ms. */
export interface RecoveryRow {
  readonly platform: string;
  /** Kill → the TaskManager has left the JobManager's list. */
  readonly detectionMs: number;
  /**
   * The new TaskManager's start → all tasks RUNNING, restored from the last completed checkpoint.
   */
  readonly restoreMs: number;
  /** All tasks RUNNING → the source has reached the end of the topic. */
  readonly catchUpMs: number;
  /**
   * Clicks written between the kill and all tasks RUNNING. Those since the restored checkpoint are
   * replayed in addition.
   */
  readonly backlogRecords: number;
}

/**
 * The values of a live Flink 2.3.0 on a machine with two cores, polled every 100 ms. Its catch-up
 * was not measured.
 */
export const LIVE_FLINK = { detectionMs: 1_300, restoreMs: 1_200 } as const;

const START_LIMIT_MS = 120_000;
const LIMIT_MS = 120_000;
/** Long enough for checkpoints to exist and for the job to be live. */
const SETTLE_MS = 8_000;
/**
 * The source is live when no more records wait than the generator sends in a second, which is the
 * maximum age of a metric.
 */
const LIVE_BACKLOG_RECORDS = 400;
const PENDING_RECORDS = "Source__ClickEvent_Source.pendingRecords";

/** Measures a cluster with the default settings. */
export async function measureRecovery(cluster: ClusterUnderTest, platform: string): Promise<RecoveryRow> {
  const jobId = await untilRunning(cluster, START_LIMIT_MS);
  const sourceId = await vertexNamed(cluster, jobId, "Source: ClickEvent Source");
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

  const endAtKill = await endOfInput(cluster);
  const killedAt = performance.now();
  await send(cluster, "POST", "/playground/containers/taskmanager-1/kill");
  await until("the TaskManager gone from the list", LIMIT_MS, () => whenTaskManagers(cluster, 0));
  const detectionMs = performance.now() - killedAt;

  // As in the live recording: it returns once the job waits for slots.
  await until("the job waiting for slots", LIMIT_MS, async () => {
    const { state } = await get<{ readonly state: string }>(cluster, `/jobs/${jobId}`);
    return state === "RUNNING" ? true : undefined;
  });
  const startedAt = performance.now();
  await send(cluster, "POST", "/playground/containers/taskmanager-1/start");
  await untilRunning(cluster, LIMIT_MS);
  const runningAt = performance.now();
  // Requested in parallel with the wait for the backlog, so that a slow broker does not lengthen
  // it.
  const endWhenRunning = endOfInput(cluster);
  await until("the source at the end of the topic", LIMIT_MS, async () => {
    const pending = await sumOfMetric(cluster, jobId, sourceId, PENDING_RECORDS);
    return pending !== undefined && pending <= LIVE_BACKLOG_RECORDS ? true : undefined;
  });
  const catchUpMs = performance.now() - runningAt;
  return { platform, detectionMs, restoreMs: runningAt - startedAt, catchUpMs, backlogRecords: (await endWhenRunning) - endAtKill };
}

async function whenTaskManagers(cluster: ClusterUnderTest, count: number): Promise<true | undefined> {
  const { taskmanagers } = await get<{ readonly taskmanagers: readonly unknown[] }>(cluster, "/taskmanagers");
  return taskmanagers.length === count ? true : undefined;
}

/** The number of records ever written to topic `input`. */
async function endOfInput(cluster: ClusterUnderTest): Promise<number> {
  const { partitions } = await until("an answer of the broker", LIMIT_MS, () => topicNamed(cluster, "input"));
  return partitions.reduce((sum, partition) => sum + partition.endOffset, 0);
}
