// Flink's replies while a job fails and recovers: how to reach each situation, and the claims that
// must hold.
import { type Backend, until } from "./backend.ts";
import { atLeast, both, type Claims, each, is, matching, moreThan, oneOf, recent, startingWith } from "./claims.ts";
import { killOnlyTaskManager, startTaskManager } from "./journey.ts";
import type { Scene } from "./scene.ts";

/** One situation. Each starts where the previous one ends. */
export interface Situation {
  readonly name: string;
  readonly bring: (scene: Scene) => Promise<void>;
  readonly claims: (scene: Scene) => Promise<Claims>;
}

const UNASSIGNED = "(unassigned)";

async function waitingClaims({ backend, jobid, vertexIds }: Scene): Promise<Claims> {
  const { client } = backend;
  const overview = await client.call("overview", {}, {});
  const job = await client.call("job", { jobid }, {});
  const vertex = await client.call("vertex", { jobid, vertexid: vertexIds[1] ?? "" }, {});
  const [failure] = (await client.call("jobExceptions", { jobid }, { maxExceptions: 20 })).exceptionHistory.entries;
  const { counts, latest } = await untilRestored(backend, jobid);
  const attempt = vertex.subtasks[0]?.attempt ?? 0;
  return {
    "no TaskManager and no slot is left; the job counts as running": is(overview, { taskmanagers: 0, "slots-total": 0, "jobs-running": 1 }),
    "it was RESTARTING, and RUNS since after that": is(job.timestamps, {
      RESTARTING: recent(backend),
      RUNNING: atLeast(job.timestamps.RESTARTING),
      FAILED: 0,
    }),
    "vertices are CREATED, their start, end and duration -1": is(
      job.vertices,
      each({ status: "CREATED", "start-time": -1, "end-time": -1, duration: -1 }),
    ),
    "subtasks wait SCHEDULED in another attempt, on no endpoint": both(
      is(vertex.subtasks, each({ status: "SCHEDULED", attempt, endpoint: UNASSIGNED, "taskmanager-id": UNASSIGNED })),
      is(attempt, moreThan(0)),
    ),
    "a start that has not come is -1, and so is its duration": is(vertex.subtasks, each({ "start-time": -1, duration: -1 })),
    "the failure has an epoch ms, its class, and begins its stack with it": is(failure, {
      timestamp: recent(backend),
      stacktrace: startingWith(failure?.exceptionName ?? ""),
    }),
    "it names a task with its attempt, where it ran, and what went wrong": is(failure, {
      taskName: matching(new RegExp(` \\([12]/2\\) - execution #${String(attempt - 1)}$`)),
      endpoint: matching(/:\d+$/),
      stacktrace: matching(/no longer reachable|timed out|closed by remote|was lost/),
    }),
    "the checkpoint to resume from is counted as restored already": is(
      { counts, latest },
      { counts: { restored: attempt }, latest: { restored: { is_savepoint: false } } },
    ),
  };
}

async function untilRestored(backend: Backend, jobid: string) {
  return until(backend, "the restored checkpoint", async () => {
    const checkpoints = await backend.client.call("checkpoints", { jobid }, {});
    return checkpoints.latest.restored === null ? undefined : checkpoints;
  });
}

async function recoveredClaims({ backend, jobid, vertexIds, taskmanagerid }: Scene): Promise<Claims> {
  const { client } = backend;
  const vertexid = vertexIds[1] ?? "";
  const vertex = await client.call("vertex", { jobid, vertexid }, {});
  const before = await client.call("subtaskAttempt", { jobid, vertexid, subtaskindex: "0", attempt: "0" }, {});
  const restored = (await untilRestored(backend, jobid)).latest.restored?.id ?? Infinity;
  const next = await until(backend, "a checkpoint after the restart", async () => {
    const { latest } = await client.call("checkpoints", { jobid }, {});
    return latest.completed !== null && latest.completed.id > restored ? latest.completed : undefined;
  });
  const attempt = vertex.subtasks[0]?.attempt ?? 0;
  await until(backend, `the metric to count ${String(attempt)} restarts`, async () => {
    const [metric] = await client.call("jobMetrics", { jobid }, { get: "numRestarts" });
    return metric?.value === String(attempt) ? true : undefined;
  });
  return {
    // On a busy machine the restart may fail and be repeated.
    "another attempt runs on the new TaskManager": both(
      is(vertex.subtasks, each({ attempt, "taskmanager-id": taskmanagerid })),
      is(attempt, moreThan(0)),
    ),
    "the first attempt is remembered with its end": is(before, {
      status: oneOf("FAILED", "CANCELED"),
      "end-time": atLeast(before["start-time"]),
    }),
    "its duration is from deployment to its end": is(before, { duration: before["end-time"] - before["start-time"] }),
    "ids of checkpoints continue": is(next, { id: moreThan(restored) }),
  };
}

/** A kill of the only TaskManager, and its return. */
export const SITUATIONS: readonly Situation[] = [
  { name: "the only TaskManager was killed, the job waits for slots", bring: killOnlyTaskManager, claims: waitingClaims },
  { name: "a TaskManager came, the job runs again", bring: startTaskManager, claims: recoveredClaims },
];
