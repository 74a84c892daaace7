import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { executionStateCounts } from "../../domain/execution-state.ts";
import { formatCount, formatPercent } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { type CanvasColors, readCanvasColors, useThemeKey } from "./canvas-colors.ts";
import { type CanvasFacts, drawGraph, type View } from "./canvas-draw.ts";
import { nextVertex, type Scene } from "./canvas-scene.ts";
import type { Box, GraphLayout } from "./layout.ts";
import type { GraphStructure } from "./structure.ts";
import type { CanvasSize } from "./viewport.ts";

/** See {@link LargeGraphCanvas}. */
export type LargeGraphCanvasProps = {
  structure: GraphStructure;
  layout: GraphLayout;
  scene: Scene;
  facts: CanvasFacts;
  size: CanvasSize;
  selectedId: string | undefined;
  /** The vertex under the pointer. */
  hoveredId: string | undefined;
  /** Vertices that are drawn as cards. */
  carded: ReadonlySet<string>;
  isStale: boolean;
  onSelect: (vertexId: string | undefined) => void;
};

/**
 * A large graph behind React Flow's nodes, on a canvas: React Flow would take seconds for a thousand
 * nodes. A button moves over the vertices with the arrow keys. The table of vertices has the same
 * content.
 */
export function LargeGraphCanvas(props: LargeGraphCanvasProps): ReactNode {
  const { structure, scene, size } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useDrawing(canvas, props);
  const pixelRatio = devicePixelRatio;
  return (
    <div className="absolute inset-0">
      <canvas
        ref={canvas}
        className="pointer-events-none absolute inset-0 size-full"
        width={Math.round(size.width * pixelRatio)}
        height={Math.round(size.height * pixelRatio)}
        role="img"
        aria-label={`Graph of ${formatCount(scene.boxes.length)} vertices and ${formatCount(structure.edges.length)} edges. The table of vertices lists them.`}
      />
      <VertexCursor {...props} />
    </div>
  );
}

/** Draws at each change of the props, and at most once a frame when the view moves. */
function useDrawing(canvas: { readonly current: HTMLCanvasElement | null }, props: LargeGraphCanvasProps): void {
  const store = useStoreApi();
  const theme = useThemeKey();
  const resolved = useRef<{ theme: string; colors: CanvasColors } | undefined>(undefined);
  const draw = useRef<() => void>(() => undefined);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d") ?? null;
    if (element === null || context === null) return;
    if (resolved.current?.theme !== theme) resolved.current = { theme, colors: readCanvasColors(element.parentElement ?? document.body) };
    const { colors } = resolved.current;
    draw.current = () => {
      drawGraph(context, { ...props, colors, view: store.getState().transform, pixelRatio: devicePixelRatio });
      element.dataset["vertices"] = String(props.scene.boxes.length);
    };
    draw.current();
  });
  useEffect(() => {
    if (!canvas.current?.getContext("2d")) return;
    let frame: number | undefined;
    let last: View = store.getState().transform;
    const drawLater = (): void => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        draw.current();
      });
    };
    const stop = store.subscribe(({ transform }) => {
      if (transform !== last) drawLater();
      last = transform;
    });
    // The font may arrive after the first drawing.
    document.fonts.addEventListener("loadingdone", drawLater);
    return () => {
      stop();
      document.fonts.removeEventListener("loadingdone", drawLater);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [canvas, store]);
}

/** A button over one vertex, which the arrow keys move over the graph. */
function VertexCursor({ structure, layout, facts, size, selectedId, onSelect }: LargeGraphCanvasProps): ReactNode {
  const flow = useReactFlow();
  const store = useStoreApi();
  const button = useRef<HTMLButtonElement>(null);
  const [movedTo, setMovedTo] = useState<string | undefined>(undefined);
  const id = movedTo ?? selectedId ?? structure.vertices[0]?.id ?? "";
  const box = layout.boxes[id];
  useEffect(() => {
    const place = ([x, y, zoom]: View): void => {
      if (button.current === null || box === undefined) return;
      Object.assign(button.current.style, {
        transform: `translate(${String(box.x * zoom + x)}px, ${String(box.y * zoom + y)}px)`,
        width: `${String(box.width * zoom)}px`,
        height: `${String(box.height * zoom)}px`,
      });
    };
    place(store.getState().transform);
    return store.subscribe(({ transform }) => place(transform));
  }, [store, box]);
  if (box === undefined) return null;
  const bringIntoSight = (target: Box): void => {
    const [x, y, zoom] = store.getState().transform;
    const left = target.x * zoom + x;
    const top = target.y * zoom + y;
    const isInSight = left > 0 && left + target.width * zoom < size.width && top > 0 && top + target.height * zoom < size.height;
    if (!isInSight) void flow.setCenter(target.x + target.width / 2, target.y + target.height / 2, { zoom });
  };
  const move = (event: KeyboardEvent): void => {
    const next = nextVertex(structure, layout, id, event.key);
    const target = next === undefined ? undefined : layout.boxes[next];
    if (target === undefined) return;
    event.preventDefault();
    setMovedTo(next);
    bringIntoSight(target);
  };
  const words = inWords(id, facts);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="pointer-events-none absolute top-0 left-0 rounded-2 focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-accent"
        aria-pressed={id === selectedId}
        aria-label={words}
        aria-description="The arrow keys move to other vertices: up and down in the order of the table, left and right along edges."
        onFocus={() => bringIntoSight(box)}
        onKeyDown={move}
        onClick={() => onSelect(id === selectedId ? undefined : id)}
      />
      {/* A screen reader does not read the new name of a button that keeps the focus. */}
      <span className="sr-only" role="status">
        {movedTo === undefined ? "" : words}
      </span>
    </>
  );
}

/** `Join[7] → Calc[7]: 4 RUNNING, busy 20 %, backpressured 0 % on average`. */
export function inWords(vertexId: string, { vertexOf, loadOf }: CanvasFacts): string {
  const vertex = vertexOf(vertexId);
  if (vertex === undefined) return vertexId;
  const states = executionStateCounts(vertex.tasks).map(({ count, word }) => `${String(count)} ${word}`);
  const load = loadOf(vertexId);
  const shares =
    load === undefined ? "" : `, busy ${formatPercent(load.busyShare)}, backpressured ${formatPercent(load.backpressuredShare)} on average`;
  return `${vertexTitle(vertex.name)}: ${states.join(", ")}${shares}`;
}
