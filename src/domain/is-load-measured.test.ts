import { expect, it } from "vitest";

import { isLoadMeasured } from "./is-load-measured.ts";

it("takes no load of a task before its first slice of 5 s is over", () => {
  expect(isLoadMeasured(4_999, 1)).toBe(false);
  expect(isLoadMeasured(4_999, 0.2)).toBe(false);
  expect(isLoadMeasured(5_000, 0.2)).toBe(true);
});

it("does not believe in wholly busy as long as the cluster's copy may be of before", () => {
  expect(isLoadMeasured(14_999, 1)).toBe(false);
  expect(isLoadMeasured(14_999, 0.99)).toBe(true);
  expect(isLoadMeasured(15_000, 1)).toBe(true);
});

it("takes what is reported where the age is not known", () => {
  expect(isLoadMeasured(-1, 1)).toBe(true);
});
