import { NO_NAME } from "../../domain/vertex-name.ts";
import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { formatAge, formatAgo, formatBytes, shortId } from "../../domain/units.ts";
import { FactAge, StaleMark } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { DeleteIcon } from "../../ui/page-icons.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import type { SavepointRow } from "../../observe/savepoint-rows.ts";
import { savepointsOptions } from "../../observe/savepoints.ts";

/** See {@link SavepointsPanel}. */
export type SavepointsPanelProps = {
  selectedPath: string;
  /** Called with undefined when the selected row is pressed. */
  onSelect: (row: SavepointRow | undefined) => void;
};

/** Savepoints and retained checkpoints: choose one to start from, or delete one. */
export function SavepointsPanel({ selectedPath, onSelect }: SavepointsPanelProps): ReactNode {
  const { hasPlayground } = useBackend();
  const query = useFact(savepointsOptions);
  const [deleting, setDeleting] = useState<SavepointRow | undefined>(undefined);
  const columns = useMemo(() => [...COLUMNS, deleteColumn(setDeleting)], []);
  const staleSinceMs = staleSince(query);
  return (
    <section aria-label="Savepoints">
      <header className="flex h-12 items-center gap-2.5 px-4">
        <h2 className="font-title">Savepoints and retained checkpoints</h2>
        {staleSinceMs !== undefined && <StaleMark sinceMs={staleSinceMs} error={query.error} format={formatAge} />}
      </header>
      {!hasPlayground && (
        <EmptyState>Flink has no list of savepoints. These come from the histories of the jobs that the JobManager knows.</EmptyState>
      )}
      <QueryRegion
        query={query}
        loading={<DataTable label="Savepoints" columns={columns} rows={undefined} rowKey={pathOf} minWidth={780} skeletonRows={3} />}
      >
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState>No savepoints yet. Take one on a job's page, or stop a job.</EmptyState>
          ) : (
            <DataTable
              label="Savepoints"
              columns={columns}
              rows={rows}
              rowKey={pathOf}
              minWidth={780}
              selectedKey={selectedPath}
              onPress={(row) => onSelect(row.path === selectedPath ? undefined : row)}
            />
          )
        }
      </QueryRegion>
      {deleting !== undefined && <DeleteDialog row={deleting} onClose={() => setDeleting(undefined)} />}
    </section>
  );
}

function pathOf(row: SavepointRow): string {
  return row.path;
}

const COLUMNS: readonly Column<SavepointRow>[] = [
  {
    id: "path",
    header: "Path",
    cell: (row) => (
      <span className="mono" title={visibleText(row.path)}>
        {visibleText(row.path.replace(/^.*\/(?=[^/]+\/?$)/, "…/"))}
      </span>
    ),
  },
  { id: "kind", header: "Kind", width: 92, sortBy: (row) => row.kind, cell: (row) => row.kind },
  {
    id: "job",
    header: "Job",
    width: 208,
    sortBy: nameOf,
    cell: (row) => (
      <span title={`${nameOf(row)} ${visibleText(row.jobId)}`}>
        {nameOf(row)} <span className="mono text-fg-3">{visibleText(shortId(row.jobId))}</span>
      </span>
    ),
  },
  {
    id: "taken",
    header: "Taken",
    width: 110,
    isNumeric: true,
    sortBy: (row) => row.createdMs,
    cell: (row) => <FactAge sinceMs={row.createdMs} format={formatAgo} />,
  },
  { id: "size", header: "Size", width: 84, isNumeric: true, sortBy: (row) => row.bytes, cell: (row) => formatBytes(row.bytes) },
  {
    id: "usable",
    header: "Can be used",
    hint: { title: "Can be used", text: "Whether its files exist and the topics still hold its offsets." },
    width: 210,
    cell: (row) => <Usable row={row} />,
  },
];

function nameOf({ jobName }: SavepointRow): string {
  return jobName.trim() === "" ? NO_NAME : visibleText(jobName);
}

function Usable({ row }: { row: SavepointRow }): ReactNode {
  if (row.isUsable === undefined) return <span className="text-fg-3">not known</span>;
  return (
    <span className="[&>svg]:mr-0.75 [&>svg]:inline-block [&>svg]:align-[-1px]" title={row.isUsable ? undefined : row.reason}>
      {row.isUsable ? (
        <>
          <StateShape shape="finished" tone="running" /> yes
        </>
      ) : (
        <>
          <StateShape shape="failed" tone="failed" /> {row.reason ?? "no"}
        </>
      )}
    </span>
  );
}

const DELETE = { title: "Delete", text: "Deletes its files from the storage. No job can start from it afterwards." };

function deleteColumn(onDelete: (row: SavepointRow) => void): Column<SavepointRow> {
  return {
    id: "delete",
    header: "",
    width: 64,
    className: "pl-0 text-clip",
    isNumeric: true,
    cell: (row) => (
      // A press on the row selects it, so the button must not bubble.
      <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()} role="presentation">
        <Button kind="quiet" small icon label={`Delete ${row.path}`} hint={DELETE} onPress={() => onDelete(row)}>
          <DeleteIcon />
        </Button>
      </span>
    ),
  };
}
