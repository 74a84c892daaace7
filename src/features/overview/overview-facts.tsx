import type { ReactNode } from "react";
import { useFact } from "../../client/use-client.tsx";

import { formatCount, formatCounted } from "../../domain/units.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import { jobRows } from "./jobs-model.ts";

/**
 * For the bar: the number of running jobs that need attention. Renders nothing if there are none.
 */
export function OverviewFacts(): ReactNode {
  const jobs = useFact(jobsOverviewOptions).data?.jobs;
  if (jobs === undefined) return null;
  const { running } = jobRows(jobs);
  const troubled = running.filter((row) => row.needsAttention).length;
  if (troubled === 0) return null;
  return (
    <span>
      <b>{formatCount(troubled)}</b> of {formatCounted(running.length, "running job")} {troubled === 1 ? "needs" : "need"} attention
    </span>
  );
}
