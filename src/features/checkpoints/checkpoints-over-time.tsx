import { type ReactNode, useMemo } from "react";

import type { SeenCheckpoint } from "../../domain/seen-checkpoints.ts";
import type { RestoredCheckpoint } from "../../rest/checkpoints.ts";
import { useEachSecond } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { checkpointChart, measuredCheckpoints } from "./chart-model.ts";
import { CheckpointChart } from "./checkpoint-chart.tsx";

/** Duration and state size of the checkpoints that the page has seen. */
export function CheckpointsOverTime({
  seen,
  restored,
  intervalMs,
  selectedId,
  onSelect,
}: {
  /** Oldest first. */
  seen: readonly SeenCheckpoint[];
  restored: RestoredCheckpoint | null | undefined;
  intervalMs: number;
  selectedId: number | undefined;
  onSelect: (checkpointId: number) => void;
}): ReactNode {
  const shown = useEachSecond(
    useMemo(() => {
      const measured = measuredCheckpoints(seen);
      return { seen: measured, model: checkpointChart(measured, restored, intervalMs) };
    }, [seen, restored, intervalMs]),
  );
  if (shown.model === undefined) return <EmptyState>The chart starts with the first checkpoint.</EmptyState>;
  return <CheckpointChart seen={shown.seen} model={shown.model} selectedId={selectedId} onSelect={onSelect} />;
}
