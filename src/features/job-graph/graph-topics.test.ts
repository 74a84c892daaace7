import { describe, expect, it } from "vitest";

import type { Topic } from "../../rest/playground.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { offsetMetrics, splitPositions, topicEnds, topicsRead } from "./graph-topics.ts";
import { graphStructure } from "./structure.ts";

const { job, client } = await recordedJob("02-running");

const READER = "Source__ClickEvent_Source.KafkaSourceReader";

function topic(name: string): Topic {
  return { name, partitions: [{ partition: 0, beginOffset: 0, endOffset: 10 }], bytes: 50, budgetBytes: 1000 };
}

describe("what a source reads", () => {
  it("shows in the names of its metrics, as Flink's Kafka source registers them", async () => {
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
  it("goes on behind the last record read, and from the commit itself", () => {
    const values = [
      { id: `${READER}.topic.input.partition.1.currentOffset`, value: 99 },
      { id: `${READER}.topic.input.partition.1.committedOffset`, value: 80 },
      { id: `${READER}.pendingRecords`, value: 3 },
    ];
    expect(splitPositions(values)).toEqual([{ topic: "input", partition: 1, nextOffset: 100, committedOffset: 80 }]);
  });

  it("knows no offset before there is one", () => {
    const values = [
      { id: `${READER}.topic.input.partition.0.currentOffset`, value: -1 },
      { id: `${READER}.topic.input.partition.0.committedOffset`, value: -1 },
    ];
    expect(splitPositions(values)).toEqual([{ topic: "input", partition: 0, nextOffset: undefined, committedOffset: undefined }]);
  });
});

describe("topicEnds", () => {
  const structure = graphStructure(job);
  const [source, , , committer] = structure.vertices;
  const sourceId = source?.id ?? "";

  it("puts what a source reads before it, and the topic nobody reads behind the sink", () => {
    expect(topicEnds(structure, [topic("input"), topic("output")], { [sourceId]: ["input"] })).toEqual([
      { topic: "input", vertexId: sourceId, side: "in" },
      { topic: "output", vertexId: committer?.id, side: "out" },
    ]);
  });

  it("draws no topic that this cluster does not have", () => {
    expect(topicEnds(structure, [topic("output")], { [sourceId]: ["elsewhere"] })).toEqual([]);
  });

  it("guesses no output where several topics could be it", () => {
    const ends = topicEnds(structure, [topic("input"), topic("one"), topic("two")], { [sourceId]: ["input"] });
    expect(ends.map(({ side }) => side)).toEqual(["in"]);
  });
});
