import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { Link } from "react-router";

import { useObserved } from "../../client/use-client.tsx";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import type { RateBook } from "../../domain/rate.ts";
import { DASH, formatBytes, formatCount, formatCounted, formatDuration, formatOf, formatPercent } from "../../domain/units.ts";
import { mostPressed } from "../../domain/vertex-pressure.ts";
import { jobSubtasksOptions } from "../../observe/job-subtasks.ts";
import type { Job } from "../../rest/jobs.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { NotKnown } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { LevelMark } from "./level-mark.tsx";
import { filterSubtasks, inViewOf, type RankedSubtask, rankedSubtasks, shownFilter } from "./ranked-model.ts";

/** The path of a vertex, or of one of its subtasks. */
type PathOf = (vertexId: string, subtask?: number) => string;

const Paths = createContext<PathOf>(() => "");

/** See {@link RankedSubtasks}. */
export type RankedSubtasksProps = {
  /** It runs and has vertices. */
  job: Job;
  /** Average load of the job's vertices. Decides which are read first. */
  rates: RateBook | undefined;
  pathOf: PathOf;
};

/** All subtasks of a job in one table, busiest first. Vertices are read in turn, those in view more often. */
export function RankedSubtasks({ job, rates, pathOf }: RankedSubtasksProps): ReactNode {
  const [filter, setFilter] = useState("");
  const [shown, setShown] = useState<readonly RankedSubtask[]>(NO_ROWS);
  const inView = useMemo(() => inViewOf(shown), [shown]);
  const ids = job.vertices.map(({ id }) => id);
  const order = [...mostPressed(ids, (id) => rates?.series[id]?.load, ids.length)];
  const { data: readings } = useQuery(jobSubtasksOptions(useObserved(), job, { order, inView, isEnabled: true }));
  const rows = useMemo(() => rankedSubtasks(job, readings), [job, readings]);
  const found = useMemo(() => filterSubtasks(rows, filter), [rows, filter]);
  const known = job.vertices.flatMap(({ id }) => readings?.get(id) ?? []);
  const errors = known.flatMap(({ error }) => error ?? []);
  return (
    <Paths value={pathOf}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 pb-2 text-dense text-fg-2">
        <SearchField label="Filter subtasks" value={filter} onChange={setFilter} />
        <span role="status">
          {found.length < rows.length ? formatOf(found.length, rows.length) : formatCount(rows.length)}{" "}
          {rows.length === 1 ? "subtask" : "subtasks"}
          {known.length < ids.length && `, ${formatOf(known.length, ids.length)} vertices read`}
        </span>
      </div>
      <NotKnown what={`Some facts about ${formatCounted(errors.length, "vertex", "vertices")} are unknown`} error={errors[0]} />
      {found.length === 0 && rows.length > 0 ? (
        <EmptyState>No subtask’s vertex, index or level contains “{shownFilter(filter)}”.</EmptyState>
      ) : (
        <DataTable
          label="All subtasks"
          columns={COLUMNS}
          rows={found}
          rowKey={({ key }) => key}
          density="scan"
          initialSort={BUSIEST_FIRST}
          minWidth={1150}
          onShow={setShown}
        />
      )}
    </Paths>
  );
}

const NO_ROWS: readonly RankedSubtask[] = [];
const BUSIEST_FIRST = { id: "busy", isDescending: true };

function SubtaskLink({ row: { vertexId, index, vertexName } }: { row: RankedSubtask }): ReactNode {
  return (
    <Link className="inline-block min-w-6" to={use(Paths)(vertexId, index)} aria-label={`Subtask ${String(index)} of ${vertexName}`}>
      {index}
    </Link>
  );
}

function VertexLink({ row: { vertexId, vertexName } }: { row: RankedSubtask }): ReactNode {
  return (
    <Link className="font-strong text-fg" to={use(Paths)(vertexId)} title={vertexName}>
      {vertexName}
    </Link>
  );
}

/** A share, and the amount in its title. */
function Share({ share, amount }: { share: number | undefined; amount: string }): ReactNode {
  return share === undefined ? DASH : <span title={amount}>{formatPercent(share)}</span>;
}

const COLUMNS: readonly Column<RankedSubtask>[] = [
  { id: "vertex", header: "Vertex", sortBy: ({ vertexName }) => vertexName, cell: (row) => <VertexLink row={row} /> },
  {
    id: "subtask",
    header: "Subtask",
    hint: { title: "Subtask", text: "Index of the subtask, from 0. Opens it in the list of its vertex." },
    width: 84,
    isNumeric: true,
    sortBy: ({ index }) => index,
    cell: (row) => <SubtaskLink row={row} />,
  },
  {
    id: "level",
    header: "Level",
    hint: JOB_GLOSSARY.backpressureLevel,
    width: 88,
    sortBy: ({ backpressured }) => backpressured,
    cell: ({ level }) => (level === undefined ? DASH : <LevelMark level={level} />),
  },
  {
    id: "busy",
    header: "Busy",
    hint: {
      title: "Busy",
      text: "Share of the last minute in which the subtask processed records (busyTimeMsPerSecond). Not shown in its first seconds, when Flink has not measured it yet.",
    },
    width: 84,
    isNumeric: true,
    sortBy: ({ busy }) => busy,
    cell: ({ busy }) => formatPercent(busy),
  },
  {
    id: "backpressured",
    header: "Backpressured",
    hint: {
      title: "Backpressured",
      text: "Share of the last minute in which the subtask waited for buffers to send its results (backPressuredTimeMsPerSecond).",
    },
    width: 124,
    isNumeric: true,
    sortBy: ({ backpressured }) => backpressured,
    cell: ({ backpressured }) => formatPercent(backpressured),
  },
  {
    id: "lag",
    header: "Lag",
    hint: {
      title: "Lag",
      text: "Records that a subtask of a source has not read yet (pendingRecords, or records-lag-max of its Kafka partitions). A dash if the source does not report it.",
    },
    width: 104,
    isNumeric: true,
    sortBy: ({ lag }) => lag,
    cell: ({ lag }) => formatCount(lag),
  },
  {
    id: "state",
    header: "Checkpoint size",
    hint: { title: "Checkpoint size", text: "The subtask's part of the full size of the latest completed checkpoint." },
    width: 128,
    isNumeric: true,
    sortBy: ({ stateShare }) => stateShare,
    cell: ({ stateShare, stateBytes }) => <Share share={stateShare} amount={formatBytes(stateBytes)} />,
  },
  {
    id: "duration",
    header: "Checkpoint time",
    hint: {
      title: "Checkpoint time",
      text: "The subtask's end to end duration as a part of that of the latest completed checkpoint. The slowest subtask has 100 %.",
    },
    width: 132,
    isNumeric: true,
    sortBy: ({ durationShare }) => durationShare,
    cell: ({ durationShare, durationMs }) => <Share share={durationShare} amount={formatDuration(durationMs)} />,
  },
  {
    id: "records",
    header: "Records",
    hint: {
      title: "Records",
      text: "The subtask's part of the records that its vertex has received, or sent if it is a source, since their current attempts started.",
    },
    width: 92,
    isNumeric: true,
    sortBy: ({ recordShare }) => recordShare,
    cell: ({ recordShare, records }) => <Share share={recordShare} amount={`${formatCount(records)} records`} />,
  },
  {
    id: "skew",
    header: "Skew",
    hint: { title: "Skew", text: "The subtask's records as a multiple of the average of its vertex. 1.0 × is even." },
    width: 84,
    isNumeric: true,
    sortBy: ({ skew }) => skew,
    cell: ({ skew }) => (skew === undefined ? DASH : `${skew.toFixed(1)} ×`),
  },
];
