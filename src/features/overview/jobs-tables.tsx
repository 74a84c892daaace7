import { type ReactNode, useMemo, useState } from "react";

import { formatCount, formatElapsed, formatOf } from "../../domain/units.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import type { JobOverview } from "../../rest/jobs.ts";
import { StaleMark } from "../../ui/age.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { QueryRegion, type RegionQuery, staleSince } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { FinishedJobsTable } from "./finished-jobs-table.tsx";
import { filterJobs, jobRows } from "./jobs-model.ts";
import { useAttentionFilter, useTriageRound } from "./use-triage.ts";
import { RunningJobsTable } from "./running-jobs-table.tsx";
import { useLargeFact, useIsHistoryServer } from "../../client/use-client.tsx";

/** Running and ended jobs of the cluster, one table each. */
export function JobsTables(): ReactNode {
  const query = useLargeFact(jobsOverviewOptions);
  const isHistoryServer = useIsHistoryServer();
  return (
    <JobLists
      query={query}
      jobs={query.data?.jobs}
      noneRunning={isHistoryServer ? "A History Server has only jobs that have ended." : "No jobs are running on this cluster."}
      noneFinished="The JobManager knows of no finished, failed or canceled jobs."
    />
  );
}

/** See {@link JobLists}. */
export type JobListsProps = {
  /** The call that the jobs come from. */
  query: RegionQuery<unknown>;
  /** Undefined until it has answered. */
  jobs: readonly JobOverview[] | undefined;
  /** Said instead of an empty table. */
  noneRunning: string;
  noneFinished: string;
};

/** The given jobs, running and ended ones apart. */
export function JobLists({ query, jobs, noneRunning, noneFinished }: JobListsProps): ReactNode {
  const round = useTriageRound();
  const [isFiltered, setFiltered] = useAttentionFilter();
  const rows = useMemo(() => (jobs === undefined ? undefined : jobRows(jobs, round)), [jobs, round]);
  const running = useMemo(() => rows?.running.filter((row) => !isFiltered || row.needsAttention), [rows, isFiltered]);
  const staleMs = staleSince(query);
  const [filter, setFilter] = useState("");
  const finished = rows === undefined ? undefined : filterJobs(rows.finished, filter);
  const total = rows?.finished.length ?? 0;

  return (
    <>
      <TableHead
        title="Running jobs"
        count={rows && running && (isFiltered ? formatOf(running.length, rows.running.length) : formatCount(running.length))}
        end={
          <>
            {isFiltered && <LinkButton onPress={() => setFiltered(false)}>Show all</LinkButton>}
            {staleMs !== undefined && <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />}
          </>
        }
      />
      <QueryRegion query={query} loading={<RunningJobsTable rows={undefined} />}>
        {() =>
          running?.length === 0 ? (
            <EmptyState>{rows?.running.length === 0 ? noneRunning : "No running job needs attention."}</EmptyState>
          ) : (
            <RunningJobsTable rows={running} />
          )
        }
      </QueryRegion>
      <TableHead
        className="mt-3.5"
        title="Finished jobs"
        count={finished && (finished.length === total ? formatCount(total) : `${formatCount(finished.length)} of ${formatCount(total)}`)}
        end={total > 0 && <SearchField label="Filter by name, ID or status" value={filter} onChange={setFilter} />}
      />
      {rows !== undefined &&
        (total === 0 ? (
          <EmptyState>{noneFinished}</EmptyState>
        ) : finished?.length === 0 ? (
          <EmptyState>No finished job matches “{filter}”.</EmptyState>
        ) : (
          <div className={staleMs === undefined ? undefined : "greyed"}>
            <FinishedJobsTable rows={finished} />
          </div>
        ))}
    </>
  );
}
