import "@xyflow/react/dist/base.css";

import { Handle, Position, ReactFlow, ReactFlowProvider, useReactFlow, type NodeProps, type ReactFlowProps, useStore } from "@xyflow/react";
import { createContext, type CSSProperties, type ReactNode, use, useEffect, useMemo, useState } from "react";

import { useDocumentVisible } from "../../ui/visibility.ts";
import { Button } from "../../ui/button.tsx";
import { FitIcon, MinusIcon, PlusIcon } from "../../ui/icons.tsx";
import { type DetailLevel, zoomLook } from "./detail-level.ts";
import { type GraphNode, graphEdges, graphNodes, type TopicNode, type VertexNode } from "./graph-elements.ts";
import type { GraphLayout } from "./layout.ts";
import { isSameShallow } from "./same.ts";
import { TopicCard } from "./topic-card.tsx";
import { BarrierContext, type TubeEdge, TubeEdgeView } from "./tube-edge.tsx";
import { useBarrier } from "./use-barrier.ts";
import type { Graph } from "./use-graph.ts";
import { VertexCard } from "./vertex-card.tsx";
import { type CanvasSize, fittingViewport } from "./viewport.ts";

/** What every card needs and no layout depends on. */
type CardContextValue = {
  level: DetailLevel;
  selectedId: string | undefined;
  isLoading: boolean;
  staleSinceMs: number | undefined;
  exceptionsPath: string;
  onSelect: (vertexId: string | undefined) => void;
};

const CardContext = createContext<CardContextValue | undefined>(undefined);

/** See {@link GraphCanvas}. */
export type GraphCanvasProps = Omit<CardContextValue, "level" | "isLoading"> & {
  graph: Graph;
  layout: GraphLayout;
  size: CanvasSize;
  /** The latest checkpoint that was triggered: each new one sends a barrier through the graph. */
  checkpointId: number | undefined;
};

/** The graph, drawn. It moves only when its structure, its room or the reader moves it. */
export function GraphCanvas(props: GraphCanvasProps): ReactNode {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

const NODE_TYPES = { vertex: VertexNodeView, topic: TopicNodeView };
const EDGE_TYPES = { tube: TubeEdgeView };

/** The stylesheet divides sizes of text by it. */
function textZoomStyle(textZoom: number): CSSProperties {
  const style: CSSProperties & Record<"--text-zoom", number> = { "--text-zoom": textZoom };
  return style;
}

/** From so many nodes on those outside the window are not drawn. */
const MANY_NODES = 80;

function Canvas({ graph, layout, size, checkpointId, selectedId, staleSinceMs, exceptionsPath, onSelect }: GraphCanvasProps): ReactNode {
  const flow = useReactFlow<GraphNode, TubeEdge>();
  // The reader's own view stays until they ask for the whole again, or the room changes.
  const [initialViewport] = useState(() => fittingViewport(layout, size));
  useEffect(() => {
    void flow.setViewport(fittingViewport(layout, size));
  }, [flow, layout, size]);

  const isVisible = useDocumentVisible();
  const { textZoom, isFar, isFarthest } = useStore(({ transform: [, , zoom] }) => zoomLook(zoom), isSameShallow);
  const isStill = staleSinceMs !== undefined || !isVisible;
  const barrier = useBarrier(checkpointId, graph.structure.depth);
  const nodes = graphNodes(layout, graph.facts);
  const edges = graphEdges(graph.structure, graph.ends, layout, graph.facts);
  const context = useMemo(
    () => ({ level: layout.level, selectedId, isLoading: graph.isLoading, staleSinceMs, exceptionsPath, onSelect }),
    [layout.level, selectedId, graph.isLoading, staleSinceMs, exceptionsPath, onSelect],
  );
  return (
    <CardContext value={context}>
      <BarrierContext value={isStill ? undefined : barrier}>
        <ReactFlow
          className={["graph", isStill ? "still" : "", isFar ? "far" : "", isFarthest ? "farthest" : ""].filter(Boolean).join(" ")}
          style={textZoomStyle(textZoom)}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          defaultViewport={initialViewport}
          onlyRenderVisibleElements={nodes.length > MANY_NODES}
          {...READ_ONLY}
        />
        <div className="zoom">
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

/** Nothing is dragged, joined or deleted; the wheel scrolls the page, with Ctrl or two fingers it zooms. */
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
  minZoom: 0.1,
  maxZoom: 2,
  proOptions: { hideAttribution: true },
} satisfies ReactFlowProps<GraphNode, TubeEdge>;

/** React Flow starts edges at handles; ours know their own way. */
function Handles(): ReactNode {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
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
        staleSinceMs={context.staleSinceMs}
        exceptionsPath={context.exceptionsPath}
        onSelect={context.onSelect}
      />
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
