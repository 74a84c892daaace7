import { expect, it } from "vitest";

import { type JobSubtasks, lagOfSubtasks, nextVertices } from "./job-subtasks.ts";

const IDS = Array.from({ length: 20 }, (_, index) => `v${String(index)}`);
const NONE: ReadonlySet<string> = new Set();

/** Read one second after the other, the first one first. */
function readOf(ids: readonly string[]): JobSubtasks {
  const nothing = { vertex: undefined, backpressure: undefined, checkpoint: undefined, lag: undefined, error: undefined };
  return new Map(ids.map((id, index) => [id, { atMs: 1000 * index, ...nothing }]));
}

it("reads the first vertices of the order at once, and then one at a time", () => {
  expect(nextVertices(IDS, undefined, NONE, 0)).toEqual(IDS.slice(0, 8));
  expect(nextVertices(IDS, readOf(IDS.slice(0, 8)), NONE, 9000)).toEqual(["v8"]);
});

it("reads what is in view first: among the unread ones, and more often after that", () => {
  expect(nextVertices(IDS, readOf(IDS.slice(0, 8)), new Set(["v15"]), 9000)).toEqual(["v15"]);
  expect(nextVertices(IDS, readOf(IDS), NONE, 20_000)).toEqual(["v0"]);
  expect(nextVertices(IDS, readOf(IDS), new Set(["v12"]), 20_000)).toEqual(["v12"]);
  // It was read 2 s ago, another one 20 s ago.
  expect(nextVertices(IDS, readOf(IDS), new Set(["v18"]), 20_000)).toEqual(["v0"]);
});

it("asks for the lag of all subtasks of a small source, and for some of a large one in turn", () => {
  expect(lagOfSubtasks("Source__Clicks.pendingRecords", 4, [3], 2)).toEqual([2, 3, 0, 1]);
  const metric = "Source__Clicks.pendingRecords";
  const seen = new Set<number>();
  for (let next = 0, calls = 0; calls < 400; calls++) {
    const asked = lagOfSubtasks(metric, 10_000, [7000, 7001], next);
    expect(asked.slice(0, 2)).toEqual([7000, 7001]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.map((index) => `${String(index)}.${metric}`).join("%2C").length).toBeLessThanOrEqual(3000);
    for (const index of asked) seen.add(index);
    next = ((asked.at(-1) ?? 0) + 1) % 10_000;
  }
  expect(seen.size).toBe(10_000);
});
