import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { Link } from "react-router";

import { failureWords } from "../../client/failure-words.ts";
import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { noVerticesWords } from "../../domain/no-vertices.ts";
import type { RateBook } from "../../domain/rate.ts";
import { DASH, formatCount, formatCounted, formatPercent } from "../../domain/units.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import { TimeBar } from "../../ui/bar.tsx";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { NotKnown } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ROW_PX, Spacer, VIRTUAL_FROM } from "../../ui/data-table.tsx";
import { useRowsInView } from "../../ui/rows-in-view.ts";
import { Segments } from "../../ui/segments.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import {
  attemptKey,
  type Bottleneck,
  mostPressed,
  skewWords,
  type SubtaskPressure,
  type VertexPressure,
} from "../../domain/vertex-pressure.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { LevelMark } from "./level-mark.tsx";
import { useJobPressure } from "./queries.ts";

const RankedSubtasks = lazy(async () => ({ default: (await import("./ranked-subtasks.tsx")).RankedSubtasks }));

/** See {@link BackpressurePanel}. */
export type BackpressurePanelProps = {
  job: Job | undefined;
  /** Average load of the job's vertices. Decides which vertices of a large job are queried. */
  rates: RateBook | undefined;
  isLive: boolean;
  /** The path of a vertex, or of one of its subtasks. */
  pathOf: (vertexId: string, subtask?: number) => string;
  /** The view in the address; unchecked. */
  view: string | undefined;
  onView: (view: string) => void;
};

const VIEWS = [
  { id: "vertices", label: "By vertex" },
  { id: "subtasks", label: "All subtasks" },
] as const;

/** Where a job is backpressured or busy: by vertex, or all subtasks in one ranked table. */
export function BackpressurePanel({ job, rates, isLive, pathOf, view: wanted, onView }: BackpressurePanelProps): ReactNode {
  if (job === undefined) {
    return (
      <EmptyState>
        <Skeleton width={360} />
      </EmptyState>
    );
  }
  if (job.vertices.length === 0) return <EmptyState>{noVerticesWords(job)}</EmptyState>;
  if (!isLive) return <EmptyState>The job has ended, so backpressure is no longer measured.</EmptyState>;
  const view = VIEWS.find(({ id }) => id === wanted)?.id ?? "vertices";
  return (
    <div className="pb-4">
      <div className="px-4 pt-3 pb-2">
        <Segments label="View" items={VIEWS} selected={view} onSelect={onView} />
      </div>
      {view === "vertices" ? (
        <PressureByVertex job={job} rates={rates} pathOf={pathOf} />
      ) : (
        <Suspense>
          <RankedSubtasks job={job} rates={rates} pathOf={pathOf} />
        </Suspense>
      )}
    </div>
  );
}

/** Ratio and level of each subtask, and the bottleneck of the job in a sentence. */
function PressureByVertex({ job, rates, pathOf }: Pick<BackpressurePanelProps, "rates" | "pathOf"> & { job: Job }): ReactNode {
  const suspects = useSuspects(job, rates);
  const { vertices, pressures, bottleneck, errors } = useJobPressure(job, true, suspects);
  const known = pressures.filter((one) => one !== undefined);
  const isMany = known.reduce((sum, { subtasks }) => sum + subtasks.length, 0) >= VIRTUAL_FROM;
  const failed = errors.filter((error) => error !== undefined);
  const [error] = failed;
  if (known.length === 0 && error !== undefined) return <ErrorState {...failureWords(error)} />;
  return (
    <>
      {vertices.length < job.vertices.length && (
        <p className={SENTENCE}>
          The {formatCount(vertices.length)} busiest or most backpressured of {formatCount(job.vertices.length)} vertices.
        </p>
      )}
      <Sentence job={job} known={known} unknownCount={failed.length} bottleneck={bottleneck} />
      <NotKnown what={`The backpressure of ${formatCounted(failed.length, "vertex", "vertices")} is unknown`} error={error} />
      <div className="overflow-x-auto">
        <Table label="Backpressure" density="scan" minWidth={760}>
          <thead>
            <tr>
              <HeadCell>Vertex, subtask</HeadCell>
              <HeadCell className="w-24">
                <Hint {...JOB_GLOSSARY.backpressureLevel}>Level</Hint>
              </HeadCell>
              <HeadCell isNumeric className="w-31">
                <Hint {...JOB_GLOSSARY.backpressured}>Backpressured</Hint>
              </HeadCell>
              <HeadCell isNumeric className="w-31">
                <Hint {...JOB_GLOSSARY.busy}>Busy</Hint>
              </HeadCell>
              <HeadCell isNumeric className="w-31">
                <Hint {...JOB_GLOSSARY.idle}>Idle</Hint>
              </HeadCell>
              <HeadCell>Share of time</HeadCell>
            </tr>
          </thead>
          {vertices.map((vertex, index) => (
            <Vertex
              key={vertex.id}
              vertex={vertex}
              pressure={pressures[index]}
              error={errors[index]}
              isBottleneck={vertex.id === bottleneck?.vertexId}
              path={pathOf(vertex.id)}
              isOfMany={isMany}
            />
          ))}
        </Table>
      </div>
    </>
  );
}

/** The sentence above the table. */
const SENTENCE = "px-4 pb-2 text-fg-2 normal-nums";

/**
 * Chosen once loads are known, and again when the panel opens: rows that change places are hard to
 * read.
 */
function useSuspects(job: Job, rates: RateBook | undefined): ReadonlySet<string> | undefined {
  const [suspects, setSuspects] = useState<ReadonlySet<string> | undefined>(undefined);
  const isMany = job.vertices.length > MOST_VERTICES_ASKED;
  if (!isMany || suspects !== undefined) return suspects;
  const ids = job.vertices.map(({ id }) => id);
  if (!ids.some((id) => rates?.series[id]?.load !== undefined)) return undefined;
  const chosen = mostPressed(ids, (id) => rates?.series[id]?.load, MOST_VERTICES_ASKED);
  setSuspects(chosen);
  return chosen;
}

function Sentence({
  job,
  known,
  unknownCount,
  bottleneck,
}: {
  job: Job;
  known: readonly VertexPressure[];
  /** The number of vertices whose call failed. */
  unknownCount: number;
  bottleneck: Bottleneck | undefined;
}): ReactNode {
  const nameOf = (id: string): string => vertexTitle(job.vertices.find((vertex) => vertex.id === id)?.name ?? id);
  const high = known.filter(({ level }) => level === "high");
  const low = known.filter(({ level }) => level === "low");
  if (known.length === 0) return <p className={SENTENCE}>No measurements yet. They appear once tasks have run for a few seconds.</p>;
  if (bottleneck !== undefined) {
    const { vertexId: id, busy, hot } = bottleneck;
    return (
      <p className={SENTENCE}>
        <b className="font-strong text-fg">{nameOf(id)} is the bottleneck.</b> It is busy {formatPercent(busy)} of the time and not
        backpressured.{hot !== undefined && ` ${skewWords(hot)}`} Upstream of it, {high.map(({ vertexId }) => nameOf(vertexId)).join(", ")}{" "}
        {high.length === 1 ? "is" : "are"} HIGH.
      </p>
    );
  }
  if (high.length > 0) {
    return (
      <p className={SENTENCE}>
        {high.map(({ vertexId }) => nameOf(vertexId)).join(", ")} {high.length === 1 ? "is" : "are"} backpressured (HIGH), but no downstream
        vertex is busy enough to be the bottleneck.
      </p>
    );
  }
  if (low.length > 0)
    return (
      <p className={SENTENCE}>
        {low.map(({ vertexId }) => nameOf(vertexId)).join(", ")} {low.length === 1 ? "is" : "are"} backpressured at times (LOW).
      </p>
    );
  return (
    <p className={SENTENCE}>{unknownCount === 0 ? "No vertex is backpressured." : "No vertex with known backpressure is backpressured."}</p>
  );
}

function Vertex({
  vertex,
  pressure,
  error,
  isBottleneck,
  path,
  isOfMany,
}: {
  vertex: JobVertex;
  pressure: VertexPressure | undefined;
  error: Error | undefined;
  isBottleneck: boolean;
  path: string;
  /** Whether there are so many rows that only those in view are rendered. */
  isOfMany: boolean;
}): ReactNode {
  const subtasks = pressure?.subtasks ?? NO_SUBTASKS;
  const several = useMemo(() => subtasksWithSeveral(subtasks), [subtasks]);
  const Subtasks = isOfMany ? SubtasksInView : AllSubtasks;
  return (
    <tbody>
      <Row>
        <th
          scope="rowgroup"
          className="h-row truncate border-t border-line pr-3 pl-4 text-left text-dense font-text text-fg-2"
          title={vertexTitle(vertex.name)}
        >
          <Link className="font-strong text-fg" to={path}>
            {vertexTitle(vertex.name)}
          </Link>
          {isBottleneck && <span className="font-strong text-st-restarting-text"> Bottleneck</span>}
        </th>
        <Cell>{pressure === undefined ? <span className="text-fg-3">{DASH}</span> : <LevelMark level={pressure.level} />}</Cell>
        <Cell colSpan={4}>
          {pressure === undefined && <span className="text-fg-3">{error === undefined ? "not measured yet" : "not known"}</span>}
        </Cell>
      </Row>
      <Subtasks subtasks={subtasks} several={several} />
    </tbody>
  );
}

const NO_SUBTASKS: readonly SubtaskPressure[] = [];

type SubtasksProps = {
  subtasks: readonly SubtaskPressure[];
  /** Those of which several attempts run at once. */
  several: ReadonlySet<number>;
};

function AllSubtasks({ subtasks, several }: SubtasksProps): ReactNode {
  return subtasks.map((subtask) => (
    <Subtask key={attemptKey(subtask.subtask, subtask.attempt)} subtask={subtask} isOneOfSeveral={several.has(subtask.subtask)} />
  ));
}

function SubtasksInView({ subtasks, several }: SubtasksProps): ReactNode {
  // The row above the subtasks tells where they begin.
  const start = useRef<HTMLTableRowElement>(null);
  const { first, end, abovePx, belowPx } = useRowsInView(start, subtasks.length, ROW_PX.scan);
  return (
    <>
      <tr ref={start} aria-hidden="true" />
      <Spacer height={abovePx} span={6} />
      <AllSubtasks subtasks={subtasks.slice(first, end)} several={several} />
      <Spacer height={belowPx} span={6} />
    </>
  );
}

/** The subtasks of which several attempts run at once, as under speculative execution. */
function subtasksWithSeveral(subtasks: readonly SubtaskPressure[]): ReadonlySet<number> {
  const seen = new Set<number>();
  return new Set(subtasks.map(({ subtask }) => subtask).filter((subtask) => seen.has(subtask) || !seen.add(subtask)));
}

function Subtask({ subtask, isOneOfSeveral }: { subtask: SubtaskPressure; isOneOfSeveral: boolean }): ReactNode {
  const { busy, backpressured, idle } = subtask;
  const name = isOneOfSeveral ? `${String(subtask.subtask)}, attempt ${formatCount(subtask.attempt)}` : String(subtask.subtask);
  const label = `Subtask ${name}: backpressured ${formatPercent(backpressured)}, busy ${formatPercent(busy)}, idle ${formatPercent(idle)}`;
  return (
    <Row>
      <th scope="row" className="h-row-dense pr-3 pl-8 text-left text-dense font-text whitespace-nowrap text-fg-2 tabular-nums">
        {name}
      </th>
      <Cell className="border-t-0">
        <LevelMark level={subtask.level} />
      </Cell>
      <Cell isNumeric className="border-t-0">
        {formatPercent(backpressured)}
      </Cell>
      <Cell isNumeric className="border-t-0">
        {formatPercent(busy)}
      </Cell>
      <Cell isNumeric className="border-t-0">
        {formatPercent(idle)}
      </Cell>
      <Cell className="border-t-0">
        <TimeBar shares={{ busy, backpressured, idle }} label={label} />
      </Cell>
    </Row>
  );
}
