// The horizontal places of a layered graph and the routes of its edges. Edges bend only between
// layers, rows and bands, where no boxes are.
import { isCrowded, type LayeredGraph, type Link, type Route, type Slot } from "./layered-graph.ts";
import { BAND_GAP_PX, type Column, GRID_GAP_PX, MOST_TURN_LANES, type Spacing, TURN_LANE_PX, widthOf } from "./layered-places.ts";

export type Point = { x: number; y: number };

/** Where an edge has space for text: the middle of the line that it belongs to, px. */
export type LabelPlace = Point & {
  /** The free space, px. */
  readonly width: number;
  /** On which side of the line: both if it is straight there. */
  readonly side: "both" | "above" | "below";
};

/** The places of a layered layout. */
export type Placed = {
  /** By box id: the left upper corner of the drawn box. */
  readonly corners: ReadonlyMap<string, Point>;
  /** By edge id: the points from box to box. */
  readonly paths: ReadonlyMap<string, readonly Point[]>;
  readonly labels: ReadonlyMap<string, LabelPlace>;
  readonly width: number;
  readonly height: number;
};

/** Between two vertical pieces in a gap, px. Narrower if there are many. */
const LANE_PX = 16;
const MOST_WIDENING_PX = 240;
/** Between a box and the first or last vertical piece: the end of a tube and its arrow, px. */
const LANE_MARGIN_PX = 20;

/** A link between two layers with the heights at which it leaves and arrives, and its lane, 0 from the left. */
type Crossing = { readonly link: Link; readonly y1: number; readonly y2: number; lane: number };

/** The gap between a layer and the next. */
type Channel = { readonly crossings: ReadonlyMap<Link, Crossing>; readonly lanes: number; readonly isTurn: boolean };

/** Between two steps. */
const ROUTES_PER_STEP = 256;

/** Places columns and routes edges. Yields between steps of a few ms. */
export function* routeEdges({ routes }: LayeredGraph, columns: readonly Column[], spacing: Spacing): Generator<void, Placed> {
  const channels: Channel[] = [];
  for (const [index, column] of columns.entries()) {
    const next = columns[index + 1];
    if (next !== undefined) channels.push(channelBetween(column, next));
    if (index % 4 === 3) yield;
  }
  const frames = framesOf(columns, channels, spacing);
  const layers = columns.flatMap((column, index): Layer[] => {
    const frame = frames[index];
    return frame === undefined ? [] : [{ column, frame, channel: channels[index] }];
  });
  const corners = new Map<string, Point>();
  for (const { column, frame } of layers) {
    for (const slot of column.slots) {
      if (slot.box !== undefined) corners.set(slot.box.id, { x: leftOf(slot, frame, column), y: slot.y + frame.dy - slot.height / 2 });
    }
  }
  yield;
  const paths = new Map<string, readonly Point[]>();
  const labels = new Map<string, LabelPlace>();
  let width = layers.reduce((most, { column, frame }) => Math.max(most, frame.x + frame.width + reachOf(column.slots, "reachRight")), 0);
  for (const [index, route] of routes.entries()) {
    const drawn = draw(route, layers);
    if (drawn === undefined) continue;
    paths.set(route.id, drawn.points);
    if (drawn.label !== undefined) labels.set(route.id, drawn.label);
    for (const { x } of drawn.points) width = Math.max(width, x);
    if (index % ROUTES_PER_STEP === ROUTES_PER_STEP - 1) yield;
  }
  const height = layers.reduce((most, { frame }) => Math.max(most, frame.bandBottom), 0);
  return { corners, paths, labels, width, height };
}

/** The height at which a link leaves its layer: beside its box, or below its row in a grid. */
function exitY(link: Link, column: Column): number {
  const { from, fromOffset } = link;
  return isBelowRow(link, column) ? (column.cells.get(from)?.laneBelow ?? from.y) : from.y + fromOffset;
}

/** The height at which it arrives at the next layer. */
function entryY(link: Link, column: Column): number {
  const { to, toOffset } = link;
  return isAboveRow(link, column) ? (column.cells.get(to)?.laneAbove ?? to.y) : to.y + toOffset;
}

function channelBetween(column: Column, next: Column): Channel {
  const crossings = column.slots.flatMap(({ outs }) =>
    outs.map((link): Crossing => ({ link, y1: exitY(link, column), y2: entryY(link, next), lane: 0 })),
  );
  const isTurn = next.band !== column.band;
  const lanes = isTurn ? assignTurns(crossings) : assignLanes(crossings);
  return { crossings: new Map(crossings.map((crossing) => [crossing.link, crossing])), lanes, isTurn };
}

/** Gives each link that changes its band a lane of its own, as long as there are lanes. Returns the number of lanes. */
function assignTurns(crossings: readonly Crossing[]): number {
  const sorted = crossings.toSorted((a, b) => a.y1 - b.y1);
  for (const [index, crossing] of sorted.entries()) crossing.lane = index % MOST_TURN_LANES;
  return Math.min(sorted.length, MOST_TURN_LANES);
}

/** Vertical pieces that share a lane: one, or all that lead to or from a box with too many edges for ports. */
type Bundle = { readonly crossings: readonly Crossing[]; readonly top: number; readonly bottom: number; readonly isDown: boolean };

/**
 * Gives vertical pieces lanes so that no two overlap. Of the pieces that lead down the lowest is the
 * leftmost, of those that lead up the highest, because these do not cross then. Returns the number
 * of lanes.
 */
function assignLanes(crossings: readonly Crossing[]): number {
  const bent = crossings.filter(({ y1, y2 }) => y1 !== y2);
  const bundles = [...Map.groupBy(bent, ({ link }) => bundleKey(link)).values()].map(bundleOf);
  const sorted = [
    ...bundles.filter(({ isDown }) => isDown).toSorted((a, b) => b.top - a.top || b.bottom - a.bottom),
    ...bundles.filter(({ isDown }) => !isDown).toSorted((a, b) => a.bottom - b.bottom || a.top - b.top),
  ];
  const placed: Bundle[][] = [];
  for (const bundle of sorted) {
    const blocking = placed.findLastIndex((others) => others.some((other) => other.isDown === bundle.isDown && overlap(other, bundle)));
    let lane = blocking + 1;
    while ((placed[lane] ?? []).some((other) => overlap(other, bundle))) lane++;
    (placed[lane] ??= []).push(bundle);
    for (const crossing of bundle.crossings) crossing.lane = lane;
  }
  return placed.length;
}

function bundleKey(link: Link): unknown {
  if (isCrowded(link.to.ins)) return link.to;
  return isCrowded(link.from.outs) ? link.from : link;
}

function bundleOf(crossings: readonly Crossing[]): Bundle {
  const top = crossings.reduce((least, { y1, y2 }) => Math.min(least, y1, y2), Number.POSITIVE_INFINITY);
  const bottom = crossings.reduce((most, { y1, y2 }) => Math.max(most, y1, y2), Number.NEGATIVE_INFINITY);
  return { crossings, top, bottom, isDown: crossings.reduce((sum, { y1, y2 }) => sum + y2 - y1, 0) > 0 };
}

/** Whether two vertical pieces have a part in common, or are too close to tell apart. */
function overlap(a: Bundle, b: Bundle): boolean {
  return a.top < b.bottom + LANE_PX && b.top < a.bottom + LANE_PX;
}

/** The horizontal place of a layer, px, and how far its band is moved down. */
type Frame = {
  readonly x: number;
  readonly width: number;
  readonly dy: number;
  /** The free space behind it, without reach; the lanes of the gap are within. */
  readonly freeFrom: number;
  readonly freeTo: number;
  readonly bandBottom: number;
};

function framesOf(columns: readonly Column[], channels: readonly Channel[], spacing: Spacing): readonly Frame[] {
  const bands = Map.groupBy(columns.keys(), (index) => columns[index]?.band ?? 0);
  const turns = channels.map(({ isTurn, lanes }) => (isTurn ? lanes : 0));
  const mostTurns = Math.max(0, ...turns);
  const left = mostTurns === 0 ? 0 : 2 * LANE_MARGIN_PX + mostTurns * TURN_LANE_PX;
  const frames: Frame[] = [];
  let top = 0;
  for (const indices of bands.values()) {
    const slots = indices.flatMap((index) => [...(columns[index]?.slots ?? [])]);
    const least = slots.reduce((lowest, slot) => Math.min(lowest, slot.y - slot.height / 2), Number.POSITIVE_INFINITY);
    const most = slots.reduce((highest, slot) => Math.max(highest, slot.y + slot.height / 2), Number.NEGATIVE_INFINITY);
    const bottom = top + most - least;
    let x = left;
    for (const index of indices) {
      const column = columns[index];
      if (column === undefined) continue;
      const next = columns[index + 1];
      const width = column.columns * (widthOf(column.slots) + GRID_GAP_PX) - GRID_GAP_PX;
      const reach = reachOf(column.slots, "reachRight") + (next === undefined ? 0 : reachOf(next.slots, "reachLeft"));
      const channel = channels[index];
      const gap = channel === undefined || channel.isTurn ? spacing.layer : Math.max(spacing.layer, reach + lanesWidth(channel.lanes));
      const freeFrom = x + width + reachOf(column.slots, "reachRight");
      const freeTo = x + width + gap - (next === undefined ? 0 : reachOf(next.slots, "reachLeft"));
      frames.push({ x, width, dy: top - least, freeFrom, freeTo, bandBottom: bottom });
      x += width + gap;
    }
    top = bottom + BAND_GAP_PX + Math.max(0, (turns[indices.at(-1) ?? -1] ?? 0) - 1) * TURN_LANE_PX;
  }
  return frames;
}

function lanesWidth(lanes: number): number {
  return lanes <= 1 ? 0 : 2 * LANE_MARGIN_PX + Math.min(MOST_WIDENING_PX, (lanes - 1) * LANE_PX);
}

function reachOf(slots: readonly Slot[], side: "reachLeft" | "reachRight"): number {
  return slots.reduce((most, { box }) => Math.max(most, box?.[side] ?? 0), 0);
}

/** The left side of the drawn box. A box that reaches out keeps the other side at its layer's. */
function leftOf(slot: Slot, { x, width }: Frame, { cells }: Column): number {
  const own = slot.box?.width ?? 0;
  const cell = cells.get(slot);
  if (cell !== undefined) return x + cell.column * (own + GRID_GAP_PX);
  return (slot.box?.reachRight ?? 0) > 0 ? x + width - own : x - (slot.box?.reachLeft ?? 0);
}

function rightOf(slot: Slot, frame: Frame, column: Column): number {
  const { width = 0, reachLeft = 0, reachRight = 0 } = slot.box ?? {};
  return leftOf(slot, frame, column) + width + reachLeft + reachRight;
}

/** A layer with its place and the gap behind it. */
type Layer = { readonly column: Column; readonly frame: Frame; readonly channel: Channel | undefined };

/** An edge's points, and the place of its label. */
type Drawn = { readonly points: readonly Point[]; readonly label: LabelPlace | undefined };

function draw({ source, target, links }: Route, layers: readonly Layer[]): Drawn | undefined {
  const first = layers[source.layer];
  const last = layers[target.layer];
  if (first === undefined || last === undefined) return undefined;
  const from = { x: rightOf(source, first.frame, first.column), y: source.y + first.frame.dy + (links[0]?.fromOffset ?? 0) };
  const to = { x: leftOf(target, last.frame, last.column), y: target.y + last.frame.dy + (links.at(-1)?.toOffset ?? 0) };
  // An edge that closes a cycle has no links and no route.
  const points = [from];
  let label: LabelPlace | undefined;
  // Where several edges meet at one end, labels are at the other.
  const labelled = source.outs.length <= target.ins.length ? links[0] : links.at(-1);
  for (const link of links) {
    const layer = layers[link.from.layer];
    const next = layers[link.to.layer];
    const crossing = layer?.channel?.crossings.get(link);
    if (layer?.channel === undefined || next === undefined || crossing === undefined) continue;
    const bends = bendsOf(crossing, layer, next, layer.channel);
    points.push(...bends);
    if (link === labelled) label = labelOf(crossing, layer, next, bends, link === links[0]);
  }
  points.push(to);
  return { points: withoutStraight(points), label };
}

/** The bends of a link: out of a grid, through the gap or around to the next band, into a grid. */
function bendsOf({ link, lane, y1, y2 }: Crossing, { column, frame }: Layer, next: Layer, channel: Channel): Point[] {
  const bends: Point[] = [];
  const startY = y1 + frame.dy;
  const endY = y2 + next.frame.dy;
  if (isBelowRow(link, column)) {
    const x = rightOf(link.from, frame, column) + GRID_GAP_PX / 2;
    bends.push({ x, y: link.from.y + link.fromOffset + frame.dy }, { x, y: startY });
  }
  if (channel.isTurn) {
    // The uppermost goes furthest to the right, lowest between the bands, and arrives innermost.
    const outer = (channel.lanes - 1 - lane) * TURN_LANE_PX;
    const right = frame.freeFrom + LANE_MARGIN_PX + outer;
    const between = frame.bandBottom + BAND_GAP_PX / 2 + outer;
    const left = next.frame.x - LANE_MARGIN_PX - lane * TURN_LANE_PX;
    bends.push({ x: right, y: startY }, { x: right, y: between }, { x: left, y: between }, { x: left, y: endY });
  } else if (startY !== endY) {
    const x = laneX(lane, channel.lanes, frame);
    bends.push({ x, y: startY }, { x, y: endY });
  }
  if (isAboveRow(link, next.column)) {
    const x = leftOf(link.to, next.frame, next.column) - GRID_GAP_PX / 2;
    bends.push({ x, y: endY }, { x, y: link.to.y + link.toOffset + next.frame.dy });
  }
  return bends;
}

function laneX(lane: number, lanes: number, { freeFrom, freeTo }: Frame): number {
  const middle = (freeFrom + freeTo) / 2;
  if (lanes <= 1) return Math.round(middle);
  const pitch = Math.min(LANE_PX, (freeTo - freeFrom - 2 * LANE_MARGIN_PX) / (lanes - 1));
  return Math.round((middle + (lane - (lanes - 1) / 2) * pitch) * 10) / 10;
}

function labelOf(
  { link, y1, y2 }: Crossing,
  { column, frame, channel }: Layer,
  next: Layer,
  bends: readonly Point[],
  isAtStart: boolean,
): LabelPlace {
  const width = frame.freeTo - frame.freeFrom;
  const x = (frame.freeFrom + frame.freeTo) / 2;
  if (isAtStart && isBelowRow(link, column)) {
    const right = rightOf(link.from, frame, column);
    return { x: right + GRID_GAP_PX / 2, y: link.from.y + link.fromOffset + frame.dy, width: GRID_GAP_PX, side: "above" };
  }
  if (!isAtStart && isAboveRow(link, next.column)) {
    const left = leftOf(link.to, next.frame, next.column);
    return { x: left - GRID_GAP_PX / 2, y: link.to.y + link.toOffset + next.frame.dy, width: GRID_GAP_PX, side: "below" };
  }
  const turn = channel?.isTurn === true ? bends.at(-2) : undefined;
  // On the line between the bands, at its end.
  if (turn !== undefined) return { x: turn.x + BAND_GAP_PX, y: turn.y, width: 2 * BAND_GAP_PX, side: "both" };
  if (y1 === y2) return { x, y: y1 + frame.dy, width, side: "both" };
  const isDown = y2 > y1;
  return isAtStart
    ? { x, y: y1 + frame.dy, width, side: isDown ? "above" : "below" }
    : { x, y: y2 + next.frame.dy, width, side: isDown ? "below" : "above" };
}

function isBelowRow({ from }: Link, { columns, cells }: Column): boolean {
  const cell = cells.get(from);
  return cell !== undefined && cell.column < columns - 1;
}

function isAboveRow({ to }: Link, { cells }: Column): boolean {
  return (cells.get(to)?.column ?? 0) > 0;
}

/** Without points on a straight line. */
function withoutStraight(points: readonly Point[]): readonly Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return true;
    return !(before.x === point.x && point.x === after.x) && !(before.y === point.y && point.y === after.y);
  });
}
