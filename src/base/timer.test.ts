import { expect, it } from "vitest";

import { LONGEST_TIMER_MS, timerMs } from "./timer.ts";

it.each([
  [3000, 3000],
  [0.4, 500],
  [-1, 500],
  [LONGEST_TIMER_MS, LONGEST_TIMER_MS],
  [LONGEST_TIMER_MS + 1, LONGEST_TIMER_MS],
  [2 ** 63, LONGEST_TIMER_MS],
  [Infinity, LONGEST_TIMER_MS],
  [Number.NaN, 500],
])("makes %d ms a time that a timer can hold", (ms, expected) => {
  expect(timerMs(ms, 500)).toBe(expected);
});
