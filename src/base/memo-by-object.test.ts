import { expect, it } from "vitest";
import { memoByObject } from "./memo-by-object.ts";

it("computes once for each object, also if the result is undefined", () => {
  let count = 0;
  const sizeOf = memoByObject((list: readonly number[]) => {
    count++;
    return list.length === 0 ? undefined : list.length;
  });
  const [two, none] = [[1, 2], []];
  expect([sizeOf(two), sizeOf(two), sizeOf(none), sizeOf(none), count]).toEqual([2, 2, undefined, undefined, 2]);
  expect([sizeOf([1, 2]), count]).toEqual([2, 3]);
});
