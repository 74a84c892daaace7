import { expect, test } from "vitest";

import type { Topic } from "../../rest/playground.ts";
import { isPositionMetric, readPosition, topicsNamed } from "./read-position.ts";

const offset = (topic: string, partition: number): string =>
  `Source__S.KafkaSourceReader.topic.${topic}.partition.${partition}.currentOffset`;

function topic(name: string, ...ends: number[]): Topic {
  return { name, partitions: ends.map((endOffset, partition) => ({ partition, beginOffset: 0, endOffset })), bytes: 0, budgetBytes: 1 };
}

const TOPICS = [topic("input", 100, 50), topic("output", 6, 6)];

test("metrics name the topics, dots and all, and others are no positions", () => {
  expect(topicsNamed([offset("a.b", 0), offset("a.b", 1), "x.pendingRecords"])).toEqual(["a.b"]);
  expect(isPositionMetric("Source__S.KafkaSourceReader.topic.input.partition.0.committedOffset")).toBe(false);
});

test("written and read are over the partitions of the topics that are read", () => {
  const metrics = [
    { id: offset("input", 0), max: 89, sum: 89 },
    { id: offset("input", 1), max: 49, sum: 49 },
    { id: "Source__S.pendingRecords", max: 8, sum: 10 },
  ];
  expect(readPosition(TOPICS, ["input"], metrics)).toEqual({ written: 150, read: 140, pending: 10 });
});

test("while one partition has no position the whole has none", () => {
  const metrics = [
    { id: offset("input", 0), max: 89, sum: 89 },
    { id: offset("input", 1), max: -1, sum: -1 },
  ];
  expect(readPosition(TOPICS, ["input"], metrics)).toEqual({ written: 150, read: undefined, pending: undefined });
});

test("without tasks there are no metrics, and what is written is told all the same", () => {
  expect(readPosition(TOPICS, ["input"], [])).toEqual({ written: 150, read: undefined, pending: undefined });
  expect(readPosition(TOPICS, [], [])).toEqual({ written: undefined, read: undefined, pending: undefined });
});
