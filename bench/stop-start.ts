// The downtime of an upgrade: stop with a savepoint, start from it, all tasks running again. In its
// parts, ms, as polled every 20 ms.
import { assert } from "../src/base/assert.ts";
import type { Jars } from "../src/rest/jars.ts";
import { type ClusterUnderTest, get, send, until, untilJobRuns } from "./cluster-under-test.ts";
import { median } from "./percentile.ts";
import { dispose, untilLocation } from "./savepoint.ts";

/** Medians over the rounds. */
export interface StopStartRow {
  readonly platform: string;
  readonly rounds: number;
  /** The size of the savepoint, as the cluster reports it. */
  readonly stateBytes: number;
  /** Stop sent → the savepoint's path is reported. */
  readonly savepointMs: number;
  /** → the job is FINISHED and its slots are free. */
  readonly finishedMs: number;
  /** → the start is accepted. */
  readonly acceptedMs: number;
  /** → all tasks RUNNING. */
  readonly runningMs: number;
  /** The total. */
  readonly totalMs: number;
}

/** A job to stop and start. */
export interface StoppableJob {
  readonly jobId: string;
  /** Its arguments, for both starts. */
  readonly programArguments: readonly string[];
}

const ROUNDS = 5;
const LIMIT_MS = 300_000;
/** Between two rounds: the job works again. */
const SETTLE_MS = 2_000;

/** Stops and starts the job repeatedly. */
export async function measureStopStart(cluster: ClusterUnderTest, platform: string, job: StoppableJob): Promise<StopStartRow> {
  const { files } = await get<Jars>(cluster, "/jars");
  const jarId = files[0]?.id;
  assert(jarId !== undefined, "the cluster has no jar");
  const rounds: Omit<StopStartRow, "platform" | "rounds">[] = [];
  let { jobId } = job;
  for (let round = 0; round < ROUNDS; round++) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const { newJobId, ...times } = await stopAndStart(cluster, jarId, { ...job, jobId });
    rounds.push(times);
    jobId = newJobId;
  }
  const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  return {
    platform,
    rounds: ROUNDS,
    stateBytes: of((round) => round.stateBytes),
    savepointMs: of((round) => round.savepointMs),
    finishedMs: of((round) => round.finishedMs),
    acceptedMs: of((round) => round.acceptedMs),
    runningMs: of((round) => round.runningMs),
    totalMs: of((round) => round.totalMs),
  };
}

async function stopAndStart(cluster: ClusterUnderTest, jarId: string, { jobId, programArguments }: StoppableJob) {
  const sentAt = performance.now();
  const { "request-id": id } = (await send(cluster, "POST", `/jobs/${jobId}/stop`, { drain: false })) as { "request-id": string };
  const savepointPath = await untilLocation(cluster, jobId, id);
  const toldAt = performance.now();
  await until("the job FINISHED and its slots free", LIMIT_MS, async () => {
    const { state } = await get<{ readonly state: string }>(cluster, `/jobs/${jobId}`);
    const overview = await get<{ readonly "slots-total": number; readonly "slots-available": number }>(cluster, "/overview");
    return state === "FINISHED" && overview["slots-available"] === overview["slots-total"] ? true : undefined;
  });
  const finishedAt = performance.now();
  const reply = await send(cluster, "POST", `/jars/${jarId}/run`, { savepointPath, programArgsList: programArguments });
  const acceptedAt = performance.now();
  const { jobid: newJobId } = reply as { jobid: string };
  await untilJobRuns(cluster, newJobId, LIMIT_MS);
  const runningAt = performance.now();

  const { savepoints } = await get<{ readonly savepoints: readonly { readonly path: string; readonly bytes: number }[] }>(
    cluster,
    "/playground/savepoints",
  );
  const stateBytes = savepoints.find(({ path }) => path === savepointPath)?.bytes;
  assert(stateBytes !== undefined, `the cluster does not list ${savepointPath}`);
  await dispose(cluster, savepointPath);
  return {
    newJobId,
    stateBytes,
    savepointMs: toldAt - sentAt,
    finishedMs: finishedAt - toldAt,
    acceptedMs: acceptedAt - finishedAt,
    runningMs: runningAt - acceptedAt,
    totalMs: runningAt - sentAt,
  };
}
