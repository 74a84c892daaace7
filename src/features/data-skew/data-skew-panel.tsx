import type { ReactNode } from "react";
import { Link } from "react-router";

import { failureWords } from "../../client/failure-words.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { noVerticesWords } from "../../domain/no-vertices.ts";
import { formatAgo, formatCount, formatCounted, formatOf, formatPercent } from "../../domain/units.ts";
import type { Job } from "../../rest/jobs.ts";
import { Age } from "../../ui/age.tsx";
import { Bar } from "../../ui/bar.tsx";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { FilteredTable, type TableFilter } from "../../ui/filtered-table.tsx";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { ResetIcon } from "../../ui/page-icons.tsx";
import { NotKnown } from "../../ui/query-region.tsx";
import { useDataSkew } from "./queries.ts";
import { type SkewRow, skewRows } from "./skew-model.ts";

/** See {@link DataSkewPanel}. */
export type DataSkewPanelProps = {
  /** Undefined while unknown. */
  job: Job | undefined;
  isLive: boolean;
  /** The path of a vertex. */
  pathOf: (vertexId: string) => string;
};

/** How evenly the subtasks of each vertex share its records, most uneven first. */
export function DataSkewPanel({ job, isLive, pathOf }: DataSkewPanelProps): ReactNode {
  const { replies, errors, sinceMs, refresh } = useDataSkew(job, isLive);
  if (job?.vertices.length === 0) return <EmptyState>{noVerticesWords(job)}</EmptyState>;
  const rows = job === undefined ? undefined : skewRows(job.vertices, replies, pathOf);
  const [error] = errors;
  return (
    <div className="pb-4">
      <div className="flex items-start justify-between gap-4 px-4 pt-3 pb-2">
        <Explanation />
        {isLive && (
          <span className="flex flex-none items-center gap-3 text-dense text-fg-3">
            {rows !== undefined && sinceMs !== undefined && (
              <span>
                {replies.size < rows.length && `${formatOf(replies.size, rows.length)} vertices `}
                read <Age sinceMs={sinceMs} format={formatAgo} />
              </span>
            )}
            <Button small onPress={refresh}>
              <ResetIcon />
              Refresh
            </Button>
          </span>
        )}
      </div>
      {!isLive && <EmptyState>The job has ended, and Flink has no metrics of ended jobs.</EmptyState>}
      {isLive && <NotKnown what={`The data skew of ${formatCounted(errors.length, "vertex", "vertices")} is unknown`} error={error} />}
      {isLive && rows !== undefined && errors.length === rows.length && error !== undefined && (
        <ErrorState {...failureWords(error)} onRetry={refresh} />
      )}
      {isLive && rows?.some(({ isWithoutSkew }) => isWithoutSkew) === true && (
        <EmptyState>This cluster reports no skew. Flink does since 1.20.</EmptyState>
      )}
      {isLive && (
        <FilteredTable
          label="Data skew"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ id }) => id}
          density="scan"
          initialSort={MOST_SKEWED_FIRST}
          minWidth={720}
          filter={FILTER}
        />
      )}
    </div>
  );
}

function Explanation(): ReactNode {
  return (
    <div className="max-w-200 text-fg-2">
      <p>
        Data skew is how unevenly the subtasks of a vertex share its records. A few subtasks with many records limit the throughput, and
        their state and checkpoints grow. Typical causes are keys with many records and partitions of different sizes.
      </p>
      <details className="mt-1 text-dense">
        <summary>How it is computed</summary>
        <p className="mt-1">
          From the records that each subtask has received since its current attempt started (numRecordsIn): the mean distance of the
          subtasks from their average, in percent of the average. Above 100 % it counts as 100 %. Two subtasks with 7,500 and 15,000 records
          have an average of 11,250, a mean distance of 3,750, and a skew of 33 %. A vertex that has received no records has 0 %.
        </p>
      </details>
    </div>
  );
}

const MOST_SKEWED_FIRST = { id: "skew", isDescending: true };

const COLUMNS: readonly Column<SkewRow>[] = [
  {
    id: "name",
    header: "Vertex",
    sortBy: ({ name }) => name,
    cell: ({ name, path }) => (
      <Link className="font-strong text-inherit" to={path} title={name}>
        {name}
      </Link>
    ),
  },
  {
    id: "skew",
    header: "Data skew",
    hint: JOB_GLOSSARY.dataSkew,
    width: 104,
    isNumeric: true,
    sortBy: ({ share }) => share,
    cell: ({ share }) => formatPercent(share),
  },
  { id: "bar", header: "", width: 120, cell: ({ share }) => <Bar kind="plain" share={share} /> },
  {
    id: "fewest",
    header: "Fewest records",
    hint: { title: "Fewest records", text: "Records received by the subtask with the fewest." },
    width: 128,
    isNumeric: true,
    sortBy: ({ fewest }) => fewest,
    cell: ({ fewest }) => formatCount(fewest),
  },
  {
    id: "average",
    header: "Average",
    hint: { title: "Average", text: "Records received by a subtask, on average." },
    width: 112,
    isNumeric: true,
    sortBy: ({ average }) => average,
    cell: ({ average }) => formatCount(average),
  },
  {
    id: "most",
    header: "Most records",
    hint: { title: "Most records", text: "Records received by the subtask with the most." },
    width: 120,
    isNumeric: true,
    sortBy: ({ most }) => most,
    cell: ({ most }) => formatCount(most),
  },
];

const FILTER: TableFilter<SkewRow> = { label: "Filter vertices", textOf: ({ name }) => name };
