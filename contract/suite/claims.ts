// Parts of sentences that many rows share.
import type { FlinkDouble } from "../../src/rest/doubles.ts";
import type { Backend } from "./backend.ts";
import type { Scene } from "./scene.ts";

const HOUR_MS = 3_600_000;
/** Flink shows a job's details as they were up to 3 s ago, and clocks of two processes may differ a little. */
const LAG_MS = 4_000;

/** Whether `ms` is a time of the last hour, in epoch ms: seconds, or ms since something else, are not. */
export function isRecent(ms: number | undefined, backend: Backend): boolean {
  return ms !== undefined && ms > backend.nowMs() - HOUR_MS && ms < backend.nowMs() + LAG_MS;
}

/** Whether `ms` is the time at which the cluster answered: between the call and now, however long the reply took. */
export function isNow(ms: number, { askedMs, backend }: Scene): boolean {
  return ms > askedMs - LAG_MS && ms < backend.nowMs() + LAG_MS;
}

/** Whether two lengths of time are the same, give or take `toleranceMs`. */
export function isAbout(actualMs: number, expectedMs: number, toleranceMs: number): boolean {
  return Math.abs(actualMs - expectedMs) <= toleranceMs;
}

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

export function isSorted(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? number));
}

/** Whether it is a share, or not known. */
export function isShare(value: FlinkDouble): boolean {
  return value === "NaN" || (Number(value) >= 0 && Number(value) <= 1);
}

export function sameMembers(actual: readonly string[], expected: readonly string[]): boolean {
  return JSON.stringify(actual.toSorted()) === JSON.stringify(expected.toSorted());
}
