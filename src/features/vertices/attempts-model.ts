import { executionStateFacts, TIMED_STATES } from "../../domain/execution-state.ts";
import { readDouble } from "../../rest/doubles.ts";
import type { IoMetrics } from "../../rest/io-metrics.ts";
import type { Container } from "../../rest/playground.ts";
import type { Subtask, Vertex } from "../../rest/vertices.ts";
import { type Counter, readCounter } from "./counter.ts";
import { taskManagerOf, type TaskManagerPlace } from "./subtasks-model.ts";

/** The counters of a vertex, an attempt or a TaskManager's share, and the times of its tasks, ms. */
export type Totals = {
  bytesReceived: Counter | undefined;
  recordsReceived: Counter | undefined;
  bytesSent: Counter | undefined;
  recordsSent: Counter | undefined;
  busyMs: number | undefined;
  backpressuredMs: number | undefined;
  idleMs: number | undefined;
};

/** An attempt of a subtask as a row. Times are undefined where there is none. */
export type AttemptRow = Totals & {
  key: string;
  index: number;
  /** Whether it runs beside the attempt that Flink calls current (speculative execution). */
  isOther: boolean;
  /** In Flink's word. */
  status: string;
  attempt: number;
  taskManager: TaskManagerPlace | undefined;
  /** `host:port` of its TaskManager. */
  endpoint: string;
  /** Epoch ms. */
  startMs: number | undefined;
  /** Epoch ms; undefined while it runs. */
  endMs: number | undefined;
  durationMs: number | undefined;
  /** The time in each of {@link TIMED_STATES}, ms; undefined for states that it was never in. */
  stateMs: Readonly<Record<string, number | undefined>>;
};

/** The current attempts of a vertex's subtasks, and those that run beside them. */
export function attemptRows(vertex: Vertex, containers: readonly Container[]): readonly AttemptRow[] {
  return vertex.subtasks.flatMap(({ "other-concurrent-attempts": others = [], ...subtask }) => [
    attemptRow(subtask, false, containers),
    ...others.map((other) => attemptRow(other, true, containers)),
  ]);
}

function attemptRow(attempt: Omit<Subtask, "other-concurrent-attempts">, isOther: boolean, containers: readonly Container[]): AttemptRow {
  const { status } = attempt;
  const isReporting = status !== "CREATED" && status !== "SCHEDULED" && !executionStateFacts(status).isTerminal;
  const taskManager = taskManagerOf(attempt, containers);
  return {
    key: isOther ? `${String(attempt.subtask)}.${String(attempt.attempt)}` : String(attempt.subtask),
    index: attempt.subtask,
    isOther,
    status,
    attempt: attempt.attempt,
    taskManager,
    endpoint: taskManager === undefined ? "" : attempt.endpoint || (attempt.host ?? ""),
    startMs: readKnown(attempt["start-time"]),
    endMs: readKnown(attempt["end-time"]),
    durationMs: readKnown(attempt.duration),
    ...readTotals(attempt.metrics, isReporting),
    stateMs: Object.fromEntries(TIMED_STATES.map((state) => [state, readKnown(attempt["status-duration"][state])])),
  };
}

/** Reads the counters of a reply. See {@link readCounter}. */
export function readTotals(metrics: IoMetrics, isReporting: boolean): Totals {
  return {
    bytesReceived: readCounter(metrics, "read-bytes", isReporting),
    recordsReceived: readCounter(metrics, "read-records", isReporting),
    bytesSent: readCounter(metrics, "write-bytes", isReporting),
    recordsSent: readCounter(metrics, "write-records", isReporting),
    busyMs: readKnown(readDouble(metrics["accumulated-busy-time"])),
    backpressuredMs: readKnown(metrics["accumulated-backpressured-time"]),
    idleMs: readKnown(metrics["accumulated-idle-time"]),
  };
}

/** A time in a reply; undefined for -1, which means none, and for NaN. */
export function readKnown(value: number | undefined): number | undefined {
  return value !== undefined && value >= 0 ? value : undefined;
}

/** The rows whose index, state, TaskManager or endpoint contains the text, in any case. */
export function filterAttempts(rows: readonly AttemptRow[], filter: string): readonly AttemptRow[] {
  const needle = filter.trim().toLowerCase();
  if (needle === "") return rows;
  return rows.filter(({ index, status, taskManager, endpoint }) =>
    [String(index), status, endpoint, taskManager?.id, taskManager?.name].some((text) => text?.toLowerCase().includes(needle)),
  );
}

/** The sum of a counter over the current attempts. Incomplete if one of them is. */
export function sumOf(rows: readonly AttemptRow[], counterOf: (row: AttemptRow) => Counter | undefined): Counter | undefined {
  const counters = rows.filter(({ isOther }) => !isOther).map(counterOf);
  const known = counters.filter((counter) => counter !== undefined);
  if (known.length === 0) return undefined;
  return {
    value: known.reduce((sum, { value }) => sum + value, 0),
    isComplete: known.every(({ isComplete }) => isComplete),
  };
}
