import { expect, it } from "vitest";

import { boundedCount } from "./bounded-count.ts";

it.each([
  [4, 4],
  [1.9, 1],
  [-3, 0],
  [Number.NaN, 0],
  [1e18, 128],
  [Infinity, 128],
])("makes %d a length", (count, expected) => {
  expect(boundedCount(count, 128)).toBe(expected);
});
