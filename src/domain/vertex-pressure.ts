import { entryOf } from "../base/entry-of.ts";
import { memoByObject } from "../base/memo-by-object.ts";
import { visibleText } from "../base/visible-text.ts";
import { type FlinkDouble, readDouble } from "../rest/doubles.ts";
import type { AverageLoad } from "./rate.ts";
import type { Plan } from "../rest/plan.ts";
import { formatCount, formatPercent } from "./units.ts";
import type { OpenWord } from "../rest/schema-parts.ts";
import type { BackpressureLevel, SubtaskBackpressure, VertexBackpressure } from "../rest/vertices.ts";

/** A level in Flink's word, which may be one that Drey does not know. */
export type PressureLevel = OpenWord<BackpressureLevel>;

/**
 * How an attempt of a subtask spends its time. Shares 0…1, averages over the last minute; undefined
 * if not reported.
 */
export type SubtaskPressure = {
  readonly subtask: number;
  readonly attempt: number | undefined;
  readonly level: PressureLevel;
  readonly backpressured: number | undefined;
  readonly idle: number | undefined;
  readonly busy: number | undefined;
};

/** The backpressure of a vertex. Its level is the highest of all attempts. */
export type VertexPressure = {
  readonly vertexId: string;
  readonly level: PressureLevel;
  /** One for each attempt that runs: a subtask has several under speculative execution. */
  readonly subtasks: readonly SubtaskPressure[];
};

/** Reads a reply; undefined if nothing was measured yet. */
export function vertexPressure(vertexId: string, reply: VertexBackpressure | undefined): VertexPressure | undefined {
  return reply === undefined ? undefined : pressureOf(reply)(vertexId);
}

/** A reply is of one vertex, but does not name it. */
const pressureOf = memoByObject((reply: VertexBackpressure) => {
  let read: VertexPressure | undefined;
  return (vertexId: string) => (read ??= readPressure(vertexId, reply));
});

function readPressure(vertexId: string, reply: VertexBackpressure): VertexPressure | undefined {
  const level = reply.backpressureLevel ?? reply["backpressure-level"];
  if (reply.status !== "ok" || level === undefined) return undefined;
  const subtasks = attemptsOf(reply).map((attempt): SubtaskPressure => ({
    subtask: attempt.subtask,
    attempt: attempt["attempt-number"],
    level: attempt.backpressureLevel,
    backpressured: readShare(attempt.ratio),
    idle: readShare(attempt.idleRatio),
    busy: readShare(attempt.busyRatio),
  }));
  // Flink's own level of the vertex leaves out all but one attempt of each subtask.
  return { vertexId, level: subtasks.map((one) => one.level).reduce(higherLevel, level), subtasks };
}

const RANKS: Readonly<Record<BackpressureLevel, number>> = { ok: 0, low: 1, high: 2 };

function higherLevel(a: PressureLevel, b: PressureLevel): PressureLevel {
  return (entryOf(RANKS, b) ?? -1) > (entryOf(RANKS, a) ?? Number.POSITIVE_INFINITY) ? b : a;
}

/**
 * A share of time, 0…1; undefined if not reported. Flink measures busy, idle and backpressured time
 * with different timers, so a share may be a little less than none or more than all.
 */
export function readShare(share: FlinkDouble): number | undefined {
  const value = readDouble(share);
  return value === undefined ? undefined : Math.min(1, Math.max(0, value));
}

/** The load of one attempt, as Flink reports it. */
type AttemptLoad = Omit<SubtaskBackpressure, "other-concurrent-attempts">;

/** Flink nests the further attempts of a subtask in its first one. */
function attemptsOf(reply: VertexBackpressure): readonly AttemptLoad[] {
  return (reply.subtasks ?? []).flatMap(({ "other-concurrent-attempts": others = [], ...one }) => [one, ...others]);
}

/** The loads of all attempts of a vertex's subtasks, by {@link attemptKey}. */
export function loadsByAttempt(reply: VertexBackpressure | undefined): ReadonlyMap<string, AttemptLoad> {
  return reply === undefined ? NO_LOADS : loadsOf(reply);
}

const NO_LOADS: ReadonlyMap<string, AttemptLoad> = new Map();

const loadsOf = memoByObject(
  (reply: VertexBackpressure): ReadonlyMap<string, AttemptLoad> =>
    new Map(attemptsOf(reply).map((load) => [attemptKey(load.subtask, load["attempt-number"]), load])),
);

/** Identifies an attempt. Flink's number is absent from 1.20 on where a subtask has only one. */
export function attemptKey(subtask: number, attempt: number | undefined): string {
  return attempt === undefined ? String(subtask) : `${String(subtask)}.${String(attempt)}`;
}

/** The share from which a subtask counts as busy: Flink's bound for HIGH backpressure. */
export const BUSY_FROM = 0.5;

/** The busiest subtask counts as far above the others from this multiple of their average on. */
const SKEW_FACTOR = 2;

/** A subtask that works far more than the others of its vertex. */
export type HotSubtask = {
  readonly subtask: number;
  /** Its part of the work of all subtasks, 0…1. */
  readonly share: number;
  /** How many subtasks there are. */
  readonly subtasks: number;
};

/** The vertex that holds the job back. */
export type Bottleneck = {
  readonly vertexId: string;
  /** The share of its busiest subtask, 0…1. */
  readonly busy: number;
  /** Undefined if its subtasks share the work evenly. */
  readonly hot: HotSubtask | undefined;
};

/**
 * The bottleneck of a job: the first vertex downstream of HIGH vertices that is busy and not
 * backpressured itself. Vertices in the order of the job, sources first. Undefined while no vertex
 * is HIGH, or no vertex is busy.
 */
export function bottleneckOf(plan: Pick<Plan, "nodes">, pressures: readonly VertexPressure[]): Bottleneck | undefined {
  const byId = new Map(pressures.map((pressure) => [pressure.vertexId, pressure]));
  const found = pressures.find((pressure) => {
    if (pressure.level === "high" || busiest(pressure) < BUSY_FROM) return false;
    const inputs = plan.nodes.find(({ id }) => id === pressure.vertexId)?.inputs ?? [];
    return inputs.some(({ id }) => byId.get(id)?.level === "high");
  });
  return found === undefined ? undefined : { vertexId: found.vertexId, busy: busiest(found), hot: hotSubtaskOf(found) };
}

/**
 * The subtask that is busy and works at least {@link SKEW_FACTOR} times as much as the others on
 * average; undefined if there is none. Attempts that run beside others are of the same subtask.
 */
export const hotSubtaskOf = memoByObject(({ subtasks }: VertexPressure): HotSubtask | undefined => {
  const busyOf = new Map<number, number>();
  for (const { subtask, busy } of subtasks) busyOf.set(subtask, Math.max(busyOf.get(subtask) ?? 0, busy ?? 0));
  const [first, ...others] = [...busyOf].toSorted(([, a], [, b]) => b - a);
  if (first === undefined || others.length === 0) return undefined;
  const [subtask, busy] = first;
  const rest = others.reduce((sum, [, share]) => sum + share, 0);
  if (busy < BUSY_FROM || busy < (SKEW_FACTOR * rest) / others.length) return undefined;
  return { subtask, share: busy / (busy + rest), subtasks: busyOf.size };
});

/** `Subtask 3 does 70 % of the work of 8 subtasks.` The index is Flink's, from 0. */
export function skewWords({ subtask, share, subtasks }: HotSubtask): string {
  return `Subtask ${String(subtask)} does ${formatPercent(share)} of the work of ${formatCount(subtasks)} subtasks.`;
}

/**
 * Of a job with many vertices, those that by its own counters are most backpressured, then those
 * that are busiest.
 */
export function mostPressed(ids: readonly string[], loadOf: (id: string) => AverageLoad | undefined, most: number): ReadonlySet<string> {
  const weight = (id: string): number => {
    const load = loadOf(id);
    // Backpressured vertices come before busy ones.
    return load === undefined ? -1 : load.backpressuredShare * 2 + load.busyShare;
  };
  return new Set(ids.toSorted((a, b) => weight(b) - weight(a)).slice(0, most));
}

/** The share of its busiest subtask; 0 if none reports. */
export const busiest = memoByObject(({ subtasks }: VertexPressure) => subtasks.reduce((most, { busy = 0 }) => Math.max(most, busy), 0));

const LEVEL_WORDS: Readonly<Record<BackpressureLevel, { readonly word: string; readonly text: string }>> = {
  ok: { word: "OK", text: "Backpressured at most 10 % of the time, on average over the last minute." },
  low: { word: "LOW", text: "Backpressured 10 to 50 % of the time, on average over the last minute." },
  high: { word: "HIGH", text: "Backpressured more than 50 % of the time, on average over the last minute." },
};

/** The text for a level, shown on hover. Flink: JobVertexBackPressureHandler. */
export function levelWords(level: PressureLevel): { readonly word: string; readonly text: string } {
  const known = entryOf(LEVEL_WORDS, level);
  return (
    known ?? {
      word: level === "" ? "–" : visibleText(level),
      text: "Drey does not know this level. The cluster may run a newer version of Flink.",
    }
  );
}
