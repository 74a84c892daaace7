import type { ExecutionState } from "../../rest/states.ts";
import { isLoadMeasured } from "../../domain/is-load-measured.ts";
import type { RateBook, Rates } from "../../domain/rate.ts";
import { readDouble } from "../../rest/doubles.ts";
import type { Container } from "../../rest/playground.ts";
import type { Subtask, Vertex, VertexBackpressure } from "../../rest/vertices.ts";

/** Flink's text for a subtask without TaskManager. */
const UNASSIGNED = "(unassigned)";

/** A subtask as a row of the inspector. */
export type SubtaskRow = {
  index: number;
  status: ExecutionState;
  attempt: number;
  /** Its TaskManager; undefined while it has no slot. */
  taskManager: { id: string; name: string } | undefined;
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
  const loads = new Map((backpressure?.subtasks ?? []).map((load) => [load.subtask, load]));
  return vertex.subtasks.map((subtask) => {
    const load = loads.get(subtask.subtask);
    const isRunning = subtask.status === "RUNNING";
    const busyShare = load === undefined ? undefined : readDouble(load.busyRatio);
    return {
      index: subtask.subtask,
      status: subtask.status,
      attempt: subtask.attempt,
      taskManager: taskManagerOf(subtask, containers),
      rates: isRunning ? rates?.series[String(subtask.subtask)]?.rates : undefined,
      busyShare: isRunning && isLoadMeasured(subtask.duration, busyShare) ? busyShare : undefined,
    };
  });
}

function taskManagerOf(subtask: Subtask, containers: readonly Container[]): SubtaskRow["taskManager"] {
  const id = subtask["taskmanager-id"];
  if (id === UNASSIGNED || id === "") return undefined;
  return { id, name: containers.find(({ taskManagerId }) => taskManagerId === id)?.name ?? subtask.endpoint };
}

/**
 * The attempts of the subtasks as text: `attempt 1`, `attempts 0 to 2`, with `not deployed` while
 * none has a slot.
 */
export function attemptsInWords(rows: readonly SubtaskRow[]): string {
  if (rows.length === 0) return "";
  const attempts = rows.map(({ attempt }) => attempt);
  const [low, high] = [Math.min(...attempts), Math.max(...attempts)];
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
  const shares = (backpressure?.subtasks ?? []).flatMap((subtask) => {
    const [busy, backpressured, idle] = [subtask.busyRatio, subtask.ratio, subtask.idleRatio].map(readDouble);
    return busy === undefined || backpressured === undefined || idle === undefined || !isLoadMeasured(ages.get(subtask.subtask) ?? 0, busy)
      ? []
      : [{ busy, backpressured, idle }];
  });
  const busiest = shares.toSorted((a, b) => b.busy - a.busy)[0];
  return busiest === undefined ? undefined : { ...busiest, sampledMs: backpressure?.["end-timestamp"] };
}
