import { clsx } from "clsx";
import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { formatAgo, formatPercent } from "../../domain/units.ts";
import { hasRunningTask } from "../../domain/vertex-phase.ts";
import { attemptKey, levelWords, type PressureLevel, type SubtaskPressure, vertexPressure } from "../../domain/vertex-pressure.ts";
import { backpressureOptions, vertexOptions } from "../../observe/vertices.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import type { Vertex } from "../../rest/vertices.ts";
import { FactAge } from "../../ui/age.tsx";
import { TimeBar } from "../../ui/bar.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { FilteredTable, type TableFilter } from "../../ui/filtered-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { type AttemptRow, attemptRows } from "./attempts-model.ts";
import { Amount } from "./counter-text.tsx";
import { TabTools } from "./tab-tools.tsx";

type PressureRow = SubtaskPressure & {
  key: string;
  /** Of which several attempts run at once. */
  isOneOfSeveral: boolean;
  /** The address of its thread in the TaskManager's thread dump; undefined if its place is unknown. */
  threadPath: string | undefined;
};

/** How each attempt of the vertex spends its time. */
export function BackpressureTab({ jobId, vertex, isLive }: { jobId: string; vertex: JobVertex; isLive: boolean }): ReactNode {
  const isHistoryServer = useIsHistoryServer();
  const isMeasured = isLive && hasRunningTask(vertex);
  const query = useFact(backpressureOptions, jobId, vertex, { isLive, count: 1 });
  const places = useFact(vertexOptions, jobId, vertex.id, isLive).data?.vertex;
  const pressure = useMemo(() => vertexPressure(vertex.id, query.data), [vertex.id, query.data]);
  const rows = useMemo(() => pressureRows(vertex, pressure?.subtasks ?? [], places), [vertex, pressure, places]);
  if (isHistoryServer) return <EmptyState>The History Server keeps no backpressure. It is measured only while a job runs.</EmptyState>;
  if (!isMeasured) return <EmptyState>No task of this vertex runs, so its backpressure is not measured.</EmptyState>;
  const sampledMs = query.data?.["end-timestamp"];
  return (
    <>
      <TabTools>
        {pressure === undefined ? (
          "Sampling in progress. A measurement appears once tasks have run for a few seconds."
        ) : (
          <>
            <span>
              <Level level={pressure.level} /> in all
            </span>
            {sampledMs !== undefined && (
              <span>
                measured <FactAge sinceMs={sampledMs} format={formatAgo} />
              </span>
            )}
          </>
        )}
      </TabTools>
      <QueryRegion query={query} loading={<Pressures rows={undefined} />}>
        {() => pressure !== undefined && <Pressures rows={rows} />}
      </QueryRegion>
    </>
  );
}

function Pressures({ rows }: { rows: readonly PressureRow[] | undefined }): ReactNode {
  return (
    <FilteredTable
      label="Backpressure of the subtasks"
      columns={COLUMNS}
      rows={rows}
      rowKey={({ key }) => key}
      density="scan"
      minWidth={720}
      isPinned
      initialSort={BUSY_FIRST}
      filter={FILTER}
    />
  );
}

const FILTER: TableFilter<PressureRow> = {
  label: "Filter subtasks",
  textOf: ({ subtask, level }) => `${String(subtask)} ${levelWords(level).word}`,
};

const BUSY_FIRST = { id: "busy", isDescending: true };

function pressureRows(vertex: JobVertex, subtasks: readonly SubtaskPressure[], places: Vertex | undefined): readonly PressureRow[] {
  const attempts = places === undefined ? [] : attemptRows(places, []);
  const counts = Map.groupBy(subtasks, ({ subtask }) => subtask);
  return subtasks.map((subtask) => {
    const own = attempts.find(
      ({ index, attempt, isOther }) =>
        index === subtask.subtask && (subtask.attempt === undefined ? !isOther : attempt === subtask.attempt),
    );
    return {
      ...subtask,
      key: attemptKey(subtask.subtask, subtask.attempt),
      isOneOfSeveral: (counts.get(subtask.subtask)?.length ?? 0) > 1,
      threadPath: own === undefined ? undefined : threadPath(vertex, own),
    };
  });
}

/**
 * The thread dump of the TaskManager, at the thread of the task. Flink names the thread
 * `ClickEvent Counter (1/2)#0` (TaskInfo#getTaskNameWithSubtasks), with the subtask counted from 1.
 */
function threadPath({ name, parallelism }: JobVertex, { index, attempt, taskManager }: AttemptRow): string | undefined {
  if (taskManager === undefined) return undefined;
  const thread = `${name} (${String(index + 1)}/${String(parallelism)})#${String(attempt)}`;
  return `/task-manager/${urlPart(taskManager.id)}/thread-dump?vertexName=${urlPart(thread)}`;
}

function Level({ level }: { level: PressureLevel }): ReactNode {
  const { word, text } = levelWords(level);
  return (
    <Hint text={text} isFocusable={false} className={clsx("text-label font-semibold", level !== "ok" && "text-backpressure-text")}>
      {word}
    </Hint>
  );
}

const COLUMNS: readonly Column<PressureRow>[] = [
  {
    id: "index",
    header: "Subtask",
    width: 96,
    sortBy: ({ subtask }) => subtask,
    cell: ({ subtask, attempt, isOneOfSeveral }) => (isOneOfSeveral ? `${String(subtask)}, attempt ${String(attempt ?? 0)}` : subtask),
  },
  {
    id: "level",
    header: "Level",
    hint: JOB_GLOSSARY.backpressureLevel,
    width: 76,
    sortBy: ({ level, backpressured }) => (level === "" ? undefined : backpressured),
    cell: ({ level }) => <Level level={level} />,
  },
  {
    id: "backpressured",
    header: "Backpressured",
    hint: JOB_GLOSSARY.backpressured,
    width: 112,
    isNumeric: true,
    sortBy: ({ backpressured }) => backpressured,
    cell: ({ backpressured }) => <Amount text={formatPercent(backpressured)} />,
  },
  {
    id: "idle",
    header: "Idle",
    hint: JOB_GLOSSARY.idle,
    width: 72,
    isNumeric: true,
    sortBy: ({ idle }) => idle,
    cell: ({ idle }) => <Amount text={formatPercent(idle)} />,
  },
  {
    id: "busy",
    header: "Busy",
    hint: JOB_GLOSSARY.busy,
    width: 72,
    isNumeric: true,
    sortBy: ({ busy }) => busy,
    cell: ({ busy }) => <Amount text={formatPercent(busy)} />,
  },
  {
    id: "bar",
    header: "Share of time",
    cell: ({ subtask, busy, backpressured, idle }) => (
      <TimeBar
        shares={{ busy, backpressured, idle }}
        label={`Subtask ${String(subtask)}: backpressured ${formatPercent(backpressured)}, busy ${formatPercent(busy)}, idle ${formatPercent(idle)}`}
      />
    ),
  },
  {
    id: "threads",
    header: "Thread dump",
    width: 120,
    cell: ({ threadPath: path }) => (path === undefined ? <span className="text-fg-3">–</span> : <Link to={path}>Thread dump</Link>),
  },
];
