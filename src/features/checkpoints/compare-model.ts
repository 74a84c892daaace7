// Two checkpoints side by side, as table rows.
import { vertexTitle } from "../../domain/vertex-name.ts";
import { knownAmount } from "../../domain/task-manager.ts";
import { newestCheckpoint, type SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import type { CheckpointSubtasks, CompletedSubtaskCheckpoint, TaskCheckpointStatistics } from "../../rest/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";

/** What is compared. Durations in ms, the others in bytes. */
const MEASURES = ["duration", "sync", "async", "alignment", "processed", "persisted", "checkpointed", "full"] as const;

export type Measure = (typeof MEASURES)[number];

/** The measures of a checkpoint or of a vertex in it; undefined if not known. Of subtasks, durations are those of the slowest. */
export type Measures = Readonly<Record<Measure, number | undefined>>;

/** A measure in two checkpoints. */
export type ComparedMeasure = {
  readonly measure: Measure;
  readonly first: number | undefined;
  readonly second: number | undefined;
  /** The second value less the first one; undefined if one of them is not known. */
  readonly difference: number | undefined;
  /** The difference as a share of the first value; undefined if that is 0. */
  readonly change: number | undefined;
};

/** A measure of a vertex in two checkpoints. */
export type ComparedVertex = ComparedMeasure & { readonly key: string; readonly vertexName: string };

/** One of the two checkpoints, as far as it is known. */
export type Side = {
  /** Its times and sizes; undefined if neither the cluster nor the page has them. */
  readonly facts: SeenCheckpoint | undefined;
  /** By vertex id; undefined without its details. */
  readonly tasks: Readonly<Record<string, TaskCheckpointStatistics>> | undefined;
  /** Its subtasks by vertex id; absent while they are not known. */
  readonly parts: ReadonlyMap<string, CheckpointSubtasks>;
};

/**
 * The two checkpoints that are compared if none are chosen: the selected one, or the newest that has
 * ended, and the one before it. Undefined if there are no two.
 */
export function pairToCompare(seen: readonly SeenCheckpoint[], selectedId: number | undefined): readonly [number, number] | undefined {
  const second = seen.find(({ id }) => id === selectedId) ?? newestCheckpoint(seen);
  const first = seen.findLast(({ id, status }) => second !== undefined && id < second.id && status !== "IN_PROGRESS");
  if (second !== undefined && first !== undefined) return [first.id, second.id];
  const after = seen.find(({ id }) => second !== undefined && id > second.id);
  return second === undefined || after === undefined ? undefined : [second.id, after.id];
}

/** The checkpoints as a whole. */
export function comparedWhole(first: Side, second: Side): readonly ComparedMeasure[] {
  return compared(wholeOf(first), wholeOf(second));
}

/** Each vertex that takes part in one of them, in the job's order. */
export function comparedVertices(
  first: Side,
  second: Side,
  vertices: readonly Pick<JobVertex, "id" | "name">[],
): readonly ComparedVertex[] {
  return vertices.flatMap(({ id, name }): readonly ComparedVertex[] => {
    if (first.tasks?.[id] === undefined && second.tasks?.[id] === undefined) return [];
    const vertexName = vertexTitle(name);
    return compared(vertexOf(first, id), vertexOf(second, id)).map((row) => ({ ...row, key: `${id} ${row.measure}`, vertexName }));
  });
}

function compared(first: Measures, second: Measures): readonly ComparedMeasure[] {
  return MEASURES.map((measure): ComparedMeasure => {
    const [a, b] = [first[measure], second[measure]];
    const difference = a === undefined || b === undefined ? undefined : b - a;
    return {
      measure,
      first: a,
      second: b,
      difference,
      change: difference === undefined || a === undefined || a === 0 ? undefined : difference / a,
    };
  });
}

function wholeOf({ facts, tasks, parts }: Side): Measures {
  // The slowest subtask of all is known only once those of every vertex are.
  const ids = Object.keys(tasks ?? {});
  const isKnown = ids.length > 0 && ids.every((id) => parts.has(id));
  return {
    ...slowest(isKnown ? [...parts.values()] : []),
    duration: facts?.durationMs,
    processed: facts?.processedBytes,
    persisted: facts?.persistedBytes,
    checkpointed: facts?.checkpointedBytes,
    full: facts?.stateBytes,
  };
}

function vertexOf({ tasks, parts }: Side, id: string): Measures {
  const task = tasks?.[id];
  const part = parts.get(id);
  return {
    ...slowest(part === undefined ? [] : [part]),
    duration: knownAmount(task?.end_to_end_duration),
    processed: knownAmount(task?.processed_data),
    persisted: knownAmount(task?.persisted_data),
    checkpointed: knownAmount(task?.checkpointed_size),
    full: knownAmount(task?.state_size),
  };
}

function slowest(parts: readonly CheckpointSubtasks[]): Pick<Measures, "sync" | "async" | "alignment"> {
  const most = (measureOf: (subtask: CompletedSubtaskCheckpoint) => number): number | undefined =>
    parts
      .flatMap(({ subtasks }) => subtasks)
      .reduce<number | undefined>((longest, subtask) => {
        const ms = subtask.className === "completed" ? knownAmount(measureOf(subtask)) : undefined;
        return ms === undefined ? longest : Math.max(longest ?? 0, ms);
      }, undefined);
  return {
    sync: most((one) => one.checkpoint.sync),
    async: most((one) => one.checkpoint.async),
    alignment: most((one) => one.alignment.duration),
  };
}

/** The rows whose vertex or measure contains the text, ignoring case. */
export function filterCompared(
  rows: readonly ComparedVertex[],
  text: string,
  nameOf: (measure: Measure) => string,
): readonly ComparedVertex[] {
  const needle = text.trim().toLowerCase();
  return needle === "" ? rows : rows.filter(({ vertexName, measure }) => `${vertexName} ${nameOf(measure)}`.toLowerCase().includes(needle));
}
