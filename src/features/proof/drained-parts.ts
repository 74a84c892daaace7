import type { DrainCounts } from "./drain-counts.ts";

/** More parts than these of one count are no drains, and all their sums are looked at. */
const MOST_PARTS = 8;
/** Beyond so many, equal parts are repeats. */
const MOST_EQUAL_PARTS = 3;

/**
 * What the results of one page in one window come to, repeats aside. `isWhole` if there is a result of the whole count, or `parts` add up to it; parts
 * that do not, wait for the rest. Those `beside` are of drains that the job went on from before. `wrong` is the number of results that nothing
 * explains, the first of them `wrongCount`.
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
 * Judges the results of a cell: `wholes` of them are the `whole` count, `others` (oldest first) are not. A stop with drain closes the open windows with
 * what they have; the job that goes on from its savepoint counts the rest, so parts add up. One that goes on from before (because a failure undid
 * the drain, or by choice) counts the whole window, and the part stands beside it. Each drain cuts a window once, so `drains` bounds how many
 * parts there may be; what is beyond is wrong.
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
  // The whole count is one result, or several parts.
  const different = (wholes > 0 && chosen.length === 0 ? 1 : 0) + chosen.length + left.length;
  const explained = isWhole ? { parts: chosen, beside: left } : { parts: left, beside: [] };
  return { isWhole, ...explained, repeated: results - different, wrong: 0, wrongCount: undefined };
}

/** How often `count` stands before `index`. */
function occurrences(counts: readonly number[], count: number, index: number): number {
  return counts.slice(0, index).filter((other) => other === count).length;
}

type Choice = { chosen: readonly number[]; left: readonly number[] };

/** Which parts add up, and which stand beside: undefined where there are more than drains explain. */
function chooseParts(parts: readonly number[], wholes: number, whole: number, drains: DrainCounts): Choice | undefined {
  let best: Choice | undefined;
  for (let subset = 0; subset < 2 ** parts.length; subset++) {
    const chosen = parts.filter((_, index) => Math.floor(subset / 2 ** index) % 2 === 1);
    if (chosen.length > 0 && chosen.reduce((sum, part) => sum + part, 0) !== whole) continue;
    const cuts = Math.max(0, chosen.length - 1);
    const left = [...new Set(parts.filter((part) => !chosen.includes(part)))];
    // Without a whole count one of them may be the rest that a completed drain has left.
    const mayLeave = drains.begun - cuts + (wholes === 0 && chosen.length === 0 ? drains.completed : 0);
    if (cuts > drains.completed || left.length > mayLeave) continue;
    if (best === undefined || left.length < best.left.length) best = { chosen, left };
  }
  return best;
}
