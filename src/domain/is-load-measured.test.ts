import { expect, it } from "vitest";

import { isLoadMeasured } from "./is-load-measured.ts";

it("ignores the load of a task in its first 5 s", () => {
  expect(isLoadMeasured(4_999, 1)).toBe(false);
  expect(isLoadMeasured(4_999, 0.2)).toBe(false);
  expect(isLoadMeasured(5_000, 0.2)).toBe(true);
});

it("ignores 100 % busy while the cluster's copy may be outdated", () => {
  expect(isLoadMeasured(14_999, 1)).toBe(false);
  expect(isLoadMeasured(14_999, 0.99)).toBe(true);
  expect(isLoadMeasured(15_000, 1)).toBe(true);
});

it("uses the reported load if the age is unknown", () => {
  expect(isLoadMeasured(-1, 1)).toBe(true);
});
