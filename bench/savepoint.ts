// The duration of a savepoint, by a client's clock and by the cluster's report.
import { assert } from "../src/base/assert.ts";
import type { SavepointStatus } from "../src/rest/operations.ts";
import type { Checkpoints, CheckpointSubtasks } from "../src/rest/checkpoints.ts";
import { type ClusterUnderTest, get, send, until } from "./cluster-under-test.ts";
import type { FilledJob } from "./fill-state.ts";
import { median } from "./percentile.ts";

/** Medians over the rounds, ms and bytes. */
export interface SavepointRow {
  readonly platform: string;
  readonly rounds: number;
  /** The size of the savepoint, as the cluster reports it. */
  readonly stateBytes: number;
  /** Trigger sent → COMPLETED seen, polled every 20 ms. */
  readonly clientMs: number;
  readonly longestClientMs: number;
  /** Trigger → last acknowledgement, as the cluster reports it. */
  readonly endToEndMs: number;
  /** The slowest subtask's copy of its state, during which it does not count. */
  readonly syncMs: number;
  /** The time in which the slowest subtask writes that copy. */
  readonly asyncMs: number;
}

const ROUNDS = 5;
const LIMIT_MS = 300_000;

/** Takes savepoints of a job and deletes each before the next. */
export async function measureSavepoints(cluster: ClusterUnderTest, platform: string, job: FilledJob): Promise<SavepointRow> {
  const rounds: Omit<SavepointRow, "platform" | "rounds" | "longestClientMs">[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await savepoint(cluster, job));
  const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  return {
    platform,
    rounds: ROUNDS,
    stateBytes: of((round) => round.stateBytes),
    clientMs: of((round) => round.clientMs),
    longestClientMs: Math.max(...rounds.map((round) => round.clientMs)),
    endToEndMs: of((round) => round.endToEndMs),
    syncMs: of((round) => round.syncMs),
    asyncMs: of((round) => round.asyncMs),
  };
}

async function savepoint(cluster: ClusterUnderTest, { jobId, counterId }: FilledJob) {
  const triggeredAt = performance.now();
  const { "request-id": id } = (await send(cluster, "POST", `/jobs/${jobId}/savepoints`, {})) as { "request-id": string };
  const location = await untilLocation(cluster, jobId, id);
  const clientMs = performance.now() - triggeredAt;

  const { latest } = await get<Checkpoints>(cluster, `/jobs/${jobId}/checkpoints`);
  assert(
    latest.savepoint?.external_path === location,
    `the newest savepoint is ${String(latest.savepoint?.external_path)}, not ${location}`,
  );
  const details = await get<CheckpointSubtasks>(
    cluster,
    `/jobs/${jobId}/checkpoints/details/${String(latest.savepoint.id)}/subtasks/${counterId}`,
  );
  const { sync, async } = details.summary.checkpoint_duration;
  await dispose(cluster, location);
  return {
    stateBytes: latest.savepoint.state_size,
    clientMs,
    endToEndMs: latest.savepoint.end_to_end_duration,
    syncMs: sync.max,
    asyncMs: async.max,
  };
}

/**
 * The path of a savepoint, or of a stop's, once it completed. Throws the cluster's message if it
 * failed.
 */
export function untilLocation(cluster: ClusterUnderTest, jobId: string, triggerId: string): Promise<string> {
  return until("the savepoint COMPLETED", LIMIT_MS, async () => {
    const { status, operation } = await get<SavepointStatus>(cluster, `/jobs/${jobId}/savepoints/${triggerId}`);
    if (status.id !== "COMPLETED") return undefined;
    assert(operation?.location !== undefined, `the savepoint failed: ${String(operation?.["failure-cause"]?.["stack-trace"])}`);
    return operation.location;
  });
}

/** Deletes a savepoint and waits until it no longer exists. */
export async function dispose(cluster: ClusterUnderTest, path: string): Promise<void> {
  const { "request-id": id } = (await send(cluster, "POST", "/savepoint-disposal", { "savepoint-path": path })) as { "request-id": string };
  await until("the savepoint deleted", LIMIT_MS, async () => {
    const { status } = await get<{ readonly status: { readonly id: string } }>(cluster, `/savepoint-disposal/${id}`);
    return status.id === "COMPLETED" ? true : undefined;
  });
}
