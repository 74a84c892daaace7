import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { formatCount, formatElapsed } from "../../domain/units.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import { StaleMark } from "../../ui/age.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { FinishedJobsTable } from "./finished-jobs-table.tsx";
import { filterJobs, jobRows } from "./jobs-model.ts";
import { RunningJobsTable } from "./running-jobs-table.tsx";
import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";

/** Running and ended jobs, one table each. */
export function JobsTables(): ReactNode {
  const query = useFact(jobsOverviewOptions);
  const rows = query.data === undefined ? undefined : jobRows(query.data.jobs);
  const staleMs = staleSince(query);
  const isHistoryServer = useIsHistoryServer();
  const [filter, setFilter] = useState("");
  const finished = rows === undefined ? undefined : filterJobs(rows.finished, filter);
  const total = rows?.finished.length ?? 0;

  return (
    <>
      <TableHead
        title="Running jobs"
        count={rows && formatCount(rows.running.length)}
        end={staleMs !== undefined && <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />}
      />
      <QueryRegion query={query} loading={<RunningJobsTable rows={undefined} />}>
        {() =>
          rows?.running.length === 0 ? (
            <EmptyState>
              {isHistoryServer ? "A History Server has only jobs that have ended." : "No jobs are running on this cluster."}
            </EmptyState>
          ) : (
            <RunningJobsTable rows={rows?.running} />
          )
        }
      </QueryRegion>
      <TableHead
        className="mt-3.5"
        title="Finished jobs"
        count={finished && (finished.length === total ? formatCount(total) : `${formatCount(finished.length)} of ${formatCount(total)}`)}
        end={total > 0 && <SearchField label="Filter by name, ID or status" value={filter} onChange={setFilter} />}
      />
      {query.data !== undefined &&
        (total === 0 ? (
          <EmptyState>The JobManager knows of no finished, failed or canceled jobs.</EmptyState>
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

/** The heading of a table, with its number of rows; `end` is at the right. */
function TableHead({
  title,
  count,
  end,
  className,
}: {
  title: string;
  count: string | undefined;
  end: ReactNode;
  className?: string;
}): ReactNode {
  return (
    <div className={clsx("flex h-10 items-center gap-2 border-t border-line px-4", className)}>
      <h2 className="font-title">{title}</h2>
      {count !== undefined && <span className="text-fg-3">{count}</span>}
      <span className="ml-auto flex items-center gap-2">{end}</span>
    </div>
  );
}
