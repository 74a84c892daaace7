import { expect, it } from "vitest";

import { atOnce, inSlices } from "./in-slices.ts";

function* sum(numbers: readonly number[], after: (number: number) => void): Generator<void, number> {
  let total = 0;
  for (const number of numbers) {
    total += number;
    after(number);
    yield;
  }
  return total;
}

it("runs steps until a slice is used up, then waits for the next task", async () => {
  let nowMs = 0;
  const log: (number | "task")[] = [];
  const platform = {
    now: () => nowMs,
    nextTask: () => {
      log.push("task");
      return Promise.resolve();
    },
    sliceMs: 8,
  };
  const steps = sum([1, 2, 3, 4, 5], (number) => {
    log.push(number);
    nowMs += 5;
  });
  expect(await inSlices(steps, platform)).toBe(15);
  expect(log).toEqual([1, 2, "task", 3, 4, "task", 5]);
});

it("rejects with the error of a step", async () => {
  const steps = sum([1], () => {
    throw new Error("no");
  });
  await expect(inSlices(steps, { now: () => 0, nextTask: () => Promise.resolve(), sliceMs: 8 })).rejects.toThrow("no");
});

it("runs all steps at once where nothing waits", () => {
  expect(atOnce(sum([1, 2, 3], () => undefined))).toBe(6);
});
