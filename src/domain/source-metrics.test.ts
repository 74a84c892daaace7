import { describe, expect, it, test } from "vitest";

import type { Topic } from "../rest/playground.ts";
import { recordedJob } from "../testing/recorded-job.ts";
import { isPositionMetric, offsetMetrics, readPosition, splitPositions, topicsRead } from "./source-metrics.ts";

const { job, client } = await recordedJob("02-running");

const READER = "Source__ClickEvent_Source.KafkaSourceReader";

const offset = (topic: string, partition: number): string =>
  `Source__S.KafkaSourceReader.topic.${topic}.partition.${partition}.currentOffset`;

function topic(name: string, ...ends: number[]): Topic {
  return { name, partitions: ends.map((endOffset, partition) => ({ partition, beginOffset: 0, endOffset })), bytes: 0, budgetBytes: 1 };
}

const TOPICS = [topic("input", 100, 50), topic("output", 6, 6)];

test("metrics name the topics, including dots, and other metrics are not positions", () => {
  expect(topicsRead([offset("a.b", 0), offset("a.b", 1), "x.pendingRecords"])).toEqual(["a.b"]);
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

test("without tasks there are no metrics, but written records are known", () => {
  expect(readPosition(TOPICS, ["input"], [])).toEqual({ written: 150, read: undefined, pending: undefined });
  expect(readPosition(TOPICS, [], [])).toEqual({ written: undefined, read: undefined, pending: undefined });
});

describe("what a source reads", () => {
  it("is in the names of its metrics, as Flink's Kafka source registers them", async () => {
    const metrics = await client.call("subtasksMetrics", { jobid: job.jid, vertexid: job.vertices[0]?.id ?? "" }, {});
    const sourceMetricIds = metrics.map(({ id }) => id);
    expect(topicsRead(sourceMetricIds)).toEqual(["input"]);
    expect(offsetMetrics(sourceMetricIds).toSorted()).toEqual([
      `${READER}.topic.input.partition.0.committedOffset`,
      `${READER}.topic.input.partition.0.currentOffset`,
      `${READER}.topic.input.partition.1.committedOffset`,
      `${READER}.topic.input.partition.1.currentOffset`,
    ]);
  });

  it("is found for a topic with dots in its name", () => {
    expect(topicsRead([`${READER}.topic.a.b.c.partition.12.currentOffset`])).toEqual(["a.b.c"]);
  });
});

describe("splitPositions", () => {
  it("is after the last record read, and at the commit itself", () => {
    const values = [
      { id: `${READER}.topic.input.partition.1.currentOffset`, value: 99 },
      { id: `${READER}.topic.input.partition.1.committedOffset`, value: 80 },
      { id: `${READER}.pendingRecords`, value: 3 },
    ];
    expect(splitPositions(values)).toEqual([{ topic: "input", partition: 1, nextOffset: 100, committedOffset: 80 }]);
  });

  it("has no offset before the first one", () => {
    const values = [
      { id: `${READER}.topic.input.partition.0.currentOffset`, value: -1 },
      { id: `${READER}.topic.input.partition.0.committedOffset`, value: -1 },
    ];
    expect(splitPositions(values)).toEqual([{ topic: "input", partition: 0, nextOffset: undefined, committedOffset: undefined }]);
  });
});
