import "@xyflow/react/dist/base.css";
import "./job-graph.css";

import { clsx } from "clsx";
import { Handle, Position, ReactFlow, ReactFlowProvider, useReactFlow, type NodeProps, type ReactFlowProps, useStore } from "@xyflow/react";
import {
  createContext,
  type CSSProperties,
  type FocusEvent,
  type MouseEvent,
  type ReactNode,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";

import { useFact } from "../../client/use-client.tsx";
import { skewShareOf } from "../../domain/data-skew.ts";
import { recordsSkewOptions } from "../../observe/vertices.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { CutText } from "../../ui/cut-text.tsx";
import { useDocumentVisible } from "../../ui/visibility.ts";
import { Button } from "../../ui/button.tsx";
import { FitIcon, MinusIcon, PlusIcon } from "../../ui/page-icons.tsx";
import type { CanvasFacts } from "./canvas-draw.ts";
import { type Scene, vertexAt } from "./canvas-scene.ts";
import { type DetailLevel, zoomLook } from "./detail-level.ts";
import { edgeRate } from "./edge-rate.ts";
import { type GraphNode, graphEdges, graphNodes, type PendingNode, type TopicNode, type VertexNode } from "./graph-elements.ts";
import { boxesInView } from "./in-view.ts";
import { inWords, LargeGraphCanvas } from "./large-graph-canvas.tsx";
import type { GraphLayout } from "./layout.ts";
import { isSameShallow } from "./same.ts";
import { TopicCard } from "./topic-card.tsx";
import { BarrierContext, MarkedVertexContext, SelectedVertexContext, type TubeEdge, TubeEdgeView } from "./tube-edge.tsx";
import { useBarrier } from "./use-barrier.ts";
import type { Graph } from "./use-graph.ts";
import { VertexCard } from "./vertex-card.tsx";
import { type CanvasSize, fittingViewport } from "./viewport.ts";

/** Properties that every card needs and no layout depends on. */
type CardContextValue = {
  level: DetailLevel;
  selectedId: string | undefined;
  isLoading: boolean;
  staleSinceMs: number | undefined;
  exceptionsPath: string;
  /** The vertex at the pointer or the focus, and its data skew. */
  skewed: { vertexId: string | undefined; share: number | undefined };
  onSelect: (vertexId: string | undefined) => void;
};

const CardContext = createContext<CardContextValue | undefined>(undefined);

/** See {@link GraphCanvas}. */
export type GraphCanvasProps = Omit<CardContextValue, "level" | "isLoading" | "skewed"> & {
  graph: Graph;
  layout: GraphLayout;
  scene: Scene;
  size: CanvasSize;
  /** The latest triggered checkpoint. Each new one sends a barrier through the graph. */
  checkpointId: number | undefined;
  /**
   * Reports the vertices whose numbers are visible, a moment after the view has come to rest; none
   * from far away.
   */
  onInView: (vertexIds: readonly string[]) => void;
};

/** The drawn graph. It moves only when its structure, its size or the user moves it. */
export function GraphCanvas(props: GraphCanvasProps): ReactNode {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

const NODE_TYPES = { vertex: VertexNodeView, topic: TopicNodeView, pending: PendingNodeView };
const EDGE_TYPES = { tube: TubeEdgeView };

/**
 * Labels keep their size as the graph gets smaller. Of the larger sizes, the cards drop what would get too small; below the smallest
 * size for a word, only the shapes of the states remain.
 */
const TEXT_SIZES = clsx(
  "[--text-label:calc(11px/var(--text-zoom))]",
  "[--far-line:calc(14px/var(--text-zoom))] [--far-text:calc(11px/var(--text-zoom))] data-farthest:[--far-text:0px]",
);

/** Font sizes are divided by it. */
function textZoomStyle(textZoom: number): CSSProperties {
  const style: CSSProperties & Record<"--text-zoom", number> = { "--text-zoom": textZoom };
  return style;
}

/**
 * A graph with more nodes is large: it is drawn on a canvas, and only near vertices in sight are
 * cards. Each card has about 70 elements.
 */
const MANY_NODES = 40;
/** The view counts as at rest after this time, ms. */
const RESTS_AFTER_MS = 250;
/** The smallest zoom. The whole of a graph with hundreds of vertices may need a smaller one. */
const LEAST_ZOOM = 0.1;

function Canvas({
  graph,
  layout,
  scene,
  size,
  checkpointId,
  selectedId,
  staleSinceMs,
  exceptionsPath,
  onSelect,
  onInView,
}: GraphCanvasProps): ReactNode {
  const flow = useReactFlow<GraphNode, TubeEdge>();
  // The user's view stays until they fit the graph again or the size changes.
  const [initialViewport] = useState(() => fittingViewport(layout, size));
  useEffect(() => {
    void flow.setViewport(fittingViewport(layout, size));
  }, [flow, layout, size]);

  const isVisible = useDocumentVisible();
  const { textZoom, isFar, isFarthest } = useStore(({ transform: [, , zoom] }) => zoomLook(zoom), isSameShallow);
  useFocusInSight(isFar);
  const isStill = staleSinceMs !== undefined || !isVisible;
  const barrier = useBarrier(checkpointId, graph.structure.depth);
  const isLarge = graph.structure.vertices.length + graph.ends.length > MANY_NODES;
  const inView = useInView(layout, size, isLarge && isFar, onInView);
  const carded = useCarded(isLarge ? inView : NO_IDS);
  const nodes = graphNodes(layout, graph.facts, isLarge ? carded : undefined);
  const edges = isLarge ? NO_EDGES : graphEdges(graph.structure, graph.ends, layout, graph.facts);
  const large = useLargeGraph(isLarge ? scene : undefined, graph, selectedId, onSelect);
  const marked = useMarkedVertex();
  const skewShare = useSkewShare(graph, marked.vertexId);
  const context = useMemo(
    () => ({
      level: layout.level,
      selectedId,
      isLoading: graph.isLoading,
      staleSinceMs,
      exceptionsPath,
      skewed: { vertexId: marked.vertexId, share: skewShare },
      onSelect,
    }),
    [layout.level, selectedId, graph.isLoading, staleSinceMs, exceptionsPath, marked.vertexId, skewShare, onSelect],
  );
  return (
    <CardContext value={context}>
      <BarrierContext value={isStill ? undefined : barrier}>
        <SelectedVertexContext value={selectedId}>
          <MarkedVertexContext value={marked.vertexId}>
            <ReactFlow
              {...marked.events}
              className={clsx("group/graph", TEXT_SIZES)}
              data-still={isStill || undefined}
              data-far={isFar || undefined}
              data-farthest={isFarthest || undefined}
              style={textZoomStyle(textZoom)}
              nodes={nodes}
              edges={edges}
              nodeTypes={NODE_TYPES}
              edgeTypes={EDGE_TYPES}
              defaultViewport={initialViewport}
              {...large.events}
              {...READ_ONLY}
              minZoom={Math.min(LEAST_ZOOM, fittingViewport(layout, size).zoom)}
            >
              {large.scene !== undefined && (
                <LargeGraphCanvas
                  structure={graph.structure}
                  layout={layout}
                  scene={large.scene}
                  facts={large.facts}
                  size={size}
                  selectedId={selectedId}
                  hoveredId={large.hoveredId}
                  carded={carded}
                  isStale={staleSinceMs !== undefined}
                  onSelect={onSelect}
                />
              )}
            </ReactFlow>
          </MarkedVertexContext>
        </SelectedVertexContext>
        <div className="absolute right-7 bottom-3 z-5 flex overflow-hidden rounded-2 border border-line bg-surface [&>button]:h-6.5 [&>button]:w-7 [&>button]:rounded-none [&>button]:border-0 [&>button]:focus-visible:-outline-offset-2 [&>button+button]:border-l [&>button+button]:border-line">
          <Button kind="quiet" icon label="Zoom out" onPress={() => void flow.zoomOut()}>
            <MinusIcon />
          </Button>
          <Button kind="quiet" icon label="Zoom in" onPress={() => void flow.zoomIn()}>
            <PlusIcon />
          </Button>
          <Button kind="quiet" icon label="Fit the graph" onPress={() => void flow.setViewport(fittingViewport(layout, size))}>
            <FitIcon />
          </Button>
        </div>
      </BarrierContext>
    </CardContext>
  );
}

/** From far away a card shows only its name and states. If it hides the element with the focus, the name gets the focus. */
function useFocusInSight(isFar: boolean): void {
  useLayoutEffect(() => {
    const { activeElement } = document;
    if (isFar && activeElement?.checkVisibility() === false) activeElement.closest(".react-flow__node")?.querySelector("button")?.focus();
  }, [isFar]);
}

const NO_EDGES: TubeEdge[] = [];

const NO_IDS: readonly string[] = [];

/**
 * The visible vertices once the view has come to rest, which are also reported; none from far away.
 * All vertices of a small graph are measured, so the report does not matter there.
 */
function useInView(layout: GraphLayout, size: CanvasSize, isFar: boolean, onInView: (ids: readonly string[]) => void): readonly string[] {
  const key = useStore(({ transform }) => (isFar ? "" : boxesInView(layout, transform, size).join(" ")));
  const [inView, setInView] = useState(NO_IDS);
  useEffect(() => {
    const timer = setTimeout(() => {
      const ids = key === "" ? NO_IDS : key.split(" ");
      setInView(ids);
      onInView(ids);
    }, RESTS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [key, onInView]);
  return inView;
}

/** A card takes a few ms to appear. More at a time would delay a frame. */
const CARDS_PER_FRAME = 4;

/** The vertices that are cards: some more in each frame, until all of the given are. */
function useCarded(wanted: readonly string[]): ReadonlySet<string> {
  const [carded, setCarded] = useState<ReadonlySet<string>>(NO_CARDS);
  useEffect(() => {
    const missing = wanted.filter((id) => !carded.has(id));
    if (missing.length === 0 && carded.size === wanted.length) return;
    const frame = requestAnimationFrame(() => {
      setCarded(new Set([...wanted.filter((id) => carded.has(id)), ...missing.slice(0, CARDS_PER_FRAME)]));
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, carded]);
  return carded;
}

const NO_CARDS: ReadonlySet<string> = new Set();

/** The vertex under the pointer, or else the one with the focus. */
function useMarkedVertex() {
  const [hovered, setHovered] = useState<string | undefined>(undefined);
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const events = {
    onNodeMouseEnter: (_: unknown, { id }: GraphNode) => setHovered(id),
    onNodeMouseLeave: () => setHovered(undefined),
    onFocus: ({ target }: FocusEvent) => setFocused(target.closest<HTMLElement>(".react-flow__node")?.dataset.id),
    onBlur: () => setFocused(undefined),
  };
  return { vertexId: hovered ?? focused, events };
}

/** The data skew of one vertex, read when it is pointed at: a call for each vertex of the graph would be too many. */
function useSkewShare({ jobId, facts }: Graph, vertexId: string | undefined): number | undefined {
  const isRunning = vertexId !== undefined && facts.cardOf(vertexId)?.phase === "working";
  return skewShareOf(useFact(recordsSkewOptions, jobId, vertexId ?? "", isRunning).data);
}

/** The canvas of a large graph: its scene, its values, and the pointer over its vertices. */
function useLargeGraph(
  scene: Scene | undefined,
  { structure, vertices, facts: { rates } }: Graph,
  selectedId: string | undefined,
  onSelect: (vertexId: string | undefined) => void,
) {
  const flow = useReactFlow();
  const [hoveredId, setHoveredId] = useState<string | undefined>(undefined);
  const facts = useMemo(
    (): CanvasFacts => ({
      vertexOf: (id) => vertices.get(id),
      loadOf: (id) => rates?.series[id]?.load,
      rateOf: ({ sourceId, targetId }) => edgeRate(structure, rates, sourceId, targetId),
    }),
    [structure, vertices, rates],
  );
  if (scene === undefined) return { scene, facts, hoveredId: undefined, events: {} };
  const at = ({ clientX, clientY }: MouseEvent): string | undefined =>
    vertexAt(scene, flow.screenToFlowPosition({ x: clientX, y: clientY }));
  const events = {
    onPaneClick: (event: MouseEvent) => {
      const id = at(event);
      if (id !== undefined) onSelect(id === selectedId ? undefined : id);
    },
    onPaneMouseMove: (event: MouseEvent) => setHoveredId(at(event)),
    onPaneMouseLeave: () => setHoveredId(undefined),
    title: hoveredId === undefined ? undefined : inWords(hoveredId, facts),
  };
  return { scene, facts, hoveredId, events };
}

/**
 * Nodes cannot be dragged, connected or deleted. The wheel scrolls the page, and zooms with Ctrl or
 * two fingers.
 */
const READ_ONLY = {
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  zoomOnScroll: false,
  zoomOnDoubleClick: false,
  preventScrolling: false,
  maxZoom: 2,
  proOptions: { hideAttribution: true },
} satisfies ReactFlowProps<GraphNode, TubeEdge>;

/** React Flow starts edges at handles. These edges have their own routes. */
function Handles(): ReactNode {
  return (
    <>
      <Handle className="opacity-0" type="target" position={Position.Left} isConnectable={false} />
      <Handle className="opacity-0" type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

function VertexNodeView({ data: { card } }: NodeProps<VertexNode>): ReactNode {
  const context = use(CardContext);
  if (context === undefined) return null;
  return (
    <>
      <VertexCard
        card={card}
        level={context.level}
        isSelected={context.selectedId === card.id}
        isLoading={context.isLoading}
        skewShare={context.skewed.vertexId === card.id ? context.skewed.share : undefined}
        staleSinceMs={context.staleSinceMs}
        exceptionsPath={context.exceptionsPath}
        onSelect={context.onSelect}
      />
      <Handles />
    </>
  );
}

function PendingNodeView({ data: { operator } }: NodeProps<PendingNode>): ReactNode {
  const name = vertexTitle(operator.name);
  return (
    <>
      <article
        className="flex h-full flex-col gap-1 overflow-hidden rounded-3 bg-surface p-3 outline-[1.5px] -outline-offset-1 outline-fg-3 outline-dashed"
        aria-label={`${name}, pending`}
      >
        <CutText as="p" className="line-clamp-4 font-title wrap-anywhere" full={name}>
          {name}
        </CutText>
        <p className="text-label font-semibold tracking-[0.02em] text-fg-2">PENDING</p>
      </article>
      <Handles />
    </>
  );
}

function TopicNodeView({ data: { topic } }: NodeProps<TopicNode>): ReactNode {
  return (
    <>
      <TopicCard topic={topic} />
      <Handles />
    </>
  );
}
