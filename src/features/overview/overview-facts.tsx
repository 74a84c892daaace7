import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useSyncExternalStore } from "react";

import { useBackend, useFact } from "../../client/use-client.tsx";
import { GLOSSARY } from "../../domain/glossary.ts";
import { formatCount, formatCounted } from "../../domain/units.ts";
import { seenCheckpoints } from "../../observe/checkpoints.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import { Hint } from "../../ui/hint.tsx";
import { failedWithoutCompleted, jobRows } from "./jobs-model.ts";

/**
 * For the bar: the number of running jobs that need attention. Renders nothing if there are none.
 */
export function OverviewFacts(): ReactNode {
  const jobs = useFact(jobsOverviewOptions).data?.jobs;
  const failing = useJobsWithoutCheckpoints();
  if (jobs === undefined) return null;
  const { running } = jobRows(jobs);
  const troubled = running.filter((row) => row.needsAttention || failing.includes(row.id)).length;
  if (troubled === 0) return null;
  return (
    <Hint {...GLOSSARY.needsAttention}>
      <span>
        <b>{formatCount(troubled)}</b> of {formatCounted(running.length, "running job")} {troubled === 1 ? "needs" : "need"} attention
      </span>
    </Hint>
  );
}

/** The jobs whose checkpoints only fail, among those whose checkpoints the table of running jobs shows. */
function useJobsWithoutCheckpoints(): readonly string[] {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const subscribe = useCallback((listener: () => void) => queryClient.getQueryCache().subscribe(listener), [queryClient]);
  // As text, because each snapshot must equal the one before if nothing has changed.
  const ids = useSyncExternalStore(subscribe, () =>
    seenCheckpoints(queryClient, backend)
      .filter(({ live }) => failedWithoutCompleted(live.checkpoints) > 0)
      .map(({ jobid }) => jobid)
      .join(" "),
  );
  return ids.split(" ");
}
