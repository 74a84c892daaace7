// The heights of the boxes of a layered graph, and the shape of the whole: tall layers become grids,
// long graphs wrap like text.
import type { LayeredGraph, Link, Slot } from "./layered-graph.ts";

/** The space between boxes, px. */
export type Spacing = {
  /** Between two layers. */
  readonly layer: number;
  /** Between two boxes of a layer. */
  readonly row: number;
};

/** The place of a layer. */
export type Column = {
  readonly slots: readonly Slot[];
  /** The number of columns of its grid; 1 for a plain layer. */
  readonly columns: number;
  /** By box: its column and the lanes in the gaps above and below its row, px. Only in a grid. */
  readonly cells: ReadonlyMap<Slot, Cell>;
  /** The line of wrapped layers that it belongs to, 0 first. */
  readonly band: number;
};

/** A place in a grid. */
export type Cell = { readonly column: number; readonly laneAbove: number; readonly laneBelow: number };

/** Between two columns of a grid, px. */
export const GRID_GAP_PX = 40;
/** Between a lane of a grid and the middle of its gap, px. */
const LANE_FROM_MIDDLE_PX = 6;
/** Between two bands, without the lanes of the edges between them, px. */
export const BAND_GAP_PX = 56;
/** Between two edges that lead from a band to the next, px. */
export const TURN_LANE_PX = 14;
/** More edges share lanes. */
export const MOST_TURN_LANES = 12;

/** Chooses the shape and sets the `y` of each slot. Yields between steps of a few ms. */
export function* placeSlots({ layers }: LayeredGraph, spacing: Spacing): Generator<void, readonly Column[]> {
  const shape = chooseShape(layers, spacing);
  const columns = layers.map((slots, index): Column => {
    const count = shape.columnsOf(index);
    const band = shape.bandOf(index);
    return { slots, columns: count, cells: count === 1 ? NO_CELLS : placeGrid(slots, count), band };
  });
  for (const { slots, cells } of columns) if (cells.size === 0) stack(slots, spacing);
  for (let pass = 0; pass < PASSES; pass++) {
    const isLast = pass === PASSES - 1;
    const backwards = pass % 2 === 1;
    for (const { slots, cells } of backwards ? columns.toReversed() : columns) {
      if (cells.size > 0) continue;
      settle(slots, spacing, (slot) => (isLast ? [...pullsOf(slot, false), ...pullsOf(slot, true)] : pullsOf(slot, backwards)));
    }
    yield;
  }
  for (const slot of layers.flat()) slot.y = Math.round(slot.y);
  for (const slot of layers.flat()) for (const piece of slot.outs) straighten(piece);
  return columns;
}

const NO_CELLS: ReadonlyMap<Slot, Cell> = new Map();
const PASSES = 5;

/** What a neighbour wants for a slot: its middle, px, and how much that counts. */
type Pull = { readonly y: number; readonly weight: number };

/** The neighbours' wishes for straight links. A long edge should above all be straight where it passes layers. */
function pullsOf(slot: Slot, backwards: boolean): Pull[] {
  return backwards
    ? slot.outs.map(({ to, fromOffset, toOffset }) => ({ y: to.y + toOffset - fromOffset, weight: weightOf(slot, to) }))
    : slot.ins.map(({ from, fromOffset, toOffset }) => ({ y: from.y + fromOffset - toOffset, weight: weightOf(slot, from) }));
}

function weightOf(a: Slot, b: Slot): number {
  const passes = (a.box === undefined ? 1 : 0) + (b.box === undefined ? 1 : 0);
  return passes === 2 ? 8 : passes === 1 ? 2 : 1;
}

function stack(slots: readonly Slot[], spacing: Spacing): void {
  settle(slots, spacing, () => []);
}

/**
 * Moves the slots of a layer as near to their wishes as the distances between them allow: the least
 * sum of squares, by pooling adjacent violators. A slot without wishes stays.
 */
function settle(slots: readonly Slot[], { row }: Spacing, wishesOf: (slot: Slot) => readonly Pull[]): void {
  const pools: { sum: number; weight: number; slots: { slot: Slot; below: number }[] }[] = [];
  let below = 0;
  for (const [index, slot] of slots.entries()) {
    const before = slots[index - 1];
    if (before !== undefined) below += (before.height + slot.height) / 2 + gapBetween(before, slot, row);
    const wishes = wishesOf(slot);
    const weight = wishes.reduce((sum, one) => sum + one.weight, 0);
    const y = weight === 0 ? slot.y : wishes.reduce((sum, one) => sum + one.y * one.weight, 0) / weight;
    const counted = weight === 0 ? 0.1 : weight;
    let pool = { sum: (y - below) * counted, weight: counted, slots: [{ slot, below }] };
    for (let last = pools.at(-1); last !== undefined && last.sum / last.weight >= pool.sum / pool.weight; last = pools.at(-1)) {
      pools.pop();
      last.slots.push(...pool.slots);
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, slots: last.slots };
    }
    pools.push(pool);
  }
  for (const pool of pools) for (const member of pool.slots) member.slot.y = pool.sum / pool.weight + member.below;
}

function gapBetween(a: Slot, b: Slot, row: number): number {
  return a.box === undefined && b.box === undefined ? row / 2 : row;
}

/** The boxes row by row, so that their order from the top remains. Edges pass in the gaps between rows. */
function placeGrid(slots: readonly Slot[], columns: number): ReadonlyMap<Slot, Cell> {
  const height = slots.reduce((most, slot) => Math.max(most, slot.height), 0);
  const pitch = height + GRID_GAP_PX;
  const boxes = slots.filter(({ box }) => box !== undefined).length;
  const top = (-Math.ceil(boxes / columns) * pitch) / 2;
  const cells = new Map<Slot, Cell>();
  let placed = 0;
  for (const slot of slots) {
    const row = Math.floor(placed / columns);
    const middle = top + row * pitch + pitch / 2;
    if (slot.box === undefined) {
      slot.y = middle - pitch / 2;
    } else {
      slot.y = middle;
      cells.set(slot, {
        column: placed % columns,
        laneAbove: Math.round(middle - pitch / 2 + LANE_FROM_MIDDLE_PX),
        laneBelow: Math.round(middle + pitch / 2 - LANE_FROM_MIDDLE_PX),
      });
      placed++;
    }
  }
  return cells;
}

/** A smaller step of a link than this is removed by moving its end along the box, px. */
const SMALL_STEP_PX = 14;
/** Ends keep this distance from the corners of their box, px. */
const CORNER_PX = 16;

function straighten(piece: Link): void {
  const step = piece.to.y + piece.toOffset - (piece.from.y + piece.fromOffset);
  if (step === 0 || Math.abs(step) > SMALL_STEP_PX) return;
  const isFree = (slot: Slot, links: readonly Link[], offset: number): boolean =>
    slot.box !== undefined && links.length === 1 && Math.abs(offset) <= slot.height / 2 - CORNER_PX;
  if (isFree(piece.from, piece.from.outs, piece.fromOffset + step)) piece.fromOffset += step;
  else if (isFree(piece.to, piece.to.ins, piece.toOffset - step)) piece.toOffset -= step;
}

/** How layers are folded to fit. */
type Shape = { readonly columnsOf: (layer: number) => number; readonly bandOf: (layer: number) => number };

/** The space that a graph has in a window of 1440 × 900, px. Other windows have a similar shape. */
const SPACE = { width: 1340, height: 460 };
/** At this zoom whole cards are drawn, so a graph need not be folded to be larger. */
const READABLE_ZOOM = 11 / 12;
/** Folding makes a graph harder to follow, so it must enlarge it by this factor. */
const WORTHWHILE = 1.2;
/** Layers of up to this number of rows stay one column. */
const LEAST_ROWS = 6;
const MOST_PLAIN_ROWS = 12;
/** The most rows and lines that are tried. */
const MOST_ROWS = 120;
const MOST_BANDS = 24;

/** What the shape depends on: the boxes of a layer. */
type LayerSize = { readonly boxes: number; readonly width: number; readonly height: number; readonly mayBeGrid: boolean };

function sizeOf(slots: readonly Slot[]): LayerSize {
  const boxes = slots.filter(({ box }) => box !== undefined).length;
  return {
    boxes,
    width: widthOf(slots),
    height: slots.reduce((most, slot) => Math.max(most, slot.height), 0),
    // Boxes that reach out of their column cannot have others beside them.
    mayBeGrid: boxes > MOST_PLAIN_ROWS && !slots.some(({ box }) => box?.isSatellite === true),
  };
}

function columnsOf({ boxes, mayBeGrid }: LayerSize, rows: number): number {
  return mayBeGrid ? Math.ceil(boxes / rows) : 1;
}

/** The shape that can be drawn largest. A graph that is readable anyway keeps its plain layers. */
function chooseShape(layers: readonly Slot[][], spacing: Spacing): Shape {
  const sizes = layers.map(sizeOf);
  const links = layers.reduce((sum, slots) => slots.reduce((own, { outs }) => own + outs.length, sum), 0);
  const turns = Math.min(MOST_TURN_LANES, links / Math.max(1, layers.length - 1));
  const tallest = sizes.reduce((most, { boxes }) => Math.max(most, boxes), 1);
  const plainZoom = zoomOf(extentOf(sizes, tallest, spacing), 1, turns, spacing);
  const plain = { rows: tallest, bands: 1, zoom: plainZoom };
  let best = plain;
  if (plainZoom < READABLE_ZOOM) {
    const rowChoices = tallest > MOST_PLAIN_ROWS ? range(LEAST_ROWS, Math.min(tallest, MOST_ROWS)) : [];
    for (const rows of [tallest, ...rowChoices]) {
      const extent = extentOf(sizes, rows, spacing);
      for (let bands = 1; bands <= Math.min(layers.length, MOST_BANDS); bands++) {
        const zoom = zoomOf(extent, bands, turns, spacing);
        if (zoom > best.zoom * 1.02) best = { rows, bands, zoom };
      }
    }
    if (best.zoom < READABLE_ZOOM && best.zoom < plainZoom * WORTHWHILE) best = plain;
  }
  const columns = sizes.map((size) => columnsOf(size, best.rows));
  const bands = bandsOf(columns, best.bands);
  return { columnsOf: (layer) => columns[layer] ?? 1, bandOf: (layer) => bands[layer] ?? 0 };
}

/** The size of all layers side by side, px. */
type Extent = { readonly width: number; readonly widest: number; readonly height: number };

function extentOf(sizes: readonly LayerSize[], rows: number, spacing: Spacing): Extent {
  let width = 0;
  let widest = 0;
  let height = 0;
  for (const size of sizes) {
    const columns = columnsOf(size, rows);
    const own = columns * (size.width + GRID_GAP_PX) - GRID_GAP_PX;
    width += own + spacing.layer;
    widest = Math.max(widest, own);
    const gap = columns === 1 ? spacing.row : GRID_GAP_PX;
    height = Math.max(height, Math.ceil(size.boxes / columns) * (size.height + gap) - gap);
  }
  return { width, widest, height };
}

function zoomOf({ width, widest, height }: Extent, bands: number, turns: number, spacing: Spacing): number {
  const lineWidth = bands === 1 ? width : Math.max(widest, width / bands) + 2 * (spacing.layer + turns * TURN_LANE_PX);
  const lines = bands * height + (bands - 1) * (BAND_GAP_PX + Math.max(0, turns - 1) * TURN_LANE_PX);
  return Math.min(1, SPACE.width / lineWidth, SPACE.height / lines);
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** Distributes layers over the bands so that these are about equally wide. */
function bandsOf(columns: readonly number[], bands: number): readonly number[] {
  const total = columns.reduce((sum, one) => sum + one, 0);
  let before = 0;
  const bandByLayer = columns.map((count) => {
    const middle = before + count / 2;
    before += count;
    return Math.min(bands - 1, Math.floor((middle * bands) / Math.max(1, total)));
  });
  // A band may have got no layer if one layer is wider than a band.
  const used = [...new Set(bandByLayer)];
  return bandByLayer.map((band) => used.indexOf(band));
}

/** The width of a layer's widest box, px. */
export function widthOf(slots: readonly Slot[]): number {
  return slots.reduce((most, { box }) => Math.max(most, box?.width ?? 0), 0);
}
