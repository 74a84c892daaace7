import ELK from "elkjs/lib/elk.bundled.js";
import { beforeAll, describe, expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { measuresOf } from "./detail-level.ts";
import type { TopicEnd } from "./graph-topics.ts";
import { fromElkGraph, type GraphLayout, layoutKey, type LayoutInput, toElkGraph } from "./layout.ts";
import { graphStructure } from "./structure.ts";
import { fittingViewport } from "./viewport.ts";

const { job } = await recordedJob("02-running");
const structure = graphStructure(job);
const [source, counter, , committer] = structure.vertices;
const ends: readonly TopicEnd[] = [
  { topic: "input", vertexId: source?.id ?? "", side: "in" },
  { topic: "output", vertexId: committer?.id ?? "", side: "out" },
];
const input: LayoutInput = { structure, ends, level: "wide" };
const names = structure.vertices.map(({ name }) => name);

describe("a layout by ELK", () => {
  let layout: GraphLayout;
  beforeAll(async () => {
    layout = fromElkGraph(input, await new ELK().layout(toElkGraph(input)));
  });

  it("has a place for every vertex and topic", () => {
    expect(Object.keys(layout.boxes)).toHaveLength(6);
    expect(Object.keys(layout.paths)).toHaveLength(5);
  });

  it("puts a line of vertices into one row, topics nearer to their vertex than vertices to each other", () => {
    const { gap, topicGap } = measuresOf("wide", names);
    const order = ["topic:in:input", ...structure.vertices.map(({ id }) => id), "topic:out:output"];
    const boxes = order.map((id) => layout.boxes[id] ?? { x: Number.NaN, y: 0, width: 0, height: 0 });
    const gaps = boxes.slice(1).map((box, index) => box.x - ((boxes[index]?.x ?? 0) + (boxes[index]?.width ?? 0)));
    expect(gaps).toEqual([topicGap, gap, gap, gap, topicGap]);
    expect(new Set(boxes.map(({ y, height }) => y + height / 2)).size).toBe(1);
  });

  it("draws its edges from box to box", () => {
    const path = layout.paths[`${source?.id ?? ""}:0:${counter?.id ?? ""}`] ?? [];
    const from = layout.boxes[source?.id ?? ""];
    const to = layout.boxes[counter?.id ?? ""];
    expect(path[0]?.x).toBe((from?.x ?? 0) + (from?.width ?? 0));
    expect(path.at(-1)?.x).toBe(to?.x);
  });

  it("fits into a smaller space, and is centred in a larger one", () => {
    const small = fittingViewport(layout, { width: 700, height: 500 });
    expect(small.zoom).toBeLessThan(1);
    expect(small.x + layout.width * small.zoom).toBeLessThanOrEqual(700);
    const large = fittingViewport(layout, { width: 3000, height: 2000 });
    expect(large).toEqual({
      zoom: 1,
      x: Math.round((3000 - layout.width) / 2),
      y: Math.round(112 + (2000 - 112 - 52 - layout.height) / 2),
    });
  });
});

describe("layoutKey", () => {
  it("is the same for another attempt of the same job, and changes with structure, topics and level", () => {
    const key = layoutKey(input);
    expect(layoutKey({ ...input, structure: graphStructure(structuredClone(job)) })).toBe(key);
    expect(layoutKey({ ...input, level: "medium" })).not.toBe(key);
    expect(layoutKey({ ...input, ends: [] })).not.toBe(key);
    expect(layoutKey({ ...input, structure: { ...structure, edges: structure.edges.slice(1) } })).not.toBe(key);
  });
});
