// The first steps of a layered layout (Sugiyama, Tagawa and Toda, 1981): each box gets a layer, and
// each layer an order with few crossings.

/** A box to lay out, px. Its column has `width`; the drawn box may reach out of the column. */
export type LayeredBox = {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Drawn to the left and to the right of its column, px. */
  readonly reachLeft: number;
  readonly reachRight: number;
  /** A box that belongs to its only neighbour, such as a topic. It does not move others. */
  readonly isSatellite: boolean;
};

/** An edge from one box to another, by ids. */
export type LayeredEdge = { readonly id: string; readonly sourceId: string; readonly targetId: string };

/** A box in its layer, or the place where a long edge passes through a layer. */
export type Slot = {
  /** Undefined where an edge passes. */
  readonly box: LayeredBox | undefined;
  readonly height: number;
  layer: number;
  /** From the top of its layer, 0 first. */
  order: number;
  /** The middle, px. */
  y: number;
  readonly ins: Link[];
  readonly outs: Link[];
};

/** The piece of an edge between two layers. It ends at these distances from the middle of its slots, px. */
export type Link = { readonly from: Slot; readonly to: Slot; fromOffset: number; toOffset: number };

/** An edge with its links, from the source to the target; none if the edge closes a cycle. */
export type Route = { readonly id: string; readonly source: Slot; readonly target: Slot; readonly links: Link[] };

/** Boxes in layers. Each edge, except one that closes a cycle, leads to a later layer. */
export type LayeredGraph = { readonly layers: readonly Slot[][]; readonly routes: readonly Route[] };

/** The height of a place where an edge passes: the width of a tube, with space for a label. */
const PASS_PX = 20;

/**
 * Assigns layers and their order. Deterministic: the same boxes and edges in the same order have the
 * same result. Yields between steps of a few ms.
 */
export function* layeredGraph(boxes: readonly LayeredBox[], edges: readonly LayeredEdge[]): Generator<void, LayeredGraph> {
  const slots = new Map(boxes.map((box) => [box.id, newSlot(box, 0)]));
  const routes = edges.flatMap(({ id, sourceId, targetId }): Route[] => {
    const source = slots.get(sourceId);
    const target = slots.get(targetId);
    return source === undefined || target === undefined ? [] : [{ id, source, target, links: [] }];
  });
  const { sorted, backward } = topologicalOrder([...slots.values()], routes);
  const forward = routes.filter((route) => !backward.has(route));
  assignLayers(sorted, forward);
  yield;
  const layers: Slot[][] = Array.from({ length: 1 + sorted.reduce((most, { layer }) => Math.max(most, layer), -1) }, () => []);
  for (const slot of slots.values()) layers[slot.layer]?.push(slot);
  for (const route of forward) link(route, layers);
  for (const layer of layers) number(layer);
  yield;
  yield* reduceCrossings(layers);
  placePorts(layers);
  return { layers, routes };
}

function newSlot(box: LayeredBox | undefined, layer: number): Slot {
  return { box, height: box?.height ?? PASS_PX, layer, order: 0, y: 0, ins: [], outs: [] };
}

/** The slots, sources first, and the edges that close a cycle (Flink 2.0 removed iterations). */
function topologicalOrder(slots: readonly Slot[], routes: readonly Route[]): { sorted: readonly Slot[]; backward: ReadonlySet<Route> } {
  const outputs = Map.groupBy(routes, ({ source }) => source);
  const backward = new Set<Route>();
  const state = new Map<Slot, "open" | "done">();
  const finished: Slot[] = [];
  for (const root of slots) {
    if (state.has(root)) continue;
    // Without recursion, because a chain may have thousands of vertices.
    const path = [{ slot: root, next: 0 }];
    state.set(root, "open");
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const route = outputs.get(step.slot)?.[step.next++];
      if (route === undefined) {
        state.set(step.slot, "done");
        finished.push(step.slot);
        path.pop();
      } else if (state.get(route.target) === "open") {
        backward.add(route);
      } else if (!state.has(route.target)) {
        state.set(route.target, "open");
        path.push({ slot: route.target, next: 0 });
      }
    }
  }
  return { sorted: finished.toReversed(), backward };
}

/**
 * The longest path from a source. Then boxes with more outputs than inputs move towards their
 * outputs, so that a source of a late join is drawn beside it.
 */
function assignLayers(sorted: readonly Slot[], forward: readonly Route[]): void {
  const outputs = Map.groupBy(forward, ({ source }) => source);
  const inputs = Map.groupBy(forward, ({ target }) => target);
  for (const slot of sorted) {
    for (const { target } of outputs.get(slot) ?? []) target.layer = Math.max(target.layer, slot.layer + 1);
  }
  for (const slot of sorted.toReversed()) {
    const outs = outputs.get(slot) ?? [];
    const ins = (inputs.get(slot) ?? []).filter(({ source }) => source.box?.isSatellite !== true);
    if (outs.length > ins.length)
      slot.layer = outs.reduce((least, { target }) => Math.min(least, target.layer - 1), Number.POSITIVE_INFINITY);
  }
}

/** Cuts an edge into links, with a slot in each layer that it passes. */
function link({ source, target, links }: Route, layers: readonly Slot[][]): void {
  let from = source;
  for (let layer = source.layer + 1; layer <= target.layer; layer++) {
    const to = layer === target.layer ? target : newSlot(undefined, layer);
    if (to !== target) layers[layer]?.push(to);
    const piece: Link = { from, to, fromOffset: 0, toOffset: 0 };
    from.outs.push(piece);
    to.ins.push(piece);
    links.push(piece);
    from = to;
  }
}

function number(layer: readonly Slot[]): void {
  for (const [order, slot] of layer.entries()) slot.order = order;
}

const SWEEPS = 6;
/** Between two steps. A layer of a large graph takes a part of a ms. */
const LAYERS_PER_STEP = 8;

/** Sorts layers by the mean position of their neighbours, back and forth, and keeps the best order. */
function* reduceCrossings(layers: readonly Slot[][]): Generator<void, void> {
  let fewest = countCrossings(layers);
  let best = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const backwards = sweep % 2 === 1;
    for (const [index, layer] of (backwards ? layers.toReversed() : layers).entries()) {
      sortByNeighbours(layer, layers, backwards);
      if (index % LAYERS_PER_STEP === 0) yield;
    }
    const crossings = countCrossings(layers);
    if (crossings < fewest) {
      fewest = crossings;
      best = layers.map((layer) => [...layer]);
    }
    yield;
  }
  for (const [index, layer] of layers.entries()) {
    layer.splice(0, layer.length, ...(best[index] ?? []));
    number(layer);
  }
}

function sortByNeighbours(layer: Slot[], layers: readonly Slot[][], backwards: boolean): void {
  /** 0 at the top of its layer, 1 at the bottom, because layers differ in length. */
  const share = (slot: Slot): number => (slot.order + 0.5) / (layers[slot.layer]?.length ?? 1);
  const keys = new Map(
    layer.map((slot) => {
      const shares = backwards ? slot.outs.map(({ to }) => share(to)) : slot.ins.map(({ from }) => share(from));
      return [slot, shares.length === 0 ? share(slot) : shares.reduce((sum, one) => sum + one, 0) / shares.length];
    }),
  );
  layer.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || a.order - b.order);
  number(layer);
}

/** Pairs of links between the same layers that cross: inversions, counted with a Fenwick tree. */
function countCrossings(layers: readonly Slot[][]): number {
  let crossings = 0;
  for (const [index, layer] of layers.entries()) {
    const width = layers[index + 1]?.length ?? 0;
    const tree = new Uint32Array(width + 1);
    let seen = 0;
    for (const { outs } of layer) {
      const ends = outs.map(({ to }) => to.order).toSorted((a, b) => a - b);
      for (const end of ends) {
        let before = 0;
        for (let at = end + 1; at > 0; at -= at & -at) before += tree[at] ?? 0;
        crossings += seen - before;
      }
      for (const end of ends) {
        for (let at = end + 1; at <= width; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
      }
      seen += ends.length;
    }
  }
  return crossings;
}

/** Spreads the ends of links over the sides of boxes, in the order of the other ends. */
function placePorts(layers: readonly Slot[][]): void {
  for (const slot of layers.flat()) {
    if (slot.box === undefined) continue;
    slot.outs.sort((a, b) => a.to.order - b.to.order);
    slot.ins.sort((a, b) => a.from.order - b.from.order);
    for (const [index, piece] of slot.outs.entries()) piece.fromOffset = portOffset(slot.height, index, slot.outs);
    for (const [index, piece] of slot.ins.entries()) piece.toOffset = portOffset(slot.height, index, slot.ins);
  }
}

/** More edges than this at one side of a box meet in one point. */
const MOST_PORTS = 12;

/** Whether a box has too many edges at one side for ports of their own. */
export function isCrowded(side: readonly Link[]): boolean {
  return side.length > MOST_PORTS;
}

function portOffset(height: number, index: number, links: readonly Link[]): number {
  const count = links.length;
  if (isCrowded(links)) return 0;
  return Math.round((height * (index + 1)) / (count + 1) - height / 2);
}
