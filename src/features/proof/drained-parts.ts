import type { DrainCounts } from "./drain-counts.ts";

/** The most parts of one count that drains can explain, and the most sums to try. */
const MOST_PARTS = 8;
/** Above this number, equal parts are repeats. */
const MOST_EQUAL_PARTS = 3;

/**
 * The results of one page in one window, without repeats. `isWhole` if there is a result with the
 * whole count, or `parts` add up to it. If parts do not add up, the rest is still missing. `beside`
 * are parts of drains before which the job resumed. `wrong` is the number of unexplained results,
 * `wrongCount` the first of them.
 */
export type CellVerdict = {
  isWhole: boolean;
  parts: readonly number[];
  beside: readonly number[];
  repeated: number;
  wrong: number;
  wrongCount: number | undefined;
};

/**
 * Judges the results of a cell: `wholes` of them have the `whole` count, `others` (oldest first) do
 * not. A stop with drain closes the open windows with their current counts. The job resumed from
 * its savepoint counts the rest, so the parts add up. A job resumed from a point before the drain
 * (because a failure undid the drain, or by choice) counts the whole window, and the part is an
 * extra result. Each drain cuts a window once, so `drains` limits the number of parts. Further
 * results are wrong.
 */
export function judgeCell(others: readonly number[], wholes: number, whole: number, drains: DrainCounts): CellVerdict {
  const isPart = (count: number): boolean => count > 0 && count < whole;
  const impossible = others.filter((count) => !isPart(count));
  const parts = others.filter((count, index) => isPart(count) && occurrences(others, count, index) < MOST_EQUAL_PARTS);
  const results = others.length + wholes;
  const choice =
    parts.length === 0 ? { chosen: [], left: [] } : parts.length > MOST_PARTS ? undefined : chooseParts(parts, wholes, whole, drains);
  if (choice === undefined || impossible.length > 0) {
    const unexplained = choice === undefined ? others : impossible;
    return { isWhole: wholes > 0, parts: [], beside: [], repeated: results - 1, wrong: unexplained.length, wrongCount: unexplained[0] };
  }
  const { chosen, left } = choice;
  const isWhole = wholes > 0 || chosen.length > 0;
  // The whole count is one result, or the sum of several parts.
  const different = (wholes > 0 && chosen.length === 0 ? 1 : 0) + chosen.length + left.length;
  const explained = isWhole ? { parts: chosen, beside: left } : { parts: left, beside: [] };
  return { isWhole, ...explained, repeated: results - different, wrong: 0, wrongCount: undefined };
}

/** How often `count` occurs before `index`. */
function occurrences(counts: readonly number[], count: number, index: number): number {
  return counts.slice(0, index).filter((other) => other === count).length;
}

type Choice = { chosen: readonly number[]; left: readonly number[] };

/** The parts that add up, and the extra ones: undefined if there are more than drains explain. */
function chooseParts(parts: readonly number[], wholes: number, whole: number, drains: DrainCounts): Choice | undefined {
  let best: Choice | undefined;
  for (let subset = 0; subset < 2 ** parts.length; subset++) {
    const chosen = parts.filter((_, index) => Math.floor(subset / 2 ** index) % 2 === 1);
    if (chosen.length > 0 && chosen.reduce((sum, part) => sum + part, 0) !== whole) continue;
    const cuts = Math.max(0, chosen.length - 1);
    const left = [...new Set(parts.filter((part) => !chosen.includes(part)))];
    // Without a whole count, one part may be the rest after a completed drain.
    const mayLeave = drains.begun - cuts + (wholes === 0 && chosen.length === 0 ? drains.completed : 0);
    if (cuts > drains.completed || left.length > mayLeave) continue;
    if (best === undefined || left.length < best.left.length) best = { chosen, left };
  }
  return best;
}
