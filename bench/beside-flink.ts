// The engine and a live Flink in one run: the same windowed count at full speed, in turns, then the
// same kill of the same job.
import type { LiveCluster } from "../cluster/live-cluster.ts";
import type { Checkpoints } from "../src/rest/checkpoints.ts";
import { type ClusterUnderTest, get, send, untilJobRuns, untilRunning, vertexNamed, withCluster } from "./cluster-under-test.ts";
import { clusterAt } from "./http-cluster.ts";
import { clusterFor, PAGES } from "./job-settings.ts";
import { cancelAll, startBenchJob, uploadBenchJobs } from "./live-flink.ts";
import { median, percentile } from "./percentile.ts";
import { startInProcess } from "./process-cluster.ts";
import { measureRecovery, type RecoveryRow } from "./recovery.ts";
import { measureRate } from "./throughput.ts";

/** The result of the windowed count at full speed. */
export interface FlatOutRow {
  readonly system: string;
  /** The rate of each round. */
  readonly recordsPerSecond: readonly number[];
  /**
   * End-to-end durations of the checkpoints during the measurement, ms: the last ten of each round.
   */
  readonly checkpointMedianMs: number;
  readonly checkpointLongestMs: number;
}

/**
 * The recovery after a kill of the only TaskManager at 400 clicks per second, and the earlier
 * checkpoint durations.
 */
export interface KilledRow extends RecoveryRow {
  readonly checkpointMedianMs: number;
}

const ROUNDS = 3;
const START_LIMIT_MS = 120_000;
const COUNTER = "ClickEvent Counter";
const PARALLELISM = 1;

/** Rounds in turns, so that disturbances affect both. While one counts, the other has no job. */
export async function measureFlatOut(flink: LiveCluster): Promise<FlatOutRow[]> {
  const cluster = clusterAt(flink.jobManagerUrl);
  const jarId = await uploadBenchJobs(flink);
  const rounds: Record<"flink" | "engine", Round[]> = { flink: [], engine: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const job = { entryClass: "drey.bench.WindowedCount", programArguments: [], parallelism: PARALLELISM } as const;
    const jobId = await startBenchJob(flink, jarId, job);
    await untilJobRuns(cluster, jobId, START_LIMIT_MS);
    rounds.flink.push(await measureRound(cluster, jobId));
    await cancelAll(flink);
    rounds.engine.push(
      await withCluster(startInProcess(clusterFor(PAGES, PARALLELISM)), async (engine) =>
        measureRound(engine, await untilRunning(engine, START_LIMIT_MS)),
      ),
    );
  }
  return [rowOf(`Flink ${flink.version}`, rounds.flink), rowOf("engine, Node", rounds.engine)];
}

/** The playground's job on both, with default settings. The live cluster runs it already. */
export async function measureKills(flink: LiveCluster): Promise<KilledRow[]> {
  return [
    await measureKill(clusterAt(flink.baseUrl), `Flink ${flink.version}`),
    await withCluster(startInProcess({}), (engine) => measureKill(engine, "engine, Node")),
  ];
}

/** Stops everything that the windowed count does not need. */
export async function leaveFlinkAlone(flink: LiveCluster): Promise<void> {
  await cancelAll(flink);
  const cluster = clusterAt(flink.baseUrl);
  for (const container of ["clickevent-generator", "kafka"]) await send(cluster, "POST", `/playground/containers/${container}/kill`);
}

interface Round {
  readonly recordsPerSecond: number;
  readonly checkpointMs: readonly number[];
}

async function measureRound(cluster: ClusterUnderTest, jobId: string): Promise<Round> {
  const { recordsPerSecond } = await measureRate(cluster, jobId, await vertexNamed(cluster, jobId, COUNTER));
  return { recordsPerSecond, checkpointMs: await lastCheckpoints(cluster, jobId) };
}

async function lastCheckpoints(cluster: ClusterUnderTest, jobId: string): Promise<number[]> {
  const { history } = await get<Checkpoints>(cluster, `/jobs/${jobId}/checkpoints`);
  return history.filter(({ className }) => className === "completed").map((checkpoint) => checkpoint.end_to_end_duration);
}

function rowOf(system: string, rounds: readonly Round[]): FlatOutRow {
  const checkpointMs = rounds.flatMap((round) => round.checkpointMs);
  return {
    system,
    recordsPerSecond: rounds.map((round) => round.recordsPerSecond),
    checkpointMedianMs: median(checkpointMs),
    checkpointLongestMs: percentile(checkpointMs, 1),
  };
}

async function measureKill(cluster: ClusterUnderTest, system: string): Promise<KilledRow> {
  const jobId = await untilRunning(cluster, START_LIMIT_MS);
  await new Promise((resolve) => setTimeout(resolve, CHECKPOINTS_MS));
  const checkpointMedianMs = median(await lastCheckpoints(cluster, jobId));
  return { ...(await measureRecovery(cluster, system)), checkpointMedianMs };
}

/** Time for the last ten checkpoints to be typical ones. */
const CHECKPOINTS_MS = 20_000;
