import { lazy, type ReactNode, Suspense } from "react";

import { failureWords } from "../../client/failure-words.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact } from "../../client/use-client.tsx";
import { checkpointConfigOptions, type LiveCheckpoints } from "../../observe/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { missingBecause } from "../../ui/query-region.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Switch } from "../../ui/switch.tsx";
import { CheckpointFigures } from "./checkpoint-figures.tsx";
import { CheckpointHistory } from "./checkpoint-history.tsx";
import { CheckpointSettings } from "./checkpoint-settings.tsx";
import { pairToCompare } from "./compare-model.ts";

const CheckpointsOverTime = lazy(async () => ({ default: (await import("./checkpoints-over-time.tsx")).CheckpointsOverTime }));
const LatestCheckpoints = lazy(async () => ({ default: (await import("./latest-checkpoints.tsx")).LatestCheckpoints }));
const CheckpointSummary = lazy(async () => ({ default: (await import("./checkpoint-summary.tsx")).CheckpointSummary }));
const CheckpointComparison = lazy(async () => ({ default: (await import("./checkpoint-comparison.tsx")).CheckpointComparison }));
const CheckpointOperators = lazy(async () => ({ default: (await import("./checkpoint-operators.tsx")).CheckpointOperators }));

/** The views of the tab. `operators` are those of the selected checkpoint. */
type View = "history" | "latest" | "summary" | "compare" | "operators";

/** See {@link CheckpointsPanel}. */
export type CheckpointsPanelProps = {
  jobId: string;
  /** Undefined while they load. */
  live: LiveCheckpoints | undefined;
  /** The job's vertices, in the job's order. */
  vertices: readonly Pick<JobVertex, "id" | "name">[];
  selectedId: number | undefined;
  /** Whether the selection moves on to each new checkpoint. */
  isFollowing: boolean;
  /** The view in the address; unchecked. */
  view: string | undefined;
  /** The checkpoints to compare, from the address; unchecked. */
  comparedIds: readonly [number, number] | undefined;
  onSelect: (checkpointId: number) => void;
  onFollow: (isFollowing: boolean) => void;
  onView: (view: string) => void;
  /** Opens the comparison of two checkpoints. */
  onCompare: (checkpointIds: readonly [number, number]) => void;
};

/** The checkpoints of a job: statistics, chart, history, latest of each kind, summary, configuration. */
export function CheckpointsPanel(props: CheckpointsPanelProps): ReactNode {
  const { jobId, live, selectedId, isFollowing, onSelect, onFollow, onView, onCompare } = props;
  const configQuery = useFact(checkpointConfigOptions, jobId);
  const config = configQuery.data;
  const configError = missingBecause(configQuery);
  const intervalMs = config?.interval ?? 0;
  const views = viewsOf(selectedId);
  const view = views.find(({ id }) => id === props.view)?.id ?? "history";
  const open = (next: View): void => {
    // The address gets the ids, so that the comparison can be shared and does not move on.
    const pair = next === "compare" && props.comparedIds === undefined ? pairToCompare(live?.seen ?? [], selectedId) : undefined;
    if (pair === undefined) onView(next);
    else onCompare(pair);
  };
  return (
    <div className="h-full overflow-auto">
      <CheckpointFigures checkpoints={live?.checkpoints} config={config} />
      {/* The space of the chart while it loads. */}
      <section className="min-h-72" aria-label="Checkpoints over time">
        {live !== undefined && (
          <Suspense>
            <CheckpointsOverTime
              seen={live.seen}
              restored={live.checkpoints.latest.restored}
              intervalMs={intervalMs}
              selectedId={selectedId}
              onSelect={onSelect}
            />
          </Suspense>
        )}
      </section>
      <div className="flex min-h-10.5 flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line px-4 py-2">
        <Segments label="View" items={views} selected={view} onSelect={open} />
        <span className="flex items-center gap-2 text-dense text-fg-2">
          <Switch
            isOn={isFollowing}
            label={`Follow the newest checkpoint: ${isFollowing ? "on" : "off"}`}
            hint={{ title: "Follow the newest", text: "Keeps the details open and moves on to each new checkpoint when it has ended." }}
            onToggle={onFollow}
          />
          Follow the newest
        </span>
      </div>
      <ViewContent {...props} view={view} intervalMs={intervalMs} />
      {config !== undefined && <CheckpointSettings config={config} />}
      {/* A job without checkpointing has no configuration, and Flink's error says so. */}
      {isNotFound(configQuery.error) ? (
        <EmptyState>{failureWords(configQuery.error).words}</EmptyState>
      ) : (
        configError !== undefined && <ErrorState {...failureWords(configError)} onRetry={() => void configQuery.refetch()} />
      )}
    </div>
  );
}

function viewsOf(selectedId: number | undefined): readonly { id: View; label: string }[] {
  const views = [
    { id: "history", label: "History" },
    { id: "latest", label: "Latest of each kind" },
    { id: "summary", label: "Summary" },
    { id: "compare", label: "Compare" },
  ] as const;
  return selectedId === undefined ? views : [...views, { id: "operators", label: `Operators of ${String(selectedId)}` }];
}

function ViewContent({
  jobId,
  live,
  vertices,
  selectedId,
  isFollowing,
  view,
  intervalMs,
  comparedIds,
  onSelect,
  onCompare,
}: Omit<CheckpointsPanelProps, "view"> & { view: View; intervalMs: number }): ReactNode {
  if (view === "history" || live === undefined) {
    return (
      <CheckpointHistory
        checkpoints={live?.checkpoints}
        seen={live?.seen ?? []}
        intervalMs={intervalMs}
        selectedId={selectedId}
        onSelect={onSelect}
      />
    );
  }
  return (
    <Suspense>
      {view === "latest" && <LatestCheckpoints latest={live.checkpoints.latest} onSelect={onSelect} />}
      {view === "summary" && <CheckpointSummary checkpoints={live.checkpoints} />}
      {view === "compare" && (
        <CheckpointComparison
          jobId={jobId}
          seen={live.seen}
          vertices={vertices}
          ids={comparedIds ?? pairToCompare(live.seen, selectedId)}
          onChange={onCompare}
        />
      )}
      {view === "operators" && selectedId !== undefined && (
        <CheckpointOperators
          jobId={jobId}
          checkpointId={selectedId}
          isInProgress={live.seen.some(({ id, status }) => id === selectedId && status === "IN_PROGRESS")}
          isFollowing={isFollowing}
          vertices={vertices}
        />
      )}
    </Suspense>
  );
}
