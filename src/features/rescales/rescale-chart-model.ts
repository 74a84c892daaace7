import { formatCount, formatCounted, formatDuration } from "../../domain/units.ts";
import type { Rescale, RescaleHistory } from "../../rest/rescales.ts";
import { type RescaleRow, rescaleRow } from "./rescales-model.ts";

/** How a rescale ended. Flink has no state for a rescale in progress. */
export type RescaleOutcome = "completed" | "failed" | "ignored" | "inProgress";

/** A number before and after a rescale. Undefined if it is not known. */
export type Change = { readonly before: number | undefined; readonly after: number | undefined };

/** A rescale in the chart. */
export type RescalePoint = {
  /** Its position in the order of start times, from 0. */
  readonly x: number;
  readonly row: RescaleRow;
  readonly outcome: RescaleOutcome;
  /** The sum over all vertices. */
  readonly tasks: Change;
  /** The sum over all slot sharing groups. */
  readonly slots: Change;
  /** Parallelism of each vertex. */
  readonly vertices: readonly (Change & { readonly name: string })[];
  /** The number after the rescale. Null if it is not known, and after a failure. */
  readonly tasksFrom: number | null;
  readonly slotsFrom: number | null;
};

/**
 * Makes points of the history, oldest first. Only rescales with `details` have tasks and slots. One
 * in progress lasts until `nowMs`.
 */
export function rescalePoints(
  history: RescaleHistory,
  details: Readonly<Record<string, Rescale | undefined>>,
  nowMs: number,
): readonly RescalePoint[] {
  return history.toReversed().map((rescale, x): RescalePoint => {
    const full = details[rescale.rescaleUuid];
    const outcome = outcomeOf(rescale);
    const vertices = Object.values(full?.vertices ?? {}).map((vertex) => ({
      name: vertex.jobVertexName ?? vertex.jobVertexId,
      before: vertex.preRescaleParallelism ?? undefined,
      after: vertex.postRescaleParallelism ?? undefined,
    }));
    const groups = Object.values(full?.slots ?? {}).map(({ preRescaleSlots, postRescaleSlots }) => ({
      before: preRescaleSlots ?? undefined,
      after: postRescaleSlots ?? undefined,
    }));
    const [tasks, slots] = [sumOf(vertices), sumOf(groups)];
    return {
      x,
      row: rescaleRow(rescale, full, nowMs),
      outcome,
      tasks,
      slots,
      vertices,
      tasksFrom: from(tasks, outcome),
      slotsFrom: from(slots, outcome),
    };
  });
}

function outcomeOf({ terminalState }: Pick<Rescale, "terminalState">): RescaleOutcome {
  switch (terminalState) {
    case "COMPLETED":
      return "completed";
    case "FAILED":
      return "failed";
    case "IGNORED":
      return "ignored";
    case null:
    case undefined:
      return "inProgress";
    default:
      return "ignored";
  }
}

/** Adds the changes. A sum is known only if all its parts are. */
function sumOf(changes: readonly Change[]): Change {
  const sum = (numbers: readonly (number | undefined)[]): number | undefined =>
    numbers.length === 0
      ? undefined
      : numbers.reduce((total, number) => (total === undefined || number === undefined ? undefined : total + number), 0);
  return { before: sum(changes.map(({ before }) => before)), after: sum(changes.map(({ after }) => after)) };
}

/** An ignored rescale changes nothing. One in progress has not changed anything yet. */
function from({ before, after }: Change, outcome: RescaleOutcome): number | null {
  return after ?? (outcome === "failed" ? null : (before ?? null));
}

/** `2 → 6`, or `? → 6` if one side is not known. Undefined if both are not. */
export function changeOf({ before, after }: Change): string | undefined {
  if (before === undefined && after === undefined) return undefined;
  const word = (value: number | undefined): string => (value === undefined ? "?" : formatCount(value));
  return `${word(before)} → ${word(after)}`;
}

/** Summarises the chart. */
export function rescalesInWords(points: readonly RescalePoint[]): string {
  const count = (outcome: RescaleOutcome): number => points.filter((point) => point.outcome === outcome).length;
  const durations = points.flatMap(({ row }) => row.tookMs ?? []);
  const latest = points.at(-1);
  const parts = [
    `${formatCount(count("completed"))} completed`,
    count("failed") > 0 && `${formatCount(count("failed"))} failed`,
    count("ignored") > 0 && `${formatCount(count("ignored"))} ignored`,
    count("inProgress") > 0 && `${formatCount(count("inProgress"))} in progress`,
    durations.length > 0 && `the longest took ${formatDuration(Math.max(...durations))}`,
    latest !== undefined &&
      latest.tasksFrom !== null &&
      `${formatCounted(latest.tasksFrom, "task")}${latest.slotsFrom === null ? "" : ` in ${formatCounted(latest.slotsFrom, "slot")}`} after the latest`,
  ];
  return `Rescales in the order of their start: ${parts.filter((part) => part !== false).join(", ")}`;
}
