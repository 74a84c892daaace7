import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact } from "../../client/use-client.tsx";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { type SeenCheckpoint, seenCheckpoint } from "../../domain/seen-checkpoints.ts";
import { DASH, formatBytes, formatClockMillis, formatCount, formatCounted, formatDuration, formatPercent } from "../../domain/units.ts";
import { checkpointOptions } from "../../observe/checkpoints.ts";
import type { Checkpoint, CheckpointSubtasks } from "../../rest/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint, type HintContent } from "../../ui/hint.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SectionHead } from "../../ui/section-head.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { CheckpointStatus } from "./checkpoint-status.tsx";
import {
  type ComparedMeasure,
  type ComparedVertex,
  comparedVertices,
  comparedWhole,
  filterCompared,
  type Measure,
  type Side,
} from "./compare-model.ts";
import { acknowledgedInWords, fullTypeInWords, typeInWords } from "./history-model.ts";
import { useSubtasksOfCheckpoint } from "./queries.ts";
import { slowestVertices } from "./timeline-model.ts";

type Vertices = readonly Pick<JobVertex, "id" | "name">[];

/** Each vertex costs a request for each of the two. */
const MOST_VERTICES = MOST_VERTICES_ASKED / 2;

type ComparisonProps = {
  jobId: string;
  /** Oldest first. */
  seen: readonly SeenCheckpoint[];
  /** The job's vertices, in the job's order. */
  vertices: Vertices;
  ids: readonly [number, number];
  onChange: (ids: readonly [number, number]) => void;
};

/**
 * Two checkpoints of the history: as a whole and by vertex, with their differences. `ids` is undefined as long as the page does not
 * know two.
 */
export function CheckpointComparison({
  ids,
  ...props
}: Omit<ComparisonProps, "ids"> & { ids: ComparisonProps["ids"] | undefined }): ReactNode {
  if (ids === undefined)
    return <EmptyState>A comparison needs two checkpoints, and this page knows {formatCount(props.seen.length)}.</EmptyState>;
  return <Comparison {...props} ids={ids} />;
}

function Comparison({ jobId, seen, vertices, ids, onChange }: ComparisonProps): ReactNode {
  const [filter, setFilter] = useState("");
  const [firstId, secondId] = ids;
  const firstDetails = useDetails(jobId, firstId, seen);
  const secondDetails = useDetails(jobId, secondId, seen);
  const slow = firstDetails.checkpoint ?? secondDetails.checkpoint;
  const asked = useMemo(() => (slow === undefined ? [] : slowestVertices(slow, vertices, MOST_VERTICES)), [slow, vertices]);
  const { side: first, errors: firstErrors } = useSide(jobId, firstId, firstDetails, asked);
  const { side: second, errors: secondErrors } = useSide(jobId, secondId, secondDetails, asked);
  const errors = [...firstErrors, ...secondErrors];
  const rows = comparedVertices(first, second, vertices);
  const shown = filterCompared(rows, filter, nameOf);
  const columns = useMemo(() => columnsOf(firstId, secondId), [firstId, secondId]);
  return (
    <section aria-label="Comparison">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line px-4 py-2 text-dense text-fg-2">
        Checkpoint
        <Choice label="First checkpoint" seen={seen} id={firstId} onChange={(id) => onChange([id, secondId])} />
        compared with
        <Choice label="Second checkpoint" seen={seen} id={secondId} onChange={(id) => onChange([firstId, id])} />
      </div>
      <Unavailable id={firstId} details={firstDetails} />
      {secondId !== firstId && <Unavailable id={secondId} details={secondDetails} />}
      <div className="px-4">
        <NotKnown
          what={`${formatCounted(errors.length, "list")} of subtasks could not be read, so durations are incomplete`}
          error={errors[0]}
        />
      </div>
      <Whole ids={ids} first={first} second={second} />
      <SectionHead title="By vertex">
        <SearchField label="Filter vertices and measures" value={filter} onChange={setFilter} />
      </SectionHead>
      {slow !== undefined && vertices.length > asked.length && (
        <p className="px-4 pb-2 text-dense text-fg-2">
          Sync, async and alignment durations are those of the {formatCount(asked.length)} slowest of {formatCount(vertices.length)}{" "}
          vertices.
        </p>
      )}
      {rows.length === 0 && !firstDetails.isLoading && !secondDetails.isLoading ? (
        <EmptyState>The cluster has no details of either checkpoint, so their vertices are unknown.</EmptyState>
      ) : rows.length > 0 && shown.length === 0 ? (
        <EmptyState>No vertex or measure contains “{visibleText(filter.trim())}”.</EmptyState>
      ) : (
        <DataTable
          label="Vertices of the two checkpoints"
          columns={columns}
          rows={rows.length === 0 ? undefined : shown}
          rowKey={({ key }) => key}
          density="scan"
          minWidth={900}
          skeletonRows={8}
        />
      )}
    </section>
  );
}

type Details = {
  /** Undefined if the cluster does not have it. */
  readonly checkpoint: Checkpoint | undefined;
  /** From the details, or what the page has seen of it earlier. */
  readonly facts: SeenCheckpoint | undefined;
  readonly isInProgress: boolean;
  readonly isLoading: boolean;
  readonly error: Error | null;
};

function useDetails(jobId: string, id: number, seen: readonly SeenCheckpoint[]): Details {
  const known = seen.find((one) => one.id === id);
  const isInProgress = known?.status === "IN_PROGRESS";
  const { data: checkpoint, error, isPending } = useFact(checkpointOptions, jobId, id, { isInProgress });
  const facts = useMemo(() => (checkpoint === undefined ? known : seenCheckpoint(checkpoint)), [checkpoint, known]);
  return { checkpoint, facts, isInProgress, isLoading: isPending, error };
}

function useSide(
  jobId: string,
  id: number,
  { checkpoint, facts, isInProgress }: Details,
  asked: Vertices,
): { side: Side; errors: readonly Error[] } {
  const ids = asked.map((vertex) => vertex.id).filter((vertexId) => checkpoint?.tasks[vertexId] !== undefined);
  const replies = useSubtasksOfCheckpoint(jobId, id, ids, isInProgress);
  const parts = new Map<string, CheckpointSubtasks>();
  for (const [index, vertexId] of ids.entries()) {
    const part = replies[index]?.data;
    if (part !== undefined) parts.set(vertexId, part);
  }
  return { side: { facts, tasks: checkpoint?.tasks, parts }, errors: replies.flatMap((reply) => missingBecause(reply) ?? []) };
}

/** Says what is not known of a checkpoint, and why. */
function Unavailable({ id, details: { checkpoint, facts, error } }: { id: number; details: Details }): ReactNode {
  if (checkpoint !== undefined || error === null) return null;
  if (!isNotFound(error)) {
    return (
      <div className="px-4">
        <NotKnown what={`The details of checkpoint ${String(id)} are unknown`} error={error} />
      </div>
    );
  }
  return (
    <EmptyState>
      {facts === undefined
        ? `The cluster has no checkpoint ${String(id)}. It keeps only its latest ones, and this page has not seen this one.`
        : `The cluster keeps details only of its latest checkpoints, and checkpoint ${String(id)} is older. Its times and sizes are those that this page saw. Its vertices are unknown.`}
    </EmptyState>
  );
}

function Choice({
  label,
  seen,
  id,
  onChange,
}: {
  label: string;
  seen: readonly SeenCheckpoint[];
  id: number;
  onChange: (id: number) => void;
}): ReactNode {
  const known = seen
    .toReversed()
    .map((one) => ({ value: String(one.id), label: `${String(one.id)}, ${typeInWords(one)}, ${visibleText(one.status)}` }));
  const options = seen.some((one) => one.id === id) ? known : [...known, { value: String(id), label: `${String(id)}, not in the history` }];
  return <SelectField label={label} isInline options={options} value={String(id)} onChange={(value) => onChange(Number(value))} />;
}

/** The checkpoints as a whole. */
function Whole({ ids: [firstId, secondId], first, second }: { ids: readonly [number, number]; first: Side; second: Side }): ReactNode {
  const [a, b] = [first.facts, second.facts];
  const now = useFactsNow();
  const both = (text: (facts: SeenCheckpoint) => ReactNode): { first: ReactNode; second: ReactNode } => ({
    first: a === undefined ? DASH : text(a),
    second: b === undefined ? DASH : text(b),
  });
  const apartMs = a === undefined || b === undefined ? undefined : b.triggeredMs - a.triggeredMs;
  const words = [
    { name: "Status", ...both(({ status }) => <CheckpointStatus status={status} />), difference: "" },
    { name: "Type", ...both((facts) => fullTypeInWords(facts, facts.status === "COMPLETED")), difference: "" },
    { name: "Triggered", ...both(({ triggeredMs }) => formatClockMillis(triggeredMs, now)), difference: signed(apartMs, formatDuration) },
    {
      name: "Acknowledged",
      ...both((facts) => acknowledgedInWords(facts.acknowledgedSubtasks, facts.subtasks, facts.status === "IN_PROGRESS")),
      difference: "",
    },
  ];
  return (
    <div className="overflow-x-auto">
      <Table label="The two checkpoints" density="scan" minWidth={640}>
        <thead>
          <tr>
            <HeadCell>Measure</HeadCell>
            <HeadCell isNumeric>{`Checkpoint ${String(firstId)}`}</HeadCell>
            <HeadCell isNumeric>{`Checkpoint ${String(secondId)}`}</HeadCell>
            <HeadCell isNumeric>
              <Hint {...DIFFERENCE}>Difference</Hint>
            </HeadCell>
            <HeadCell isNumeric className="w-24">
              <Hint {...CHANGE}>Change</Hint>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {words.map((row) => (
            <Row key={row.name}>
              <Cell>{row.name}</Cell>
              <Cell isNumeric>{row.first}</Cell>
              <Cell isNumeric>{row.second}</Cell>
              <Cell isNumeric>{row.difference}</Cell>
              <Cell />
            </Row>
          ))}
          {comparedWhole(first, second).map((row) => (
            <Row key={row.measure}>
              <Cell>
                <Hint {...FACTS[row.measure].hint}>{nameOf(row.measure)}</Hint>
              </Cell>
              <Cell isNumeric>{format(row, row.first)}</Cell>
              <Cell isNumeric>{format(row, row.second)}</Cell>
              <Cell isNumeric>{signed(row.difference, (value) => format(row, value))}</Cell>
              <Cell isNumeric>{signed(row.change, formatPercent)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const FACTS: Readonly<Record<Measure, { name: string; hint: HintContent; isDuration: boolean }>> = {
  duration: { name: "End to end duration", hint: JOB_GLOSSARY.checkpointEndToEnd, isDuration: true },
  sync: { name: "Sync duration, slowest subtask", hint: JOB_GLOSSARY.syncDuration, isDuration: true },
  async: { name: "Async duration, slowest subtask", hint: JOB_GLOSSARY.asyncDuration, isDuration: true },
  alignment: { name: "Alignment duration, slowest subtask", hint: JOB_GLOSSARY.alignment, isDuration: true },
  processed: { name: "Processed in-flight data", hint: JOB_GLOSSARY.processedData, isDuration: false },
  persisted: { name: "Persisted in-flight data", hint: JOB_GLOSSARY.persistedData, isDuration: false },
  checkpointed: { name: "Checkpointed size", hint: JOB_GLOSSARY.checkpointedSize, isDuration: false },
  full: { name: "Full size", hint: JOB_GLOSSARY.fullSize, isDuration: false },
};

const DIFFERENCE = { title: "Difference", text: "The second value less the first one." };
const CHANGE = { title: "Change", text: "The difference in percent of the first value. A dash if that is 0." };

function nameOf(measure: Measure): string {
  return FACTS[measure].name;
}

function format({ measure }: Pick<ComparedMeasure, "measure">, value: number | undefined): string {
  return FACTS[measure].isDuration ? formatDuration(value) : formatBytes(value);
}

/** A difference with its sign: `+21 ms`, `−3 %`, `0 B`. */
function signed(value: number | undefined, text: (amount: number) => string): string {
  if (value === undefined) return DASH;
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return `${sign}${text(Math.abs(value))}`;
}

function columnsOf(firstId: number, secondId: number): readonly Column<ComparedVertex>[] {
  return [
    {
      id: "vertex",
      header: "Vertex",
      sortBy: (row) => row.vertexName,
      cell: (row) => <span title={row.vertexName}>{row.vertexName}</span>,
    },
    { id: "measure", header: "Measure", width: 240, sortBy: (row) => nameOf(row.measure), cell: (row) => nameOf(row.measure) },
    {
      id: "first",
      header: `Checkpoint ${String(firstId)}`,
      width: 132,
      isNumeric: true,
      sortBy: (row) => row.first,
      cell: (row) => format(row, row.first),
    },
    {
      id: "second",
      header: `Checkpoint ${String(secondId)}`,
      width: 132,
      isNumeric: true,
      sortBy: (row) => row.second,
      cell: (row) => format(row, row.second),
    },
    {
      id: "difference",
      header: "Difference",
      hint: DIFFERENCE,
      width: 112,
      isNumeric: true,
      sortBy: (row) => row.difference,
      cell: (row) => signed(row.difference, (value) => format(row, value)),
    },
    {
      id: "change",
      header: "Change",
      hint: CHANGE,
      width: 96,
      isNumeric: true,
      sortBy: (row) => row.change,
      cell: (row) => signed(row.change, formatPercent),
    },
  ];
}
