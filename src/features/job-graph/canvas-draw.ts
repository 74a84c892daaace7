// Draws a large graph on a canvas: from far away shapes of phases, nearer names and states. It looks
// like vertex cards and tubes from the same distance.
import { visibleText } from "../../base/visible-text.ts";
import type { StateTone } from "../../base/state-tone.ts";
import { executionStateCounts } from "../../domain/execution-state.ts";
import type { AverageLoad } from "../../domain/rate.ts";
import { formatRate } from "../../domain/units.ts";
import { vertexPhase, type VertexPhase } from "../../domain/vertex-phase.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import type { CanvasColors } from "./canvas-colors.ts";
import { type EdgeGroup, isInside, type Scene, type SceneEdge } from "./canvas-scene.ts";
import { zoomLook } from "./detail-level.ts";
import type { Box } from "./layout.ts";
import { arrowHead } from "./path.ts";
import type { CanvasSize } from "./viewport.ts";

/** React Flow's transform: the graph's origin in the canvas, px, and the zoom. */
export type View = readonly [x: number, y: number, zoom: number];

/** The values that the canvas shows, by vertex id. */
export type CanvasFacts = {
  readonly vertexOf: (id: string) => JobVertex | undefined;
  readonly loadOf: (id: string) => AverageLoad | undefined;
  /** Records per second over an edge; undefined if not measured. */
  readonly rateOf: (edge: SceneEdge) => number | undefined;
};

/** One drawing. */
export type Drawing = {
  readonly scene: Scene;
  readonly facts: CanvasFacts;
  readonly colors: CanvasColors;
  readonly view: View;
  readonly size: CanvasSize;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
  readonly selectedId: string | undefined;
  readonly hoveredId: string | undefined;
  /** Vertices that are drawn as cards above the canvas. */
  readonly carded: ReadonlySet<string>;
  /** Whether the facts are out of date. */
  readonly isStale: boolean;
};

/** The context of a canvas, on the page or not. */
export type DrawContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Clears the canvas and sets the graph's coordinates. */
export function startDrawing(context: DrawContext, { view: [x, y, zoom], size, pixelRatio, isStale }: Drawing): void {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.globalAlpha = isStale ? 0.6 : 1;
  context.setTransform(pixelRatio * zoom, 0, 0, pixelRatio * zoom, pixelRatio * x, pixelRatio * y);
}

/** Draws the vertices and topics in sight, and the edges of the selected vertex. */
export function drawVertices(context: DrawContext, drawing: Drawing): void {
  const { scene, view, carded, selectedId } = drawing;
  startDrawing(context, drawing);
  if (selectedId !== undefined) drawEdgesOf(context, scene, selectedId, drawing);
  const inSight = sightOf(drawing);
  const seen = scene.boxes.filter(([id, box]) => isInside(box, inSight) && !carded.has(id));
  drawTopics(context, drawing);
  if (zoomLook(view[2]).isFarthest) drawDots(context, seen, drawing);
  else drawSketches(context, seen, drawing);
}

/** The part of the graph in sight, px of the graph. */
function sightOf({ view: [x, y, zoom], size }: Pick<Drawing, "view" | "size">): Box {
  return { x: -x / zoom, y: -y / zoom, width: size.width / zoom, height: size.height / zoom };
}

/** The edges in sight. */
export function groupsInSight(drawing: Pick<Drawing, "scene" | "view" | "size">): readonly EdgeGroup[] {
  const inSight = sightOf(drawing);
  return drawing.scene.groups.filter(({ bounds }) => isInside(bounds, inSight));
}

/** Draws edges: tubes with arrows and labels, or thin lines from far away. */
export function drawEdges(context: DrawContext, drawing: Drawing, groups: readonly EdgeGroup[]): void {
  const { colors, view } = drawing;
  const zoom = view[2];
  const isTube = zoom >= TUBE_ZOOM;
  // Without a graphics processor, thin lines with plain ends and corners are drawn much faster.
  context.lineJoin = isTube ? "round" : "miter";
  context.lineCap = isTube ? "round" : "butt";
  context.lineWidth = isTube ? TUBE_PX : LINE_PX / zoom;
  context.strokeStyle = isTube ? colors.tube : colors.lineStrong;
  for (const group of groups) context.stroke(pathOf(group));
  if (isTube) drawArrows(context, groups, colors);
  if (!zoomLook(zoom).isFar) drawLabels(context, groups, drawing);
}

/** A tube is drawn from this zoom on, and a line below. */
const TUBE_ZOOM = 0.5;
/** Narrower than the tubes of a small graph, because many are side by side. */
const TUBE_PX = 6;
const LINE_PX = 1;
/** Between the tip of an arrow and its box. */
const TIP_PX = 4;

/** The lines of a group, made once. */
const paths = new WeakMap<EdgeGroup, Path2D>();

function pathOf(group: EdgeGroup): Path2D {
  let path = paths.get(group);
  if (path === undefined) {
    path = new Path2D();
    for (const { points } of group.edges) trace(path, points);
    paths.set(group, path);
  }
  return path;
}

function trace(path: Path2D, points: SceneEdge["points"]): void {
  for (const [index, { x, y }] of points.entries()) {
    if (index === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
}

function drawArrows(context: DrawContext, groups: readonly EdgeGroup[], colors: CanvasColors): void {
  context.lineWidth = 1.5;
  context.strokeStyle = colors.fg3;
  for (const { edges } of groups) for (const { points } of edges) context.stroke(new Path2D(arrowHead(points, TIP_PX)));
}

/** The edges of the selected vertex, above the others. */
function drawEdgesOf(context: DrawContext, { groups }: Scene, vertexId: string, { colors, view }: Drawing): void {
  const path = new Path2D();
  for (const { edges } of groups) {
    for (const { sourceId, targetId, points } of edges) if (sourceId === vertexId || targetId === vertexId) trace(path, points);
  }
  context.strokeStyle = colors.accent;
  context.lineWidth = Math.max(2, 1.6 / view[2]);
  context.stroke(path);
}

const LABEL_PX = 10;
const LABEL_LINE_PX = 14;

function drawLabels(context: DrawContext, groups: readonly EdgeGroup[], { colors, facts }: Drawing): void {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colors.fg2;
  for (const edge of groups.flatMap(({ edges }) => edges)) {
    const { label, shipStrategy } = edge;
    if (label === undefined || shipStrategy === undefined || label.width < WORD_PX) continue;
    const lines = [shipStrategy, formatRate(facts.rateOf(edge))];
    const tops = label.side === "both" ? [-LABEL_PX - LABEL_LINE_PX, LABEL_PX] : label.side === "above" ? [-38, -24] : [10, 24];
    for (const [index, line] of lines.entries()) {
      context.font = fontOf(11, index === 0 ? 600 : 420);
      context.fillText(line, label.x, label.y + (tops[index] ?? 0) + LABEL_LINE_PX / 2, label.width);
    }
  }
}

/** A label needs this space for a word, px. */
const WORD_PX = 50;

function fontOf(px: number, weight: number): string {
  return `${String(weight)} ${String(px)}px "Inter Variable", Inter, sans-serif`;
}

type Seen = readonly (readonly [id: string, box: Box])[];

/** Shapes of phases. Rectangles of one colour after the other, because these are drawn fastest. */
function drawDots(context: DrawContext, seen: Seen, drawing: Drawing): void {
  const { colors, facts, view } = drawing;
  const px = 1 / view[2];
  const phases = Map.groupBy(seen, ([id]) => phaseOf(facts, id));
  const of = (phase: VertexPhase): Seen => phases.get(phase) ?? [];
  fill(context, of("working").map(boxOf), colors.working);
  fillLoads(context, of("working"), drawing);
  fill(context, [...of("starting"), ...of("stopping"), ...of("ended")].map(boxOf), colors.surface);
  fill(context, of("failed").map(boxOf), colors.tones.failed.shape);
  fill(context, of("waiting").map(boxOf), colors.waiting);
  // Half full as its tasks start, half empty as they stop.
  fill(
    context,
    of("starting").map(([, { x, y, width, height }]) => ({ x, y: y + height / 2, width, height: height / 2 })),
    colors.tones.initializing.shape,
  );
  fill(
    context,
    of("stopping").map(([, { x, y, width, height }]) => ({ x, y, width: width / 2, height })),
    colors.tones.canceling.shape,
  );
  outline(context, [...of("starting"), ...of("stopping"), ...of("ended")].map(boxOf), colors.tones.finished.shape, px);
  context.setLineDash([3 * px, 2 * px]);
  outline(context, of("waiting").map(boxOf), colors.tones.scheduled.shape, 1.5 * px);
  context.setLineDash([]);
  drawCrosses(context, of("failed").map(boxOf), colors.surface, px);
  drawRings(context, seen, drawing);
}

function boxOf([, box]: readonly [string, Box]): Box {
  return box;
}

function fill(context: DrawContext, boxes: readonly Box[], color: string): void {
  if (boxes.length === 0) return;
  context.fillStyle = color;
  for (const { x, y, width, height } of boxes) context.fillRect(x, y, width, height);
}

function outline(context: DrawContext, boxes: readonly Box[], color: string, lineWidth: number): void {
  if (boxes.length === 0) return;
  context.strokeStyle = color;
  context.lineWidth = lineWidth;
  context.beginPath();
  const inset = lineWidth / 2;
  for (const { x, y, width, height } of boxes) context.rect(x + inset, y + inset, width - lineWidth, height - lineWidth);
  context.stroke();
}

function drawCrosses(context: DrawContext, boxes: readonly Box[], color: string, px: number): void {
  context.strokeStyle = color;
  context.lineWidth = 1.5 * px;
  context.beginPath();
  for (const { x, y, width, height } of boxes) {
    context.moveTo(x + width / 4, y + height / 4);
    context.lineTo(x + (width * 3) / 4, y + (height * 3) / 4);
    context.moveTo(x + (width * 3) / 4, y + height / 4);
    context.lineTo(x + width / 4, y + (height * 3) / 4);
  }
  context.stroke();
}

function drawTopics(context: DrawContext, { scene, colors, carded, view }: Drawing): void {
  const topics = scene.topics.filter(({ id }) => !carded.has(id));
  fill(
    context,
    topics.map(({ box }) => box),
    colors.topicTint,
  );
  if (zoomLook(view[2]).isFarthest) return;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.font = fontOf(TEXT_PX / view[2], 600);
  context.fillStyle = colors.topic;
  for (const { name, box } of topics)
    context.fillText(visibleText(name), box.x + PADDING_PX, box.y + PADDING_PX, box.width - 2 * PADDING_PX);
}

/** From the bottom: the busy share, and above it the backpressured one, averaged over the subtasks. */
function fillLoads(context: DrawContext, seen: Seen, { facts, colors }: Drawing): void {
  const busy: Box[] = [];
  const backpressured: Box[] = [];
  for (const [id, { x, y, width, height }] of seen) {
    const load = facts.loadOf(id);
    if (load === undefined) continue;
    const busyPx = load.busyShare * height;
    const pressedPx = load.backpressuredShare * height;
    if (busyPx > 0) busy.push({ x, y: y + height - busyPx, width, height: busyPx });
    if (pressedPx > 0) backpressured.push({ x, y: y + height - busyPx - pressedPx, width, height: pressedPx });
  }
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * LOAD_ALPHA;
  fill(context, busy, colors.busy);
  fill(context, backpressured, colors.backpressure);
  context.globalAlpha = alpha;
}

const LOAD_ALPHA = 0.45;

/** Around the selected vertex and the one under the pointer. */
function drawRings(context: DrawContext, seen: Seen, { selectedId, hoveredId, colors, view }: Drawing): void {
  const px = 1 / view[2];
  for (const [id, { x, y, width, height }] of seen) {
    if (id !== selectedId && id !== hoveredId) continue;
    const isSelected = id === selectedId;
    const gap = 2 * px;
    context.strokeStyle = isSelected ? colors.accent : colors.fg3;
    context.lineWidth = (isSelected ? 3 : 1) * px;
    context.beginPath();
    context.roundRect(x - gap, y - gap, width + 2 * gap, height + 2 * gap, 10);
    context.stroke();
  }
}

/** Names and states, in text that keeps its size on the screen. */
function drawSketches(context: DrawContext, seen: Seen, drawing: Drawing): void {
  const { colors, facts, view } = drawing;
  const px = 1 / view[2];
  const waiting = seen.filter(([id]) => phaseOf(facts, id) === "waiting");
  const others = seen.filter(([id]) => phaseOf(facts, id) !== "waiting");
  fillRounded(context, others, colors.surface);
  fillRounded(context, waiting, colors.waiting);
  fillLoads(context, others, drawing);
  strokeRounded(context, others, colors.line, px);
  context.setLineDash([4 * px, 3 * px]);
  strokeRounded(context, waiting, colors.tones.scheduled.shape, 1.5 * px);
  context.setLineDash([]);
  drawRings(context, seen, drawing);
  for (const [id, box] of seen) {
    const vertex = facts.vertexOf(id);
    if (vertex !== undefined) drawWords(context, vertex, box, drawing);
  }
}

const RADIUS_PX = 10;

function fillRounded(context: DrawContext, seen: Seen, color: string): void {
  context.fillStyle = color;
  context.beginPath();
  for (const [, { x, y, width, height }] of seen) context.roundRect(x, y, width, height, RADIUS_PX);
  context.fill();
}

function strokeRounded(context: DrawContext, seen: Seen, color: string, lineWidth: number): void {
  context.strokeStyle = color;
  context.lineWidth = lineWidth;
  context.beginPath();
  for (const [, { x, y, width, height }] of seen) context.roundRect(x, y, width, height, RADIUS_PX);
  context.stroke();
}

/** On the screen, px. */
const TEXT_PX = 11;
const TEXT_LINE_PX = 13;
const PADDING_PX = 5;
/** In a narrow box the words need the space, px. */
const LEAST_PADDING_PX = 2;
const MOST_LINES = 4;

/** The name from the top and the states at the bottom, in screen coordinates. */
function drawWords(context: DrawContext, vertex: JobVertex, box: Box, { colors, view, pixelRatio }: Drawing): void {
  const [x, y, zoom] = view;
  const padding = Math.max(LEAST_PADDING_PX, Math.min(PADDING_PX, Math.floor(box.width * zoom * 0.08)));
  const left = Math.round(box.x * zoom + x) + padding;
  const top = Math.round(box.y * zoom + y) + padding;
  const width = box.width * zoom - 2 * padding;
  const height = box.height * zoom - 2 * padding;
  context.save();
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.textAlign = "left";
  context.textBaseline = "top";
  const states = executionStateCounts(vertex.tasks);
  const stateLines = Math.min(states.length, Math.max(1, Math.floor(height / TEXT_LINE_PX) - 1));
  context.font = fontOf(TEXT_PX, 620);
  context.fillStyle = colors.fg;
  const lines = linesOf(context, vertexTitle(vertex.name), width);
  const most = Math.min(MOST_LINES, Math.floor(height / TEXT_LINE_PX) - stateLines);
  for (const [index, line] of lines.slice(0, most).entries()) {
    context.fillText(index === most - 1 && lines.length > most ? `${line.slice(0, -1)}…` : line, left, top + index * TEXT_LINE_PX);
  }
  context.font = fontOf(TEXT_PX, 600);
  for (const [index, { tone, count, word }] of states.slice(0, stateLines).entries()) {
    const lineTop = top + height - (stateLines - index) * TEXT_LINE_PX;
    context.fillStyle = colors.tones[tone].shape;
    drawShape(context, tone, left, lineTop + 1);
    context.fillStyle = colors.tones[tone].text;
    const words = `${String(count)} ${word}`;
    const isWordDrawn = context.measureText(words).width <= width - SHAPE_PX - 4;
    context.fillText(isWordDrawn ? words : String(count), left + SHAPE_PX + 4, lineTop);
  }
  context.restore();
}

/** The shapes of states, px. */
const SHAPE_PX = 8;

/** The shape of a state as in badges: a triangle runs, a cross has failed, a square was ended, a ring comes. */
function drawShape(context: DrawContext, tone: StateTone, x: number, y: number): void {
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 1.5;
  context.beginPath();
  switch (tone) {
    case "running":
      context.moveTo(x, y);
      context.lineTo(x + SHAPE_PX, y + SHAPE_PX / 2);
      context.lineTo(x, y + SHAPE_PX);
      context.fill();
      return;
    case "failed":
    case "failing":
      context.moveTo(x, y);
      context.lineTo(x + SHAPE_PX, y + SHAPE_PX);
      context.moveTo(x + SHAPE_PX, y);
      context.lineTo(x, y + SHAPE_PX);
      break;
    case "finished":
      context.moveTo(x, y + SHAPE_PX / 2);
      context.lineTo(x + SHAPE_PX / 3, y + SHAPE_PX);
      context.lineTo(x + SHAPE_PX, y);
      break;
    case "canceling":
    case "canceled":
      context.rect(x + 0.5, y + 0.5, SHAPE_PX - 1, SHAPE_PX - 1);
      break;
    default:
      context.arc(x + SHAPE_PX / 2, y + SHAPE_PX / 2, SHAPE_PX / 2 - 0.5, 0, 2 * Math.PI);
  }
  context.stroke();
}

/** The lines of a name at a width, in steps of 4 px so that a zoom need not break it in every frame. */
const brokenLines = new Map<string, readonly string[]>();
const MOST_BROKEN = 20_000;

function linesOf(context: DrawContext, name: string, widthPx: number): readonly string[] {
  const width = Math.floor(widthPx / 4) * 4;
  const key = `${String(width)} ${name}`;
  let lines = brokenLines.get(key);
  if (lines === undefined) {
    if (brokenLines.size > MOST_BROKEN) brokenLines.clear();
    lines = breakLines(name, (text) => context.measureText(text).width <= width);
    brokenLines.set(key, lines);
  }
  return lines;
}

/** Breaks a text into lines that fit, between words if possible. At most as many as are drawn, and one more. */
export function breakLines(text: string, fits: (line: string) => boolean): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > 1 && !fits(line)) {
      let count = line.length - 1;
      while (count > 1 && !fits(line.slice(0, count))) count--;
      lines.push(line.slice(0, count));
      line = line.slice(count);
    }
    if (lines.length > MOST_LINES) return lines;
  }
  return [...lines, line];
}

function phaseOf(facts: CanvasFacts, id: string): VertexPhase {
  const vertex = facts.vertexOf(id);
  return vertex === undefined ? "ended" : vertexPhase(vertex);
}
