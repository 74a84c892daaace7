import { describe, expect, it } from "vitest";

import { atOnce } from "../../base/in-slices.ts";
import { nextVertex, sceneOf, vertexAt } from "./canvas-scene.ts";
import type { GraphLayout } from "./layout.ts";
import type { GraphStructure } from "./structure.ts";

/** a and b lead to c, c to d. */
const STRUCTURE: GraphStructure = {
  vertices: ["a", "b", "c", "d"].map((id) => ({ id, name: id, operators: [], isSource: false, isSink: false })),
  edges: [
    { id: "ac", sourceId: "a", targetId: "c", shipStrategy: "HASH" },
    { id: "bc", sourceId: "b", targetId: "c", shipStrategy: "HASH" },
    { id: "cd", sourceId: "c", targetId: "d", shipStrategy: "FORWARD" },
  ],
  depth: 3,
};
const box = (x: number, y: number) => ({ x, y, width: 100, height: 100 });
const LAYOUT: GraphLayout = {
  level: "compact",
  boxes: { a: box(0, 0), b: box(0, 200), c: box(200, 180), d: box(400, 180) },
  paths: {
    ac: [
      { x: 100, y: 50 },
      { x: 200, y: 200 },
    ],
    bc: [
      { x: 100, y: 250 },
      { x: 200, y: 240 },
    ],
    cd: [
      { x: 300, y: 230 },
      { x: 400, y: 230 },
    ],
  },
  labels: {},
  width: 500,
  height: 300,
};

describe("a scene", () => {
  it("has all vertices in the job's order and all edges in a group with its bounds", () => {
    const { boxes, groups } = atOnce(sceneOf(STRUCTURE, [], LAYOUT));
    expect(boxes.map(([id]) => id)).toEqual(["a", "b", "c", "d"]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.edges.map(({ sourceId }) => sourceId).toSorted()).toEqual(["a", "b", "c"]);
    expect(groups[0]?.bounds.x).toBe(100);
    expect((groups[0]?.bounds.x ?? 0) + (groups[0]?.bounds.width ?? 0)).toBe(400);
  });

  it("has the topics at its ends", () => {
    const end = { topic: "input", vertexId: "a", side: "in" as const };
    const layout = {
      ...LAYOUT,
      boxes: { ...LAYOUT.boxes, "topic:in:input": box(-200, 0) },
      paths: {
        ...LAYOUT.paths,
        "topic:in:input:a": [
          { x: -100, y: 50 },
          { x: 0, y: 50 },
        ],
      },
    };
    const { topics, boxes, groups } = atOnce(sceneOf(STRUCTURE, [end], layout));
    expect(topics.map(({ name }) => name)).toEqual(["input"]);
    expect(boxes).toHaveLength(4);
    expect(groups[0]?.edges).toHaveLength(4);
  });

  it("tells the vertex at a point", () => {
    const scene = atOnce(sceneOf(STRUCTURE, [], LAYOUT));
    expect(vertexAt(scene, { x: 250, y: 270 })).toBe("c");
    expect(vertexAt(scene, { x: 150, y: 50 })).toBeUndefined();
  });
});

it("moves up and down in the job's order, left and right along edges, and stops at the ends", () => {
  const after = (id: string, key: string) => nextVertex(STRUCTURE, LAYOUT, id, key);
  expect(["ArrowDown", "ArrowUp", "Home", "End"].map((key) => after("b", key))).toEqual(["c", "a", "a", "d"]);
  expect(after("a", "ArrowUp")).toBeUndefined();
  expect(after("d", "ArrowDown")).toBeUndefined();
  expect(after("a", "ArrowRight")).toBe("c");
  // The input at the nearest height.
  expect(after("c", "ArrowLeft")).toBe("b");
  expect(after("d", "ArrowRight")).toBeUndefined();
  expect(after("a", "Enter")).toBeUndefined();
});
