import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { atOnce } from "../../base/in-slices.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { measuresOf } from "./detail-level.ts";
import type { TopicEnd } from "./graph-topics.ts";
import { type Box, type GraphLayout, layOut, layoutKey, type LayoutInput, type Point, topicNodeId } from "./layout.ts";
import { type GraphStructure, graphStructure } from "./structure.ts";
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

describe("the layout of Click Event Count", () => {
  const layout = atOnce(layOut(input));

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

/** A structure with these edges, by the numbers of their vertices. */
function structureOf(count: number, edges: readonly (readonly [number, number])[]): GraphStructure {
  const withInput = new Set(edges.map(([, to]) => to));
  const withOutput = new Set(edges.map(([from]) => from));
  return {
    vertices: Array.from({ length: count }, (_, index) => ({
      id: `v${String(index)}`,
      name: `Vertex ${String(index)}`,
      operators: [],
      isSource: !withInput.has(index),
      isSink: !withOutput.has(index),
    })),
    edges: edges.map(([from, to], num) => ({
      id: `v${String(from)}:${String(num)}:v${String(to)}`,
      sourceId: `v${String(from)}`,
      targetId: `v${String(to)}`,
      shipStrategy: "HASH",
    })),
    depth: count,
  };
}

/** Any plan: edges lead from a vertex to a later one. Topics at some sources, and at one sink. */
const inputs = fc
  .integer({ min: 1, max: 60 })
  .chain((count) =>
    fc.record({
      count: fc.constant(count),
      pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 2 * count }),
      topics: fc.nat(3),
      level: fc.constantFrom("wide", "medium", "compact"),
    }),
  )
  .map(({ count, pairs, topics, level }): LayoutInput => {
    const made = structureOf(
      count,
      pairs.flatMap(([a, b]) => (a === b ? [] : [[Math.min(a, b), Math.max(a, b)] as const])),
    );
    const sources = made.vertices.filter(({ isSource }) => isSource);
    const [sink] = made.vertices.filter(({ isSink, isSource }) => isSink && !isSource);
    const at = sources.slice(0, topics).map(({ id }, index): TopicEnd => ({ topic: `in-${String(index)}`, vertexId: id, side: "in" }));
    return { structure: made, level, ends: sink === undefined ? at : [...at, { topic: "out", vertexId: sink.id, side: "out" }] };
  });

/** Whether a box has an inner point in common with another, or with a line. */
function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function segmentsOf(points: readonly Point[]): readonly Box[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
  });
}

function rightOf(box: Box | undefined): number {
  return (box?.x ?? 0) + (box?.width ?? 0);
}

function bottomOf(box: Box | undefined): number {
  return (box?.y ?? 0) + (box?.height ?? 0);
}

/** What every layout keeps. */
function expectSound({ structure: given, ends: topics }: LayoutInput, layout: GraphLayout): void {
  const boxes = Object.entries(layout.boxes);
  expect(boxes).toHaveLength(given.vertices.length + topics.length);
  const overlapping = boxes.flatMap(([id, box], index) =>
    boxes.slice(index + 1).flatMap(([other, second]) => (meets(box, second) ? [[id, other]] : [])),
  );
  expect(overlapping, "boxes overlap").toEqual([]);
  for (const { id, sourceId, targetId } of given.edges) {
    const from = layout.boxes[sourceId];
    const to = layout.boxes[targetId];
    const path = layout.paths[id] ?? [];
    const isForward = (to?.x ?? 0) >= rightOf(from) || (to?.y ?? 0) >= bottomOf(from);
    expect(isForward, `${id} leads to the right, or to a lower line`).toBe(true);
    expect(path[0]?.x).toBe(rightOf(from));
    expect(path.at(-1)?.x).toBe(to?.x);
    for (const { y } of [path[0] ?? { y: -1 }]) expect(y > (from?.y ?? 0) && y < bottomOf(from), `${id} starts at its box`).toBe(true);
    for (const { y } of [path.at(-1) ?? { y: -1 }]) expect(y > (to?.y ?? 0) && y < bottomOf(to), `${id} ends at its box`).toBe(true);
  }
  for (const [id, path] of Object.entries(layout.paths)) {
    const under = segmentsOf(path).flatMap((segment) => boxes.filter(([, box]) => meets(segment, box)));
    expect(under, `${id} runs under boxes`).toEqual([]);
    expect(
      segmentsOf(path).every(({ width, height }) => width === 0 || height === 0),
      `${id} is orthogonal`,
    ).toBe(true);
  }
  for (const [id, { x, y, width, side }] of Object.entries(layout.labels)) {
    // Two lines of text on one side, or a line on each.
    const top = side === "above" ? y - 38 : side === "both" ? y - 24 : y;
    const label = { x: x - width / 2, y: top, width, height: side === "both" ? 48 : 38 };
    expect(
      boxes.filter(([, box]) => meets(label, box)),
      `the label of ${id} is under a box`,
    ).toEqual([]);
  }
  for (const end of topics) {
    const topic = layout.boxes[topicNodeId(end)];
    const vertex = layout.boxes[end.vertexId];
    if (end.side === "in") expect(rightOf(topic)).toBeLessThan(vertex?.x ?? 0);
    else expect(topic?.x).toBeGreaterThan(rightOf(vertex));
  }
}

describe("a layout", () => {
  it("has no overlapping boxes, forward edges around all boxes, labels beside them, and is the same each time", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const layout = atOnce(layOut(given));
        expectSound(given, layout);
        expect(atOnce(layOut(given))).toEqual(layout);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("draws a source of a late join beside the join", () => {
    const joined = structureOf(6, [
      [0, 1],
      [1, 2],
      [2, 3],
      [4, 3],
      [3, 5],
    ]);
    const { boxes } = atOnce(layOut({ structure: joined, ends: [], level: "wide" }));
    expect(boxes["v4"]?.x).toBe(boxes["v2"]?.x);
  });

  it("wraps a long chain like text, so that its names can be read", () => {
    const chain = structureOf(
      60,
      Array.from({ length: 59 }, (_, index) => [index, index + 1] as const),
    );
    const given: LayoutInput = { structure: chain, ends: [], level: "compact" };
    const layout = atOnce(layOut(given));
    expectSound(given, layout);
    const rows = Map.groupBy(Object.values(layout.boxes), ({ y }) => y);
    expect(rows.size).toBeGreaterThan(2);
    expect(fittingViewport(layout, { width: 1364, height: 626 }).zoom).toBeGreaterThan(0.4);
  });

  it("draws 300 sources of one union as a grid, and brings their edges to it between the rows", () => {
    const union = structureOf(302, [...Array.from({ length: 300 }, (_, index) => [index, 300] as const), [300, 301] as const]);
    const given: LayoutInput = { structure: union, ends: [], level: "wide" };
    const layout = atOnce(layOut(given));
    expectSound(given, layout);
    expect(layout.width / layout.height).toBeGreaterThan(1.5);
    expect(layout.width / layout.height).toBeLessThan(6);
  });

  it("ends on a plan with a cycle", () => {
    const cycle = structureOf(3, [
      [0, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(Object.keys(atOnce(layOut({ structure: cycle, ends: [], level: "wide" })).paths)).toHaveLength(3);
  });
});

describe("layoutKey", () => {
  it("[F75] is the same for another attempt of the same job, and changes with structure, topics and level", () => {
    const key = layoutKey(input);
    expect(layoutKey({ ...input, structure: graphStructure(structuredClone(job)) })).toBe(key);
    expect(layoutKey({ ...input, level: "medium" })).not.toBe(key);
    expect(layoutKey({ ...input, ends: [] })).not.toBe(key);
    expect(layoutKey({ ...input, structure: { ...structure, edges: structure.edges.slice(1) } })).not.toBe(key);
  });
});
