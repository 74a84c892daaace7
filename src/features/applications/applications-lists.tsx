import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useConfig, useFact } from "../../client/use-client.tsx";
import { formatCount, formatElapsed } from "../../domain/units.ts";
import { applicationsOptions } from "../../observe/applications.ts";
import type { ApplicationsOverview } from "../../rest/applications.ts";
import { StaleMark } from "../../ui/age.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { applicationRows, filterApplications } from "./applications-model.ts";
import { CompletedApplicationsTable, RunningApplicationsTable } from "./applications-table.tsx";

/** Running and completed applications, one table each. Says why a cluster has none. */
export function ApplicationsLists(): ReactNode {
  const query = useFact(applicationsOptions);
  if (isNotFound(query.error)) return <NoApplications />;
  return <ApplicationTables query={query} />;
}

/** The applications of a cluster that has some. `query` is {@link applicationsOptions}. */
export function ApplicationTables({ query }: { query: ReturnType<typeof useFact<[], ApplicationsOverview>> }): ReactNode {
  const [filter, setFilter] = useState("");
  const rows = query.data === undefined ? undefined : applicationRows(query.data.applications);
  const staleMs = staleSince(query);
  const total = rows?.completed.length ?? 0;
  const completed = rows === undefined ? undefined : filterApplications(rows.completed, filter);
  return (
    <>
      <TableHead
        title="Running applications"
        count={rows && formatCount(rows.running.length)}
        end={staleMs !== undefined && <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />}
      />
      <QueryRegion query={query} loading={<RunningApplicationsTable rows={undefined} />}>
        {() =>
          rows?.running.length === 0 ? (
            <EmptyState>No applications are running on this cluster.</EmptyState>
          ) : (
            <RunningApplicationsTable rows={rows?.running} />
          )
        }
      </QueryRegion>
      <TableHead
        className="mt-3.5"
        title="Completed applications"
        count={completed && (completed.length === total ? formatCount(total) : `${formatCount(completed.length)} of ${formatCount(total)}`)}
        end={total > 0 && <SearchField label="Filter applications" value={filter} onChange={setFilter} />}
      />
      {query.data !== undefined &&
        (total === 0 ? (
          <EmptyState>The JobManager knows of no finished, failed or canceled applications.</EmptyState>
        ) : completed?.length === 0 ? (
          <EmptyState>No completed application matches “{visibleText(filter)}”.</EmptyState>
        ) : (
          <div className={staleMs === undefined ? undefined : "greyed"}>
            <CompletedApplicationsTable rows={completed} />
          </div>
        ))}
    </>
  );
}

/** For a cluster that answers 404: an older Flink. */
function NoApplications(): ReactNode {
  const version = useConfig()?.["flink-version"];
  return (
    <EmptyState>
      This cluster does not list applications. Flink has them since 2.3
      {version === undefined ? "" : `; this is ${visibleText(version)}`}. Each program's jobs are in the list of jobs.{" "}
      <Link to="/job/running">Jobs</Link>
    </EmptyState>
  );
}
