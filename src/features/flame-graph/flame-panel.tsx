import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { boundedCount } from "../../base/bounded-count.ts";
import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatAge, formatCount, formatPercent } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { flameGraphOptions, type SampleType } from "../../observe/flame-graphs.ts";
import type { FlameGraph, FlameNode } from "../../rest/flame-graph.ts";
import type { Job } from "../../rest/jobs.ts";
import { FactAge } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { FlameChart } from "./flame-chart.tsx";
import { type FlameFrame, hotMethods, shareWith, shortFrameName } from "./flame-model.ts";
import { OWNER_BACKGROUND } from "./owner-background.ts";

/** See {@link FlamePanel}. */
export type FlamePanelProps = {
  /** Undefined while unknown. */
  job: Job | undefined;
  isLive: boolean;
  /**
   * The vertex in the page's address. If it is missing or unknown, the job's first vertex is shown.
   */
  vertexId: string | undefined;
  onVertex: (vertexId: string) => void;
};

/** What the threads of a vertex do, as sampled by Flink, down to the method. */
export function FlamePanel({ job, isLive, vertexId, onVertex }: FlamePanelProps): ReactNode {
  const [type, setType] = useState<SampleType>("full");
  const [chosenSubtask, setSubtask] = useState<number | undefined>(undefined);
  const [find, setFind] = useState("");
  const vertex = job?.vertices.find(({ id }) => id === vertexId) ?? job?.vertices[0];
  // The chosen vertex may have changed to one with fewer subtasks.
  const subtask = chosenSubtask !== undefined && chosenSubtask < (vertex?.parallelism ?? 0) ? chosenSubtask : undefined;
  const query = useFact(flameGraphOptions, job?.jid ?? "", { vertexId: vertex?.id, type, subtask }, isLive);
  if (job === undefined || vertex === undefined) return <EmptyState>The job’s vertices are not known yet.</EmptyState>;
  return (
    <div className="px-4 pt-3 pb-4">
      <div className="flex flex-wrap items-end gap-3 *:first:basis-90">
        <SelectField
          label="Vertex"
          options={job.vertices.map(({ id, name }) => ({ value: id, label: vertexTitle(name) }))}
          value={vertex.id}
          onChange={onVertex}
        />
        <SelectField
          label="Subtask"
          options={[{ value: "", label: `all ${formatCount(vertex.parallelism)}` }, ...subtasksOf(vertex.parallelism)]}
          value={subtask === undefined ? "" : String(subtask)}
          onChange={(value) => setSubtask(value === "" ? undefined : Number(value))}
        />
        <SelectField label="Threads" options={TYPES} value={type} onChange={(value) => setType(readType(value))} />
        <SearchField label="Find a method" value={find} onChange={setFind} />
      </div>
      <QueryRegion query={query} loading={<EmptyState>Requesting a sample …</EmptyState>}>
        {(sample) => <Sampled key={`${vertex.id} ${type} ${String(subtask)}`} sample={sample} find={find} />}
      </QueryRegion>
    </div>
  );
}

/** A sample with its hottest methods, or why there is no sample. */
function Sampled({ sample, find }: { sample: FlameGraph; find: string }): ReactNode {
  const [zoom, setZoom] = useState<readonly string[]>(WHOLE);
  const { data: root, endTimestamp } = sample;
  if (root === undefined) return <EmptyState>{whyNone(endTimestamp)}</EmptyState>;
  if (root.children.length === 0) return <EmptyState>The sample contains no thread in this state.</EmptyState>;
  return (
    <>
      <p className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-0.5 py-2 text-fg-2">
        {formatCount(root.value)} samples, taken <FactAge sinceMs={endTimestamp} format={formatAge} /> ago.{" "}
        {find.trim() !== "" && (
          <b className="font-strong text-fg">
            {formatPercent(shareWith(root, find))} in methods with “{find.trim()}” in their name.{" "}
          </b>
        )}
        <span className="inline-flex items-center gap-1.5 text-label text-fg-2">
          <Swatch owner="job" /> the job’s code and libraries <Swatch owner="flink" className="ml-2" /> Flink{" "}
          <Swatch owner="java" className="ml-2" /> Java
        </span>
        {zoom.length > 1 && (
          <Button small onPress={() => setZoom(WHOLE)}>
            Show all
          </Button>
        )}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(280px,30%)] items-start gap-4 max-tablet:grid-cols-1">
        <FlameChart root={root} find={find} zoom={zoom} onZoom={setZoom} />
        <HotMethods root={root} />
      </div>
    </>
  );
}

const WHOLE: readonly string[] = ["root"];
const MOST_HOT = 12;

function HotMethods({ root }: { root: FlameNode }): ReactNode {
  return (
    <Table label="Hottest methods" density="scan">
      <thead>
        <tr>
          <HeadCell>Method at the top of the stack</HeadCell>
          <HeadCell isNumeric className="w-21">
            Samples
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {hotMethods(root, MOST_HOT).map(({ name, owner, ofAll }) => (
          <Row key={name}>
            <Cell>
              <Swatch owner={owner} className="mr-1.5" />
              <span className="mono" title={visibleText(name)}>
                {visibleText(shortFrameName(name))}
              </span>
            </Cell>
            <Cell isNumeric>{formatPercent(ofAll)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The colour of a frame's owner. */
function Swatch({ owner, className }: { owner: FlameFrame["owner"]; className?: string }): ReactNode {
  return <i className={clsx("inline-block size-2.5 flex-none rounded-bar", OWNER_BACKGROUND[owner], className)} />;
}

const TYPES: readonly { value: SampleType; label: string }[] = [
  { value: "full", label: "all" },
  { value: "on_cpu", label: "running (on CPU)" },
  { value: "off_cpu", label: "waiting (off CPU)" },
];

function readType(value: string): SampleType {
  return TYPES.find((type) => type.value === value)?.value ?? "full";
}

/** A longer list would be useless. Flink's own limit is 2^15. */
const MOST_SUBTASKS = 32_768;

function subtasksOf(parallelism: number): { value: string; label: string }[] {
  return Array.from({ length: boundedCount(parallelism, MOST_SUBTASKS) }, (_, index) => ({ value: String(index), label: String(index) }));
}

/** Flink's three reasons for a missing sample (VertexFlameGraph). */
function whyNone(endTimestamp: number): string {
  switch (endTimestamp) {
    case -1:
      return "No task of this vertex is running, so there is nothing to sample.";
    case -2:
      return "Flame graphs are disabled on this cluster (rest.flamegraph.enabled).";
    default:
      return "Flink is taking a sample. It appears in a few seconds.";
  }
}
