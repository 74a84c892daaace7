import { isLoadMeasured } from "../../domain/is-load-measured.ts";
import type { RateBook, Rates } from "../../domain/rate.ts";
import { attemptKey, loadsByAttempt, readShare } from "../../domain/vertex-pressure.ts";
import type { Container } from "../../rest/playground.ts";
import type { Subtask, Vertex, VertexBackpressure } from "../../rest/vertices.ts";

/** Flink's text for a subtask without TaskManager. */
const UNASSIGNED = "(unassigned)";

/** Where a subtask runs. The name is that of its container, or its endpoint. */
export type TaskManagerPlace = { id: string; name: string };

/** A subtask as a row of the inspector. */
export type SubtaskRow = {
  index: number;
  /** Whether it is an attempt that runs beside the one that Flink calls current (speculative execution). */
  isOther?: true;
  /** In Flink's word. */
  status: string;
  attempt: number;
  /** Its TaskManager; undefined while it has no slot. */
  taskManager: TaskManagerPlace | undefined;
  rates: Rates | undefined;
  /** 0…1; undefined if not measured. */
  busyShare: number | undefined;
};

/**
 * The subtasks of a vertex. A TaskManager has the name of its container, or its endpoint without
 * containers.
 */
export function subtaskRows(
  vertex: Vertex,
  rates: RateBook | undefined,
  backpressure: VertexBackpressure | undefined,
  containers: readonly Container[],
): readonly SubtaskRow[] {
  const loads = loadsByAttempt(backpressure);
  const attempts = vertex.subtasks.flatMap(({ "other-concurrent-attempts": others = [], ...subtask }) => [
    { subtask, isOther: false },
    ...others.map((other) => ({ subtask: other, isOther: true })),
  ]);
  return attempts.map(({ subtask, isOther }): SubtaskRow => {
    const load =
      loads.get(attemptKey(subtask.subtask, subtask.attempt)) ?? (isOther ? undefined : loads.get(attemptKey(subtask.subtask, undefined)));
    const isRunning = subtask.status === "RUNNING";
    const busyShare = load === undefined ? undefined : readShare(load.busyRatio);
    return {
      index: subtask.subtask,
      ...(isOther ? { isOther } : {}),
      status: subtask.status,
      attempt: subtask.attempt,
      taskManager: taskManagerOf(subtask, containers),
      rates: isRunning && !isOther ? rates?.series[String(subtask.subtask)]?.rates : undefined,
      busyShare: isRunning && isLoadMeasured(subtask.duration, busyShare) ? busyShare : undefined,
    };
  });
}

/** The TaskManager of an attempt; undefined while it has no slot. */
export function taskManagerOf(
  subtask: Pick<Subtask, "taskmanager-id" | "endpoint" | "host">,
  containers: readonly Container[],
): TaskManagerPlace | undefined {
  const id = subtask["taskmanager-id"];
  if (id === UNASSIGNED || id === "") return undefined;
  return { id, name: containers.find(({ taskManagerId }) => taskManagerId === id)?.name ?? (subtask.endpoint || (subtask.host ?? id)) };
}

/**
 * The attempts of the subtasks as text: `attempt 1`, `attempts 0 to 2`, with `not deployed` while
 * none has a slot.
 */
export function attemptsInWords(rows: readonly SubtaskRow[]): string {
  if (rows.length === 0) return "";
  const attempts = rows.map(({ attempt }) => attempt);
  const [low, high] = [attempts.reduce((a, b) => Math.min(a, b)), attempts.reduce((a, b) => Math.max(a, b))];
  const words = low === high ? `attempt ${low}` : `attempts ${low} to ${high}`;
  return rows.every(({ taskManager }) => taskManager === undefined) ? `${words}, not deployed` : words;
}

/**
 * How the busiest subtask spends its time, shares in 0…1. `sampledMs` is when the cluster measured,
 * epoch ms.
 */
export type TimeShares = { busy: number; backpressured: number; idle: number; sampledMs: number | undefined };

/**
 * The load of the busiest subtask; undefined if not measured yet. `subtasks` provide the age of
 * each.
 */
export function timeOfBusiest(
  backpressure: VertexBackpressure | undefined,
  subtasks: readonly Pick<Subtask, "subtask" | "duration">[],
): TimeShares | undefined {
  const ages = new Map(subtasks.map(({ subtask, duration }) => [subtask, duration]));
  const shares = [...loadsByAttempt(backpressure).values()].flatMap((subtask) => {
    const [busy, backpressured, idle] = [subtask.busyRatio, subtask.ratio, subtask.idleRatio].map(readShare);
    return busy === undefined || backpressured === undefined || idle === undefined || !isLoadMeasured(ages.get(subtask.subtask) ?? 0, busy)
      ? []
      : [{ busy, backpressured, idle }];
  });
  const busiest = shares.toSorted((a, b) => b.busy - a.busy)[0];
  return busiest === undefined ? undefined : { ...busiest, sampledMs: backpressure?.["end-timestamp"] };
}
