import { useReactFlow, useStoreApi } from "@xyflow/react";
import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { executionStateCounts } from "../../domain/execution-state.ts";
import { formatCount, formatPercent } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { type CanvasColors, readCanvasColors, useThemeKey } from "./canvas-colors.ts";
import { type CanvasFacts, drawEdges, drawVertices, type Drawing, groupsInSight, startDrawing, type View } from "./canvas-draw.ts";
import { nextVertex, type Scene } from "./canvas-scene.ts";
import { zoomLook } from "./detail-level.ts";
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
 * A large graph behind React Flow's nodes, on a canvas for its edges and one for its vertices: React
 * Flow would take seconds for a thousand nodes. A button moves over the vertices with the arrow keys.
 * The table of vertices has the same content.
 */
export function LargeGraphCanvas(props: LargeGraphCanvasProps): ReactNode {
  const { structure, scene, size } = props;
  const edges = useRef<HTMLCanvasElement>(null);
  const vertices = useRef<HTMLCanvasElement>(null);
  const [drawnScene, setDrawnScene] = useState<Scene | undefined>(undefined);
  const theme = useThemeKey();
  const colors = useRef<{ readonly theme: string; readonly colors: CanvasColors } | undefined>(undefined);
  const drawingOf = (view: View): Drawing => {
    if (colors.current?.theme !== theme)
      colors.current = { theme, colors: readCanvasColors(vertices.current?.parentElement ?? document.body) };
    return { ...props, colors: colors.current.colors, view, pixelRatio: devicePixelRatio };
  };
  useEdgeDrawing(edges, props, theme, drawingOf, setDrawnScene);
  useVertexDrawing(vertices, drawingOf);
  const width = Math.round(size.width * devicePixelRatio);
  const height = Math.round(size.height * devicePixelRatio);
  return (
    <div className="absolute inset-0">
      <canvas ref={edges} className={clsx(CANVAS, "origin-top-left")} width={width} height={height} aria-hidden="true" />
      <canvas
        ref={vertices}
        className={CANVAS}
        width={width}
        height={height}
        role="img"
        aria-label={`Graph of ${formatCount(scene.boxes.length)} vertices and ${formatCount(structure.edges.length)} edges. The table of vertices lists them.`}
        data-vertices={drawnScene === scene ? scene.boxes.length : undefined}
      />
      <VertexCursor {...props} />
    </div>
  );
}

const CANVAS = "pointer-events-none absolute inset-0 size-full";

type CanvasRef = { readonly current: HTMLCanvasElement | null };

/** Draws the vertices at each render, and at most once a frame when the view moves. */
function useVertexDrawing(canvas: CanvasRef, drawingOf: (view: View) => Drawing): void {
  const store = useStoreApi();
  const draw = useRef<() => void>(() => undefined);
  useEffect(() => {
    const context = canvas.current?.getContext("2d") ?? null;
    if (context === null) return;
    draw.current = () => drawVertices(context, drawingOf(store.getState().transform));
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

/** A group has 64 edges. More groups at a time would delay a frame. */
const GROUPS_PER_FRAME = 12;
/** The view counts as at rest after this time, ms. */
const RESTS_AFTER_MS = 120;

/**
 * Draws the edges when the view, the layout or the theme changes, but not at each refresh: only the
 * labels of near edges have values. Many edges are drawn in several frames. While the view moves, the
 * browser moves their last drawing.
 */
function useEdgeDrawing(
  canvas: CanvasRef,
  { scene, size, facts, isStale }: LargeGraphCanvasProps,
  theme: string,
  drawingOf: (view: View) => Drawing,
  onDrawn: (scene: Scene) => void,
): void {
  const store = useStoreApi();
  const latest = useRef(drawingOf);
  const redraw = useRef<() => void>(() => undefined);
  useEffect(() => {
    latest.current = drawingOf;
  });
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d") ?? null;
    if (element === null || context === null) return;
    let drawn: View = store.getState().transform;
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const place = ([x, y, zoom]: View): void => {
      const scale = zoom / drawn[2];
      element.style.transform = `translate(${String(x - drawn[0] * scale)}px, ${String(y - drawn[1] * scale)}px) scale(${String(scale)})`;
    };
    const finish = (drawing: Drawing): void => {
      drawn = drawing.view;
      place(store.getState().transform);
      onDrawn(drawing.scene);
    };
    const draw = (): void => {
      cancelAnimationFrame(frame);
      const drawing = latest.current(store.getState().transform);
      const groups = groupsInSight(drawing);
      if (groups.length <= GROUPS_PER_FRAME) {
        startDrawing(context, drawing);
        drawEdges(context, drawing, groups);
        finish(drawing);
        return;
      }
      const next = new OffscreenCanvas(element.width, element.height);
      const nextContext = next.getContext("2d");
      if (nextContext === null) return;
      startDrawing(nextContext, drawing);
      let from = 0;
      const drawMore = (): void => {
        drawEdges(nextContext, drawing, groups.slice(from, from + GROUPS_PER_FRAME));
        from += GROUPS_PER_FRAME;
        if (from < groups.length) {
          frame = requestAnimationFrame(drawMore);
          return;
        }
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.clearRect(0, 0, element.width, element.height);
        context.globalAlpha = 1;
        context.drawImage(next, 0, 0);
        finish(drawing);
      };
      frame = requestAnimationFrame(drawMore);
    };
    redraw.current = draw;
    draw();
    const stop = store.subscribe(({ transform }) => {
      if (transform === drawn) return;
      clearTimeout(timer);
      place(transform);
      if (groupsInSight({ scene, size, view: transform }).length <= GROUPS_PER_FRAME) {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(draw);
      } else {
        timer = setTimeout(draw, RESTS_AFTER_MS);
      }
    });
    return () => {
      stop();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [canvas, store, scene, size, theme, isStale, onDrawn]);
  useEffect(() => {
    if (!zoomLook(store.getState().transform[2]).isFar) redraw.current();
  }, [store, facts]);
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
