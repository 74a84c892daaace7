import { visibleText } from "../../base/visible-text.ts";
import { isLoadMeasured } from "../../domain/is-load-measured.ts";
import { knownAmount } from "../../domain/task-manager.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { levelWords, type PressureLevel, readShare, loadsByAttempt, attemptKey } from "../../domain/vertex-pressure.ts";
import type { JobSubtasks, SubtasksInView, VertexReading } from "../../observe/job-subtasks.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import type { Vertex } from "../../rest/vertices.ts";

/** A subtask of a job, by its current attempt. Shares 0…1; undefined if not reported. */
export type RankedSubtask = {
  readonly key: string;
  readonly vertexId: string;
  readonly vertexName: string;
  /** From 0, as in Flink. */
  readonly index: number;
  readonly level: PressureLevel | undefined;
  readonly busy: number | undefined;
  readonly backpressured: number | undefined;
  /** Records that it has not read yet. */
  readonly lag: number | undefined;
  /** Its part of the full size of the latest completed checkpoint, and in bytes. */
  readonly stateShare: number | undefined;
  readonly stateBytes: number | undefined;
  /** Its part of that checkpoint's end to end duration, and in ms. */
  readonly durationShare: number | undefined;
  readonly durationMs: number | undefined;
  /** Its part of the records of its vertex: those received, or those sent by a source. */
  readonly recordShare: number | undefined;
  readonly records: number | undefined;
  /** Its records as a multiple of the average of its vertex. */
  readonly skew: number | undefined;
};

/** All subtasks of a job. Those of a vertex that was not read yet have no values. */
export function rankedSubtasks(job: Pick<Job, "vertices" | "plan">, readings: JobSubtasks | undefined): readonly RankedSubtask[] {
  return job.vertices.flatMap((vertex) => {
    const isSource = (job.plan.nodes.find(({ id }) => id === vertex.id)?.inputs ?? []).length === 0;
    return subtasksOf(vertex, isSource, readings?.get(vertex.id));
  });
}

function subtasksOf(vertex: JobVertex, isSource: boolean, reading: VertexReading | undefined): readonly RankedSubtask[] {
  const name = vertexTitle(vertex.name);
  const subtasks = new Map((reading?.vertex?.subtasks ?? []).map((subtask) => [subtask.subtask, subtask]));
  const loads = loadsByAttempt(reading?.backpressure);
  const records = recordsOf(reading?.vertex, isSource);
  const parts = new Map((reading?.checkpoint?.part.subtasks ?? []).map((part) => [part.index, part]));
  const count = Math.max(0, vertex.parallelism);
  return Array.from({ length: count }, (_, index): RankedSubtask => {
    const subtask = subtasks.get(index);
    const isRunning = subtask?.status === "RUNNING";
    const load = loads.get(attemptKey(index, subtask?.attempt)) ?? loads.get(attemptKey(index, undefined));
    const busy = load === undefined ? undefined : readShare(load.busyRatio);
    const isMeasured = isRunning && load !== undefined && isLoadMeasured(subtask.duration, busy);
    const part = parts.get(index);
    const state = part?.className === "completed" ? knownAmount(part.state_size) : undefined;
    const duration = part?.className === "completed" ? knownAmount(part.end_to_end_duration) : undefined;
    const own = records.byIndex.get(index);
    const recordShare = shareOf(own, records.total);
    return {
      key: `${vertex.id} ${String(index)}`,
      vertexId: vertex.id,
      vertexName: name,
      index,
      level: isMeasured ? load.backpressureLevel : undefined,
      busy: isMeasured ? busy : undefined,
      backpressured: isMeasured ? readShare(load.ratio) : undefined,
      lag: reading?.lag?.records.get(index),
      stateShare: shareOf(state, reading?.checkpoint?.stateBytes),
      stateBytes: state,
      durationShare: shareOf(duration, reading?.checkpoint?.durationMs),
      durationMs: duration,
      recordShare,
      records: own,
      skew: recordShare === undefined ? undefined : recordShare * count,
    };
  });
}

/** The records of each subtask, and their sum; undefined until all of them have reported. */
function recordsOf(vertex: Vertex | undefined, isSource: boolean): { byIndex: ReadonlyMap<number, number>; total: number | undefined } {
  const name = isSource ? "write-records" : "read-records";
  const subtasks = vertex?.subtasks ?? [];
  const byIndex = new Map(
    subtasks.flatMap(({ subtask, metrics }) => {
      const value = metrics[`${name}-complete`] ? knownAmount(metrics[name]) : undefined;
      return value === undefined ? [] : [[subtask, value] as const];
    }),
  );
  const isKnown = subtasks.length > 0 && byIndex.size === subtasks.length;
  return { byIndex, total: isKnown ? [...byIndex.values()].reduce((sum, value) => sum + value, 0) : undefined };
}

function shareOf(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole <= 0 ? undefined : Math.min(1, part / whole);
}

/** The subtasks whose vertex, index or level contains the text, ignoring case. `Counter 3` is subtask 3 of the Counter. */
export function filterSubtasks(rows: readonly RankedSubtask[], text: string): readonly RankedSubtask[] {
  const needle = text.trim().toLowerCase();
  if (needle === "") return rows;
  return rows.filter(({ vertexName, index, level }) =>
    `${vertexName} ${String(index)} ${level === undefined ? "" : levelWords(level).word}`.toLowerCase().includes(needle),
  );
}

/** The shown rows as the observer wants them. */
export function inViewOf(rows: readonly RankedSubtask[]): SubtasksInView {
  const indexes = new Map<string, number[]>();
  for (const { vertexId, index } of rows) {
    const known = indexes.get(vertexId);
    if (known === undefined) indexes.set(vertexId, [index]);
    else known.push(index);
  }
  return indexes;
}

/** A filter as the page repeats it. */
export function shownFilter(text: string): string {
  return visibleText(text.trim());
}
