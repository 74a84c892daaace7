import { expect, test } from "vitest";

import type { TopicRecord } from "../rest/playground.ts";
import { nextTopicTail, type TopicTail, tailStart } from "./topic-tail.ts";

function records(partition: number, from: number, to: number): TopicRecord[] {
  return Array.from({ length: to - from }, (_, index) => ({ partition, offset: from + index, timestamp: (from + index) * 10, value: "" }));
}

function read(before: TopicTail | undefined, ranges: readonly [begin: number, end: number][]): TopicTail {
  return nextTopicTail(
    before,
    ranges.map(([beginOffset, endOffset], partition) => {
      const range = { partition, beginOffset, endOffset };
      const { offset, max } = tailStart(before, range);
      return { range, offset, records: records(partition, offset, offset + max) };
    }),
  );
}

const places = ({ records: all }: TopicTail): string[] => all.map(({ partition, offset }) => `${partition}/${offset}`);

test("the newest of all partitions first, each continued from its last offset", () => {
  const first = read(undefined, [
    [0, 2],
    [0, 1],
  ]);
  expect(places(first)).toEqual(["0/1", "1/0", "0/0"]);
  const second = read(first, [
    [0, 2],
    [0, 3],
  ]);
  expect(places(second)).toEqual(["1/2", "1/1", "0/1", "1/0", "0/0"]);
  expect(second).toMatchObject({ positions: { 0: 2, 1: 3 }, skipped: 0, total: 5 });
});

test("records that arrive too fast to be shown are skipped and counted", () => {
  const first = read(undefined, [[0, 10]]);
  const second = read(first, [[0, 1510]]);
  expect(second).toMatchObject({ skipped: 1000, positions: { 0: 1510 } });
  expect(second.records).toHaveLength(510);
});

test("an old topic starts with its last records, and none counts as skipped", () => {
  expect(read(undefined, [[0, 9000]])).toMatchObject({ skipped: 0, total: 9000, positions: { 0: 9000 } });
});

test("the list has a maximum length", () => {
  let tail: TopicTail | undefined;
  for (let end = 400; end <= 4000; end += 400) tail = read(tail, [[0, end]]);
  expect(tail?.records).toHaveLength(2000);
  expect(tail?.records[0]?.offset).toBe(3999);
});

test("after a reset the topic is read from its beginning", () => {
  const first = read(undefined, [[0, 100]]);
  expect(places(read(first, [[0, 2]]))).toEqual(["0/1", "0/0"]);
});
