import type { ReactNode } from "react";

import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { STATISTIC_NAMES, statisticsOf } from "../../domain/statistics.ts";
import { formatBytes, formatDuration } from "../../domain/units.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { StatisticsTable } from "../../ui/statistics-table.tsx";

/** Minimum, average, maximum and percentiles over the completed checkpoints, savepoints included. */
export function CheckpointSummary({
  checkpoints: { counts, summary },
}: {
  checkpoints: Pick<Checkpoints, "counts" | "summary">;
}): ReactNode {
  if (counts.completed === 0) return <EmptyState>The summary starts with the first completed checkpoint.</EmptyState>;
  return (
    <section className="border-t border-line" aria-label="Summary">
      <StatisticsTable
        label="Summary of the completed checkpoints"
        columns={STATISTIC_NAMES}
        minWidth={900}
        rows={[
          {
            name: "End to end duration",
            hint: JOB_GLOSSARY.checkpointEndToEnd,
            values: statisticsOf(summary.end_to_end_duration, formatDuration),
          },
          { name: "Checkpointed size", hint: JOB_GLOSSARY.checkpointedSize, values: statisticsOf(summary.checkpointed_size, formatBytes) },
          { name: "Full size", hint: JOB_GLOSSARY.fullSize, values: statisticsOf(summary.state_size, formatBytes) },
          { name: "Processed in-flight data", hint: JOB_GLOSSARY.processedData, values: statisticsOf(summary.processed_data, formatBytes) },
          { name: "Persisted in-flight data", hint: JOB_GLOSSARY.persistedData, values: statisticsOf(summary.persisted_data, formatBytes) },
        ]}
      />
    </section>
  );
}
