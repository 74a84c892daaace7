import { Position } from "@xyflow/react";
import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { type GraphFacts, graphEdges, graphNodes } from "./graph-elements.ts";
import { type GraphLayout, topicEdgeId, topicNodeId } from "./layout.ts";
import { graphStructure } from "./structure.ts";
import { vertexCard } from "./vertex-card-model.ts";

const { job } = await recordedJob("02-running-warm-metrics");
const structure = graphStructure(job);
const ends = [{ topic: "input", vertexId: structure.vertices[0]?.id ?? "", side: "in" as const }];
const ids = [...structure.vertices.map(({ id }) => id), ...ends.map(topicNodeId)];
const line = [
  { x: 0, y: 0 },
  { x: 9, y: 0 },
];
const layout: GraphLayout = {
  level: "wide",
  boxes: Object.fromEntries(ids.map((id, index) => [id, { x: index * 300, y: 0, width: 218, height: 240 }])),
  paths: Object.fromEntries([...structure.edges.map(({ id }) => id), ...ends.map(topicEdgeId)].map((id) => [id, line])),
  labels: {},
  width: 0,
  height: 0,
};

function factsOf(vertices: typeof job.vertices): GraphFacts {
  const cards = vertices.map((vertex) =>
    vertexCard(vertex, {
      description: undefined,
      measures: undefined,
      rates: undefined,
      willRestoreBytes: undefined,
      exceptions: [],
    }),
  );
  const topic = {
    name: "input",
    side: "in" as const,
    lanes: [],
    endOffset: 0,
    perSecond: 400,
    lag: 0,
    isLagGrowing: false,
    grewMs: undefined,
  };
  return { cardOf: (id) => cards.find((card) => card.id === id), topics: { "topic:in:input": topic }, rates: undefined };
}

it("provides the size and handles of nodes, because React Flow would otherwise drop the edges at every refresh", () => {
  const nodes = graphNodes(layout, factsOf(job.vertices));
  expect(nodes.map(({ id }) => id)).toEqual(ids);
  for (const { measured, handles, width } of nodes) {
    expect(measured).toEqual({ width: 218, height: 240 });
    expect(handles?.map(({ position, x, y }) => ({ position, x, y }))).toEqual([
      { position: Position.Left, x: 0, y: 120 },
      { position: Position.Right, x: width, y: 120 },
    ]);
  }
});

it("uses only places from the layout", () => {
  const before = graphNodes(layout, factsOf(job.vertices)).map(({ position }) => position);
  const other = job.vertices.map((vertex) => ({ ...vertex, parallelism: 7 }));
  expect(graphNodes(layout, factsOf(other)).map(({ position }) => position)).toEqual(before);
});

it("omits nodes missing in the layout, and edges to them", () => {
  const [first] = structure.vertices;
  const partly = { ...layout, boxes: { [first?.id ?? ""]: { x: 0, y: 0, width: 1, height: 1 } }, paths: {} };
  expect(graphNodes(partly, factsOf(job.vertices))).toHaveLength(1);
  expect(graphEdges(structure, ends, partly, factsOf(job.vertices))).toEqual([]);
});

it("dashes an edge if one of its ends has no running task", () => {
  const [source] = job.vertices;
  const waiting = { ...(source ?? job.vertices[0]), tasks: { ...source?.tasks, RUNNING: 0, SCHEDULED: 2 } } as (typeof job.vertices)[0];
  const edges = graphEdges(structure, ends, layout, factsOf([waiting, ...job.vertices.slice(1)]));
  const off = edges.filter(({ data }) => data?.isOff).map(({ source: from, target }) => [from, target]);
  expect(off).toEqual([
    [source?.id, job.vertices[1]?.id],
    ["topic:in:input", source?.id],
  ]);
});

it("lets a barrier reach later edges later", () => {
  const edges = graphEdges(structure, [], layout, factsOf(job.vertices));
  const depths = new Map(edges.map(({ source, data }) => [source, data?.depth]));
  expect(structure.vertices.slice(0, 3).map(({ id }) => depths.get(id))).toEqual([0, 1, 2]);
});

it("names edges by their ends, not by ids", () => {
  const labels = graphEdges(structure, ends, layout, factsOf(job.vertices)).map(({ ariaLabel }) => ariaLabel);
  const [first, second] = structure.vertices;
  const edge = structure.edges.find(({ sourceId, targetId }) => sourceId === first?.id && targetId === second?.id);
  expect(labels).toContain(`${first?.name} to ${second?.name}, ${edge?.shipStrategy}`);
  expect(labels.every((label) => label !== undefined && !structure.vertices.some(({ id }) => label.includes(id)))).toBe(true);
  expect(labels).toContain(`Topic input to ${first?.name}`);
});

it("shows characters in the names of edges that change the text around them", () => {
  const turned = { ...structure, vertices: structure.vertices.map((vertex) => ({ ...vertex, name: `\u202E${vertex.name}` })) };
  const labels = graphEdges(turned, ends, layout, factsOf(job.vertices)).map(({ ariaLabel }) => ariaLabel);
  expect(labels.length).toBeGreaterThan(0);
  for (const label of labels) expect(label).toMatch(/^[^\u202E]*⟨U\+202E⟩[^\u202E]*$/);
});
