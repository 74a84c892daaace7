import { lazy, type ReactNode, Suspense } from "react";

import { failureWords } from "../../client/failure-words.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact } from "../../client/use-client.tsx";
import { checkpointConfigOptions, type LiveCheckpoints } from "../../observe/checkpoints.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { missingBecause } from "../../ui/query-region.tsx";
import { CheckpointFigures } from "./checkpoint-figures.tsx";
import { CheckpointHistory } from "./checkpoint-history.tsx";
import { CheckpointSettings } from "./checkpoint-settings.tsx";

const CheckpointsOverTime = lazy(async () => ({ default: (await import("./checkpoints-over-time.tsx")).CheckpointsOverTime }));

/** See {@link CheckpointsPanel}. */
export type CheckpointsPanelProps = {
  jobId: string;
  /** Undefined while they load. */
  live: LiveCheckpoints | undefined;
  selectedId: number | undefined;
  onSelect: (checkpointId: number) => void;
};

/** The checkpoints of a job: statistics, chart, history, configuration. */
export function CheckpointsPanel({ jobId, live, selectedId, onSelect }: CheckpointsPanelProps): ReactNode {
  const configQuery = useFact(checkpointConfigOptions, jobId);
  const config = configQuery.data;
  const configError = missingBecause(configQuery);
  const checkpoints = live?.checkpoints;
  const seen = live?.seen ?? [];
  const intervalMs = config?.interval ?? 0;
  return (
    <div className="h-full overflow-auto">
      <CheckpointFigures checkpoints={checkpoints} config={config} />
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
      <CheckpointHistory checkpoints={checkpoints} seen={seen} intervalMs={intervalMs} selectedId={selectedId} onSelect={onSelect} />
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
