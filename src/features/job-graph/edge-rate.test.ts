import { expect, it } from "vitest";

import type { RateBook } from "../../domain/rate.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { edgeRate } from "./edge-rate.ts";
import { type GraphStructure, graphStructure } from "./structure.ts";

function book(rates: Readonly<Record<string, [recordsIn: number, recordsOut: number]>>): RateBook {
  const series = Object.entries(rates).map(([id, [recordsInPerSecond, recordsOutPerSecond]]) => [
    id,
    { baseline: undefined, rates: { recordsInPerSecond, recordsOutPerSecond }, points: [] },
  ]);
  return { observedMs: 0, series: Object.fromEntries(series) };
}

/** Two sources joined, and the join feeds two sinks. */
const branching: GraphStructure = {
  vertices: [],
  edges: [
    { id: "1", sourceId: "a", targetId: "join", shipStrategy: "HASH" },
    { id: "2", sourceId: "b", targetId: "join", shipStrategy: "HASH" },
    { id: "3", sourceId: "join", targetId: "x", shipStrategy: "FORWARD" },
    { id: "4", sourceId: "join", targetId: "y", shipStrategy: "FORWARD" },
    { id: "5", sourceId: "b", targetId: "y", shipStrategy: "FORWARD" },
  ],
  depth: 3,
};
const rates = book({ a: [10, 11], b: [20, 21], join: [31, 40], x: [41, 0], y: [42, 0] });

it("carries all that its source sends, if it is the only outgoing edge", () => {
  expect(edgeRate(branching, rates, "a", "join")).toBe(11);
});

it("carries all that its target receives, if it is the only incoming edge", () => {
  expect(edgeRate(branching, rates, "join", "x")).toBe(41);
});

it("is unknown between several outgoing and several incoming edges", () => {
  expect(edgeRate(branching, rates, "b", "y")).toBeUndefined();
});

it("is unknown without measurements", async () => {
  const structure = graphStructure((await recordedJob("02-running")).job);
  const [edge] = structure.edges;
  expect(edgeRate(structure, book({}), edge?.sourceId ?? "", edge?.targetId ?? "")).toBeUndefined();
});
