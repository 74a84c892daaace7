import { describe, expect, it } from "vitest";

import type { Topic } from "../../rest/playground.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { topicEnds } from "./graph-topics.ts";
import { graphStructure } from "./structure.ts";

const { job } = await recordedJob("02-running");

function topic(name: string): Topic {
  return { name, partitions: [{ partition: 0, beginOffset: 0, endOffset: 10 }], bytes: 50, budgetBytes: 1000 };
}

describe("topicEnds", () => {
  const structure = graphStructure(job);
  const [source, , , committer] = structure.vertices;
  const sourceId = source?.id ?? "";

  it("puts a source's topics before it, and the topic without reader behind the sink", () => {
    expect(topicEnds(structure, [topic("input"), topic("output")], { [sourceId]: ["input"] })).toEqual([
      { topic: "input", vertexId: sourceId, side: "in" },
      { topic: "output", vertexId: committer?.id, side: "out" },
    ]);
  });

  it("draws no topic that this cluster does not have", () => {
    expect(topicEnds(structure, [topic("output")], { [sourceId]: ["elsewhere"] })).toEqual([]);
  });

  it("guesses no output if there are several candidates", () => {
    const ends = topicEnds(structure, [topic("input"), topic("one"), topic("two")], { [sourceId]: ["input"] });
    expect(ends.map(({ side }) => side)).toEqual(["in"]);
  });
});
