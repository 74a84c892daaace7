import type { AverageLoad } from "./rate.ts";
import { readDouble } from "../rest/doubles.ts";
import type { Plan } from "../rest/plan.ts";
import type { BackpressureLevel, VertexBackpressure } from "../rest/vertices.ts";

/**
 * How a subtask spends its time. Shares 0…1, averages over the last minute; undefined if not
 * reported.
 */
export type SubtaskPressure = {
  readonly subtask: number;
  readonly attempt: number | undefined;
  readonly level: BackpressureLevel;
  readonly backpressured: number | undefined;
  readonly idle: number | undefined;
  readonly busy: number | undefined;
};

/** The backpressure of a vertex. */
export type VertexPressure = {
  readonly vertexId: string;
  readonly level: BackpressureLevel;
  readonly subtasks: readonly SubtaskPressure[];
};

/** Reads a reply; undefined if nothing was measured yet. */
export function vertexPressure(vertexId: string, reply: VertexBackpressure | undefined): VertexPressure | undefined {
  const level = reply?.backpressureLevel ?? reply?.["backpressure-level"];
  if (reply === undefined || reply.status !== "ok" || level === undefined) return undefined;
  const subtasks = (reply.subtasks ?? []).map((one) => ({
    subtask: one.subtask,
    attempt: one["attempt-number"],
    level: one.backpressureLevel,
    backpressured: readDouble(one.ratio),
    idle: readDouble(one.idleRatio),
    busy: readDouble(one.busyRatio),
  }));
  return { vertexId, level, subtasks };
}

/** The share from which a subtask counts as busy: Flink's bound for HIGH backpressure. */
const BUSY_FROM = 0.5;

/**
 * The bottleneck of a job: the first vertex downstream of HIGH vertices that is busy and not
 * backpressured itself. Vertices in the order of the job, sources first. Undefined while no vertex
 * is HIGH, or no vertex is busy.
 */
export function culpritOf(plan: Pick<Plan, "nodes">, pressures: readonly VertexPressure[]): string | undefined {
  const byId = new Map(pressures.map((pressure) => [pressure.vertexId, pressure]));
  return pressures.find((pressure) => {
    if (pressure.level === "high" || busiest(pressure) < BUSY_FROM) return false;
    const inputs = plan.nodes.find(({ id }) => id === pressure.vertexId)?.inputs ?? [];
    return inputs.some(({ id }) => byId.get(id)?.level === "high");
  })?.vertexId;
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
export function busiest({ subtasks }: VertexPressure): number {
  return Math.max(0, ...subtasks.map(({ busy }) => busy ?? 0));
}

/** The text for a level, shown on hover. Flink: JobVertexBackPressureHandler. */
export const LEVEL_WORDS: Readonly<Record<BackpressureLevel, { readonly word: string; readonly text: string }>> = {
  ok: { word: "OK", text: "Backpressured at most 10 % of the time, on average over the last minute." },
  low: { word: "LOW", text: "Backpressured 10 to 50 % of the time, on average over the last minute." },
  high: { word: "HIGH", text: "Backpressured more than 50 % of the time, on average over the last minute." },
};
