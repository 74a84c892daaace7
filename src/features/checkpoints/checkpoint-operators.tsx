import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { visibleText } from "../../base/visible-text.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useObserved } from "../../client/use-client.tsx";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { RANGE_NAMES, rangeOf } from "../../domain/statistics.ts";
import { DASH, formatBytes, formatClockTenths, formatDuration } from "../../domain/units.ts";
import { checkpointOptions, checkpointSubtasksOptions } from "../../observe/checkpoints.ts";
import { vertexOptions } from "../../observe/vertices.ts";
import type { Checkpoint, CheckpointSubtasks } from "../../rest/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { useFactsNow } from "../../ui/clock.ts";
import type { Column } from "../../ui/data-table.tsx";
import { FilteredTable, type TableFilter } from "../../ui/filtered-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SectionHead } from "../../ui/section-head.tsx";
import { StatisticsTable } from "../../ui/statistics-table.tsx";
import { acknowledgedInWords, inFlightInWords } from "./history-model.ts";
import { type OperatorRow, operatorRows, type SubtaskMeasures, type SubtaskRow, subtaskRows } from "./operators-model.ts";
import { Time } from "../../ui/time.tsx";

type Vertices = readonly Pick<JobVertex, "id" | "name">[];

/** The operators of a checkpoint as a table, and the subtasks of the chosen one. */
export function CheckpointOperators({
  jobId,
  checkpointId,
  isInProgress,
  isFollowing,
  vertices,
}: {
  jobId: string;
  checkpointId: number;
  isInProgress: boolean;
  /** Whether the checkpoint changes to each new one. The facts of the last one stay until those of the next are known. */
  isFollowing: boolean;
  /** The job's vertices, in the job's order. */
  vertices: Vertices;
}): ReactNode {
  const details = useQuery({
    ...checkpointOptions(useObserved(), jobId, checkpointId, { isInProgress }),
    ...(isFollowing ? { placeholderData: keepPreviousData } : {}),
  });
  if (isNotFound(details.error)) return <EmptyState>The cluster keeps no details of checkpoint {checkpointId}.</EmptyState>;
  return (
    <QueryRegion query={details} loading={<Operators rows={undefined} selectedId={undefined} onSelect={() => undefined} />}>
      {(checkpoint) => <Parts jobId={jobId} checkpoint={checkpoint} isFollowing={isFollowing} vertices={vertices} />}
    </QueryRegion>
  );
}

function Parts({
  jobId,
  checkpoint,
  isFollowing,
  vertices,
}: {
  jobId: string;
  checkpoint: Checkpoint;
  isFollowing: boolean;
  vertices: Vertices;
}): ReactNode {
  const rows = useMemo(() => operatorRows(checkpoint, vertices), [checkpoint, vertices]);
  const [chosenId, setChosenId] = useState<string | undefined>(undefined);
  const chosen = rows.find(({ id }) => id === chosenId) ?? rows[0];
  return (
    <>
      <Operators rows={rows} selectedId={chosen?.id} onSelect={setChosenId} />
      {chosen !== undefined && (
        <Subtasks key={chosen.id} jobId={jobId} checkpoint={checkpoint} isFollowing={isFollowing} operator={chosen} />
      )}
    </>
  );
}

function Operators({
  rows,
  selectedId,
  onSelect,
}: {
  /** Undefined while they load. */
  rows: readonly OperatorRow[] | undefined;
  selectedId: string | undefined;
  onSelect: (vertexId: string) => void;
}): ReactNode {
  return (
    <section aria-label="Operators">
      <SectionHead title="Operators" />
      <FilteredTable
        label="Operators of the checkpoint"
        columns={OPERATOR_COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        density="scan"
        minWidth={1080}
        filter={OPERATOR_FILTER}
        selectedKey={selectedId}
        onPress={({ id }) => onSelect(id)}
      />
    </section>
  );
}

const OPERATOR_FILTER: TableFilter<OperatorRow> = { label: "Filter operators", textOf: ({ name }) => name };

const OPERATOR_COLUMNS: readonly Column<OperatorRow>[] = [
  {
    id: "name",
    header: "Vertex",
    sortBy: ({ name }) => name,
    cell: ({ name }) => (
      <span className="font-strong text-fg" title={visibleText(name)}>
        {visibleText(name)}
      </span>
    ),
  },
  {
    id: "acknowledged",
    header: "Acknowledged",
    width: 136,
    isNumeric: true,
    sortBy: ({ acknowledged }) => acknowledged,
    cell: ({ acknowledged, subtasks, isInProgress }) => acknowledgedInWords(acknowledged, subtasks, isInProgress),
  },
  {
    id: "latest",
    header: "Latest acknowledgement",
    width: 164,
    isNumeric: true,
    className: "text-fg-2",
    sortBy: ({ latestAckMs }) => latestAckMs,
    cell: ({ latestAckMs }) => <Clock atMs={latestAckMs} />,
  },
  {
    id: "duration",
    header: "End to end duration",
    hint: JOB_GLOSSARY.checkpointEndToEnd,
    width: 144,
    isNumeric: true,
    sortBy: ({ durationMs }) => durationMs,
    cell: ({ durationMs }) => formatDuration(durationMs),
  },
  {
    id: "checkpointed",
    header: "Checkpointed size",
    hint: JOB_GLOSSARY.checkpointedSize,
    width: 134,
    isNumeric: true,
    sortBy: ({ checkpointedBytes }) => checkpointedBytes,
    cell: ({ checkpointedBytes }) => formatBytes(checkpointedBytes),
  },
  {
    id: "full",
    header: "Full size",
    hint: JOB_GLOSSARY.fullSize,
    width: 96,
    isNumeric: true,
    sortBy: ({ fullBytes }) => fullBytes,
    cell: ({ fullBytes }) => formatBytes(fullBytes),
  },
  {
    id: "processed",
    header: "Processed (persisted)",
    hint: JOB_GLOSSARY.inFlightData,
    width: 164,
    isNumeric: true,
    sortBy: ({ processedBytes }) => processedBytes,
    cell: ({ processedBytes, persistedBytes }) => inFlightInWords(processedBytes, persistedBytes),
  },
];

/** The ids of the TaskManagers that run the subtasks, by subtask index. */
const RunBy = createContext<ReadonlyMap<number, string>>(new Map());

function Subtasks({
  jobId,
  checkpoint,
  isFollowing,
  operator,
}: {
  jobId: string;
  checkpoint: Checkpoint;
  isFollowing: boolean;
  operator: OperatorRow;
}): ReactNode {
  const isInProgress = checkpoint.className === "in_progress";
  const subtask = { jobid: jobId, checkpointId: checkpoint.id, vertexid: operator.id };
  const subtasks = useQuery({
    ...checkpointSubtasksOptions(useObserved(), subtask, { isInProgress, count: 1 }),
    ...(isFollowing ? { placeholderData: keepPreviousData } : {}),
  });
  const hasPending = operator.acknowledged < operator.subtasks;
  const runBy = useTaskManagers(jobId, operator.id, hasPending);
  return (
    <section aria-label="Subtasks">
      <SectionHead title={`Subtasks of ${visibleText(operator.name)}`} />
      <QueryRegion query={subtasks} loading={<SubtaskTable rows={undefined} />}>
        {(data) => (
          <RunBy value={runBy}>
            <Ranges subtasks={data} acknowledged={operator.acknowledged} />
            <SubtaskTable rows={subtaskRows(data)} />
          </RunBy>
        )}
      </QueryRegion>
    </section>
  );
}

/**
 * Where the subtasks of a vertex run now. A checkpoint does not say which TaskManager has not
 * acknowledged. Requested once, and only if a subtask is pending.
 */
function useTaskManagers(jobId: string, vertexId: string, isEnabled: boolean): ReadonlyMap<number, string> {
  const { data } = useQuery({ ...vertexOptions(useObserved(), jobId, vertexId, false), enabled: isEnabled });
  return useMemo(
    () =>
      new Map(
        (data?.vertex.subtasks ?? []).flatMap(({ subtask, "taskmanager-id": id }) =>
          id === "" || id === "(unassigned)" ? [] : [[subtask, id] as const],
        ),
      ),
    [data],
  );
}

function Ranges({ subtasks: { summary }, acknowledged }: { subtasks: CheckpointSubtasks; acknowledged: number }): ReactNode {
  const known = acknowledged > 0 ? summary : undefined;
  const durations = [
    { name: "End to end duration", hint: JOB_GLOSSARY.checkpointEndToEnd, stats: known?.end_to_end_duration },
    { name: "Sync duration", hint: JOB_GLOSSARY.syncDuration, stats: known?.checkpoint_duration.sync },
    { name: "Async duration", hint: JOB_GLOSSARY.asyncDuration, stats: known?.checkpoint_duration.async },
    { name: "Alignment duration", hint: JOB_GLOSSARY.alignment, stats: known?.alignment.duration },
    { name: "Start delay", hint: JOB_GLOSSARY.startDelay, stats: known?.start_delay },
  ];
  const sizes = [
    { name: "Checkpointed size", hint: JOB_GLOSSARY.checkpointedSize, stats: known?.checkpointed_size },
    { name: "Full size", hint: JOB_GLOSSARY.fullSize, stats: known?.state_size },
    { name: "Processed in-flight data", hint: JOB_GLOSSARY.processedData, stats: known?.alignment.processed },
    { name: "Persisted in-flight data", hint: JOB_GLOSSARY.persistedData, stats: known?.alignment.persisted },
  ];
  return (
    <StatisticsTable
      label="Summary of the subtasks"
      columns={RANGE_NAMES}
      minWidth={480}
      rows={[
        ...durations.map(({ name, hint, stats }) => ({ name, hint, values: rangeOf(stats, formatDuration) })),
        ...sizes.map(({ name, hint, stats }) => ({ name, hint, values: rangeOf(stats, formatBytes) })),
      ]}
    />
  );
}

function SubtaskTable({ rows }: { rows: readonly SubtaskRow[] | undefined }): ReactNode {
  return (
    <FilteredTable
      label="Subtasks of the operator"
      columns={SUBTASK_COLUMNS}
      rows={rows}
      rowKey={({ index }) => String(index)}
      density="scan"
      minWidth={1360}
      filter={SUBTASK_FILTER}
    />
  );
}

const SUBTASK_FILTER: TableFilter<SubtaskRow> = {
  label: "Filter subtasks",
  textOf: ({ index, measures }) => `${String(index)}${measures === undefined ? " pending" : measures.isAborted ? " aborted" : ""}`,
};

const SUBTASK_COLUMNS: readonly Column<SubtaskRow>[] = [
  {
    id: "id",
    header: "ID",
    width: 64,
    isNumeric: true,
    sortBy: ({ index }) => index,
    cell: ({ index }) => <span className="font-strong text-fg">{index}</span>,
  },
  {
    id: "acknowledged",
    header: "Acknowledged",
    hint: { title: "Acknowledged", text: "When the subtask reported its part of the snapshot. n/a: it has not, or never will." },
    sortBy: ({ measures }) => measures?.ackMs,
    cell: (row) => <Acknowledged row={row} />,
  },
  measure(
    "duration",
    "End to end duration",
    148,
    JOB_GLOSSARY.checkpointEndToEnd,
    ({ durationMs, isAborted }) => (isAborted ? `${formatDuration(durationMs)}, aborted` : formatDuration(durationMs)),
    ({ durationMs }) => durationMs,
  ),
  measure(
    "checkpointed",
    "Checkpointed size",
    132,
    JOB_GLOSSARY.checkpointedSize,
    ({ checkpointedBytes }) => formatBytes(checkpointedBytes),
    ({ checkpointedBytes }) => checkpointedBytes,
  ),
  measure(
    "full",
    "Full size",
    88,
    JOB_GLOSSARY.fullSize,
    ({ fullBytes }) => formatBytes(fullBytes),
    ({ fullBytes }) => fullBytes,
  ),
  measure(
    "sync",
    "Sync",
    76,
    JOB_GLOSSARY.syncDuration,
    ({ syncMs }) => formatDuration(syncMs),
    ({ syncMs }) => syncMs,
  ),
  measure(
    "async",
    "Async",
    76,
    JOB_GLOSSARY.asyncDuration,
    ({ asyncMs }) => formatDuration(asyncMs),
    ({ asyncMs }) => asyncMs,
  ),
  measure(
    "processed",
    "Processed (persisted)",
    158,
    JOB_GLOSSARY.inFlightData,
    ({ processedBytes, persistedBytes }) => inFlightInWords(processedBytes, persistedBytes),
    ({ processedBytes }) => processedBytes,
  ),
  measure(
    "alignment",
    "Alignment",
    92,
    JOB_GLOSSARY.alignment,
    ({ alignmentMs }) => formatDuration(alignmentMs),
    ({ alignmentMs }) => alignmentMs,
  ),
  measure(
    "delay",
    "Start delay",
    96,
    JOB_GLOSSARY.startDelay,
    ({ startDelayMs }) => formatDuration(startDelayMs),
    ({ startDelayMs }) => startDelayMs,
  ),
  measure(
    "unaligned",
    "Unaligned",
    96,
    { title: "Unaligned", text: "Whether the barriers overtook records on their way to this subtask (unaligned_checkpoint)." },
    ({ isUnaligned }) => (isUnaligned === undefined ? DASH : isUnaligned ? "yes" : "no"),
    ({ isUnaligned }) => (isUnaligned === undefined ? undefined : Number(isUnaligned)),
  ),
];

/** A column of what a subtask measured; n/a without measures. */
function measure(
  id: string,
  header: string,
  width: number,
  hint: { title: string; text: string },
  words: (measures: SubtaskMeasures) => string,
  sortBy: (measures: SubtaskMeasures) => number | undefined,
): Column<SubtaskRow> {
  return {
    id,
    header,
    hint,
    width,
    isNumeric: true,
    sortBy: ({ measures }) => (measures === undefined ? undefined : sortBy(measures)),
    cell: ({ measures }) => (measures === undefined ? <span className="text-fg-3">n/a</span> : words(measures)),
  };
}

function Acknowledged({ row: { index, measures } }: { row: SubtaskRow }): ReactNode {
  const taskManagerId = useContext(RunBy).get(index);
  if (measures !== undefined) return <Clock atMs={measures.ackMs} />;
  return (
    <>
      <span className="text-fg-3">n/a</span>
      {taskManagerId !== undefined && (
        <>
          {" "}
          <Link to={`/task-manager/${urlPart(taskManagerId)}/logs`} title={visibleText(taskManagerId)}>
            View logs
          </Link>
        </>
      )}
    </>
  );
}

function Clock({ atMs }: { atMs: number | undefined }): ReactNode {
  const now = useFactsNow();
  return <Time atMs={atMs}>{formatClockTenths(atMs, now)}</Time>;
}
