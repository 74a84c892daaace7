// What a kill costs, in its parts, beside what a live Flink needed (docs: facts/live-flink). The playground's pace, one TaskManager.
import { type ClusterUnderTest, get, send, sumOfMetric, topicNamed, until, untilRunning, vertexNamed } from "./cluster-under-test.ts";

/** Milliseconds from one fact to the next, as polled every 20 ms. */
export interface RecoveryRow {
  readonly platform: string;
  /** Kill → the TaskManager has left the JobManager's list. */
  readonly detectionMs: number;
  /** The new TaskManager's start → all tasks RUNNING, restored from the last completed checkpoint. */
  readonly restoreMs: number;
  /** All tasks RUNNING → the source is at the end of the topic. */
  readonly catchUpMs: number;
  /** Clicks that waited in the topic when the tasks ran again. */
  readonly backlogRecords: number;
}

/** What a live Flink 2.3.0 showed on a machine of two cores, polled every 100 ms. Its catch-up was not measured. */
export const LIVE_FLINK = { detectionMs: 1_300, restoreMs: 1_200 } as const;

const START_LIMIT_MS = 30_000;
const LIMIT_MS = 60_000;
/** Long enough for checkpoints to be there and for the job to be live. */
const SETTLE_MS = 8_000;
/** The source is live again when no more waits than the generator sends in this time and what is under way in the metrics. */
const LIVE_BACKLOG_RECORDS = 800;

/** Measures a cluster with the default settings. */
export async function measureRecovery(cluster: ClusterUnderTest, platform: string): Promise<RecoveryRow> {
  const jobId = await untilRunning(cluster, START_LIMIT_MS);
  const sourceId = await vertexNamed(cluster, jobId, "Source: ClickEvent Source");
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

  const killedAt = performance.now();
  await send(cluster, "POST", "/playground/containers/taskmanager-1/kill");
  await until("the TaskManager gone from the list", LIMIT_MS, () => whenTaskManagers(cluster, 0));
  const detectionMs = performance.now() - killedAt;

  // As in the live recording: it comes back once the job waits for slots.
  await until("the job waiting for slots", LIMIT_MS, async () => {
    const { state } = await get<{ readonly state: string }>(cluster, `/jobs/${jobId}`);
    return state === "RUNNING" ? true : undefined;
  });
  const startedAt = performance.now();
  await send(cluster, "POST", "/playground/containers/taskmanager-1/start");
  await untilRunning(cluster, LIMIT_MS);
  const runningAt = performance.now();
  const backlogRecords = await backlog(cluster, jobId, sourceId);
  await until("the source at the end of the topic", LIMIT_MS, async () => {
    return (await backlog(cluster, jobId, sourceId)) <= LIVE_BACKLOG_RECORDS ? true : undefined;
  });
  return { platform, detectionMs, restoreMs: runningAt - startedAt, catchUpMs: performance.now() - runningAt, backlogRecords };
}

async function whenTaskManagers(cluster: ClusterUnderTest, count: number): Promise<true | undefined> {
  const { taskmanagers } = await get<{ readonly taskmanagers: readonly unknown[] }>(cluster, "/taskmanagers");
  return taskmanagers.length === count ? true : undefined;
}

/** Records between the readers' positions and the end of topic `input`. */
async function backlog(cluster: ClusterUnderTest, jobId: string, sourceId: string): Promise<number> {
  const { partitions } = await topicNamed(cluster, "input");
  const endOffset = partitions.reduce((sum, partition) => sum + partition.endOffset, 0);
  const lag = await sumOfMetric(cluster, jobId, sourceId, "pendingRecords");
  return lag ?? endOffset;
}
