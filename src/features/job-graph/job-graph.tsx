import { type CSSProperties, lazy, type ReactNode, Suspense, useDeferredValue, useEffect } from "react";

import type { Checkpoints } from "../../rest/checkpoints.ts";
import { formatCount } from "../../domain/units.ts";
import { Check } from "../../ui/check.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { useSize } from "../../ui/use-size.ts";
import { chooseDetail } from "./detail-level.ts";
import { CheckpointLine } from "./checkpoint-line.tsx";
import type { LayoutInput } from "./layout.ts";
import { SkeletonCards } from "./skeleton-cards.tsx";
import type { Graph } from "./use-graph.ts";
import { useLayout } from "./use-layout.ts";
import { type CanvasSize } from "./viewport.ts";

/** React Flow loads separately from the page, while the job is requested and laid out. */
const loadCanvas = async () => ({ default: (await import("./graph-canvas.tsx")).GraphCanvas });
const GraphCanvas = lazy(loadCanvas);

/** See {@link JobGraph}. */
export type JobGraphProps = {
  /** Undefined while unknown. */
  graph: Graph | undefined;
  checkpoints: Checkpoints | undefined;
  /** Why the checkpoints are unknown. */
  checkpointsError: Error | undefined;
  /** False for a batch job, which has no checkpoint line. */
  hasCheckpoints: boolean;
  /** Why the job has no checkpoints, if it could have some. */
  noCheckpoints: string | undefined;
  /** Why the job has no vertices, if it has none. */
  noVertices: string;
  isOver: boolean;
  selectedId: string | undefined;
  onSelect: (vertexId: string | undefined) => void;
  /** Reports the vertices whose numbers are visible. */
  onInView: (vertexIds: readonly string[]) => void;
  /** Since when the facts are out of date, epoch ms. */
  staleSinceMs: number | undefined;
  exceptionsPath: string;
  /** The operators that are not in the job graph yet; undefined if there are none. */
  pending?: { count: number; isShown: boolean; onToggle: (isShown: boolean) => void } | undefined;
  /** Content above the graph: what happened to the job. */
  children?: ReactNode;
};

/** The graph of a job with the incident above and the checkpoint line below. */
export function JobGraph(props: JobGraphProps): ReactNode {
  const { ref, size } = useSize();
  const { ref: incidentRef, size: incidentSize } = useSize();
  const { graph, checkpoints, checkpointsError, hasCheckpoints, noCheckpoints, noVertices, isOver, pending, children } = props;
  const isWaiting = graph?.isWaiting === true;
  useEffect(() => {
    // If it fails, the canvas tries again and reports it.
    void loadCanvas().catch(() => undefined);
  }, []);
  return (
    <section
      className="relative min-h-0 min-w-0 overflow-hidden bg-page before:absolute before:inset-x-0 before:top-28 before:bottom-13 before:bg-[radial-gradient(var(--color-grid-dot)_1px,transparent_1px)] before:mask-[linear-gradient(transparent,#000_32px_calc(100%-32px),transparent)] before:bg-size-[20px_20px] before:bg-position-[6px_0] max-phone:flex max-phone:min-h-fit max-phone:flex-col"
      aria-label="Job graph"
    >
      {/* A phone has no room for an incident above the cards: it is above the canvas. */}
      <div ref={incidentRef} className="absolute inset-x-7 top-4 z-6 max-phone:static max-phone:mx-3 max-phone:mt-3">
        {children}
      </div>
      <div
        ref={ref}
        style={pushedStyle(incidentSize?.height)}
        className="absolute inset-0 top-(--pushed) max-phone:relative max-phone:top-0 max-phone:min-h-100 max-phone:flex-1"
      >
        {graph?.structure.vertices.length === 0 ? (
          <p className="absolute inset-x-7 top-1/2 text-center text-fg-2">{noVertices}</p>
        ) : graph === undefined || size === undefined ? (
          <SkeletonCards />
        ) : (
          <LaidOut {...props} graph={graph} size={size} />
        )}
        {pending !== undefined && (
          <div className="absolute bottom-3 left-7 z-5 rounded-2 bg-surface px-2.5 pb-1 ring ring-line *:mt-1">
            <Check
              isOn={pending.isShown}
              label={`Show pending operators (${formatCount(pending.count)} remaining)`}
              onToggle={pending.onToggle}
            />
          </div>
        )}
      </div>
      {hasCheckpoints && (
        <CheckpointLine checkpoints={checkpoints} none={noCheckpoints} error={checkpointsError} isWaiting={isWaiting} isOver={isOver} />
      )}
    </section>
  );
}

/** The height of an incident for which the canvas reserves room, px. */
const INCIDENT_PX = 84;

/** How far a higher incident pushes the canvas down: it covers no card. */
function pushedStyle(incidentPx = 0): CSSProperties {
  const style: CSSProperties & Record<"--pushed", string> = { "--pushed": `${String(Math.max(0, incidentPx - INCIDENT_PX))}px` };
  return style;
}

function LaidOut({ graph, size, checkpoints, ...rest }: JobGraphProps & { graph: Graph; size: CanvasSize }): ReactNode {
  const sides = new Set(graph.ends.map(({ side }) => side)).size;
  const input: LayoutInput = {
    structure: graph.structure,
    ends: graph.ends,
    level: chooseDetail(graph.structure.depth, sides, size.width),
  };
  const { drawn, error } = useLayout(graph.areEndsKnown ? input : undefined);
  // The first drawing is rendered in slices. A reply would render all of it in one task.
  const isMounted = useDeferredValue(drawn !== undefined, false);
  if (error !== null) {
    return (
      <div className="absolute inset-x-3 top-28">
        <ErrorState words={`The graph could not be laid out: ${error.message}`} />
      </div>
    );
  }
  if (drawn === undefined || !isMounted) return <SkeletonCards />;
  return (
    <Suspense fallback={<SkeletonCards />}>
      <GraphCanvas graph={graph} {...drawn} size={size} checkpointId={latestTriggered(checkpoints)} {...rest} />
    </Suspense>
  );
}

function latestTriggered(checkpoints: Checkpoints | undefined): number | undefined {
  return checkpoints?.history.find(({ className }) => className !== "failed")?.id;
}
