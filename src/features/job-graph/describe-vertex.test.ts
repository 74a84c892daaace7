import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { describeVertex, writesTopic } from "./describe-vertex.ts";
import { graphStructure, type StructureVertex } from "./structure.ts";

const structure = graphStructure((await recordedJob("02-running")).job);
const [source, counter, writer, committer] = structure.vertices;

function lineOf(vertex: StructureVertex | undefined, reads: readonly string[] = [], writes?: string): string | undefined {
  return vertex === undefined ? undefined : describeVertex(vertex, reads, writes);
}

it("says which topic a source reads and a sink writes", () => {
  expect(lineOf(source, ["input"])).toBe("reads topic input");
  expect(lineOf(source, ["a", "b"])).toBe("reads topics a, b");
  expect(lineOf(writer, [], "output")).toBe("writes topic output");
});

it("says the window with its size in seconds", () => {
  expect(lineOf(counter)).toBe("TumblingEventTimeWindows(15 s)");
});

it("is undefined if there is nothing to add to the name", () => {
  expect(lineOf(committer)).toBeUndefined();
});

it("names the topic at the writer and not at its committer", () => {
  const ends = [{ topic: "output", vertexId: committer?.id ?? "", side: "out" as const }];
  expect(structure.vertices.map(({ id }) => writesTopic(structure, id, ends))).toEqual([undefined, undefined, "output", undefined]);
  expect(writesTopic(structure, writer?.id ?? "", [])).toBeUndefined();
});
