import { type ReactNode, type RefObject, useState } from "react";

import { formatCount, formatElapsed } from "../../domain/units.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import { StaleMark } from "../../ui/age.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { FinishedJobsTable } from "./finished-jobs-table.tsx";
import { filterJobs, jobRows } from "./jobs-model.ts";
import { RunningJobsTable } from "./running-jobs-table.tsx";
import "./overview.css";
import { useFact } from "../../client/use-client.tsx";

/** The jobs that run and those that are over, one table each. `scrollBox` is the box in which they scroll. */
export function JobsTables({ scrollBox }: { scrollBox: RefObject<HTMLElement | null> }): ReactNode {
  const query = useFact(jobsOverviewOptions);
  const rows = query.data === undefined ? undefined : jobRows(query.data.jobs);
  const staleMs = staleSince(query);
  const [filter, setFilter] = useState("");
  const finished = rows === undefined ? undefined : filterJobs(rows.finished, filter);
  const total = rows?.finished.length ?? 0;

  return (
    <>
      <div className="table-head">
        <h2>Running jobs</h2>
        {rows !== undefined && <span className="n">{formatCount(rows.running.length)}</span>}
        {staleMs !== undefined && (
          <span className="end">
            <StaleMark sinceMs={staleMs} format={formatElapsed} />
          </span>
        )}
      </div>
      <QueryRegion query={query} loading={<RunningJobsTable rows={undefined} scrollBox={scrollBox} />}>
        {() =>
          rows?.running.length === 0 ? (
            <EmptyState>No job runs on this cluster.</EmptyState>
          ) : (
            <RunningJobsTable rows={rows?.running} scrollBox={scrollBox} />
          )
        }
      </QueryRegion>
      <div className="table-head finished-jobs">
        <h2>Finished jobs</h2>
        {finished !== undefined && (
          <span className="n">
            {finished.length === total ? formatCount(total) : `${formatCount(finished.length)} of ${formatCount(total)}`}
          </span>
        )}
        {total > 0 && (
          <span className="end">
            <SearchField label="Filter by name, ID or status" value={filter} onChange={setFilter} />
          </span>
        )}
      </div>
      {query.data !== undefined &&
        (total === 0 ? (
          <EmptyState>No job has finished, failed or been canceled, as far as the JobManager remembers.</EmptyState>
        ) : finished?.length === 0 ? (
          <EmptyState>No finished job has “{filter}” in its name, ID or status.</EmptyState>
        ) : (
          <div className={staleMs === undefined ? undefined : "greyed"}>
            <FinishedJobsTable rows={finished} scrollBox={scrollBox} />
          </div>
        ))}
    </>
  );
}
