import "./flame-graph.css";

import { type ReactNode, useState } from "react";

import { boundedCount } from "../../base/bounded-count.ts";
import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatAge, formatCount, formatPercent } from "../../domain/units.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { flameGraphOptions, type SampleType } from "../../observe/flame-graphs.ts";
import type { FlameGraph, FlameNode } from "../../rest/flame-graph.ts";
import type { Job } from "../../rest/jobs.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { FlameChart } from "./flame-chart.tsx";
import { hotMethods, shareWith, shortFrameName } from "./flame-model.ts";

/** See {@link FlamePanel}. */
export type FlamePanelProps = {
  /** Undefined while it is not known yet. */
  job: Job | undefined;
  isLive: boolean;
  /** The vertex that the address names; without one, or one that the job has not, it is the job's first. */
  vertexId: string | undefined;
  onVertex: (vertexId: string) => void;
};

/** What the threads of a vertex do, sampled by Flink: where its time goes, down to the method. */
export function FlamePanel({ job, isLive, vertexId, onVertex }: FlamePanelProps): ReactNode {
  const [type, setType] = useState<SampleType>("full");
  const [chosenSubtask, setSubtask] = useState<number | undefined>(undefined);
  const [find, setFind] = useState("");
  const vertex = job?.vertices.find(({ id }) => id === vertexId) ?? job?.vertices[0];
  // A vertex of fewer subtasks may have been chosen since.
  const subtask = chosenSubtask !== undefined && chosenSubtask < (vertex?.parallelism ?? 0) ? chosenSubtask : undefined;
  const query = useFact(flameGraphOptions, job?.jid ?? "", { vertexId: vertex?.id, type, subtask }, isLive);
  if (job === undefined || vertex === undefined) return <EmptyState>The job’s vertices are not known yet.</EmptyState>;
  return (
    <div className="flame-panel">
      <div className="flame-tools">
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
        <SelectField label="Threads that" options={TYPES} value={type} onChange={(value) => setType(readType(value))} />
        <SearchField label="Find a method" value={find} onChange={setFind} />
      </div>
      <QueryRegion query={query} loading={<EmptyState>Asking for a sample …</EmptyState>}>
        {(sample) => <Sampled key={`${vertex.id} ${type} ${String(subtask)}`} sample={sample} find={find} />}
      </QueryRegion>
    </div>
  );
}

/** A sample with its hottest methods, or why there is none. */
function Sampled({ sample, find }: { sample: FlameGraph; find: string }): ReactNode {
  const [zoom, setZoom] = useState<readonly string[]>(WHOLE);
  const { data: root, endTimestamp } = sample;
  if (root === undefined) return <EmptyState>{whyNone(endTimestamp)}</EmptyState>;
  if (root.children.length === 0) return <EmptyState>No thread was seen in such a state while it was sampled.</EmptyState>;
  return (
    <>
      <p className="flame-says">
        {formatCount(root.value)} samples, taken <Age sinceMs={endTimestamp} format={formatAge} /> ago.{" "}
        {find.trim() !== "" && (
          <b>
            {formatPercent(shareWith(root, find))} in methods with “{find.trim()}” in their name.{" "}
          </b>
        )}
        <span className="legend">
          <i className="of-job" /> the job’s code and libraries <i className="of-flink" /> Flink <i className="of-java" /> Java
        </span>
        {zoom.length > 1 && (
          <Button small onPress={() => setZoom(WHOLE)}>
            Show all of it
          </Button>
        )}
      </p>
      <div className="flame-parts">
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
    <table className="dt dense" aria-label="Hottest methods">
      <thead>
        <tr>
          <th scope="col">Most seen at the end of a stack</th>
          <th scope="col" className="num">
            Samples
          </th>
        </tr>
      </thead>
      <tbody>
        {hotMethods(root, MOST_HOT).map(({ name, owner, ofAll }) => (
          <tr key={name}>
            <td className="hot">
              <i className={`of-${owner}`} />
              <span className="mono" title={visibleText(name)}>
                {visibleText(shortFrameName(name))}
              </span>
            </td>
            <td className="num">{formatPercent(ofAll)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const TYPES: readonly { value: SampleType; label: string }[] = [
  { value: "full", label: "run or wait" },
  { value: "on_cpu", label: "run (on CPU)" },
  { value: "off_cpu", label: "wait (off CPU)" },
];

function readType(value: string): SampleType {
  return TYPES.find((type) => type.value === value)?.value ?? "full";
}

/** A list of more subtasks nobody reads; Flink's own bound is 2^15. */
const MOST_SUBTASKS = 32_768;

function subtasksOf(parallelism: number): { value: string; label: string }[] {
  return Array.from({ length: boundedCount(parallelism, MOST_SUBTASKS) }, (_, index) => ({ value: String(index), label: String(index) }));
}

/** Flink's three reasons (VertexFlameGraph). */
function whyNone(endTimestamp: number): string {
  switch (endTimestamp) {
    case -1:
      return "No task of this vertex runs: there is nothing to sample.";
    case -2:
      return "The cluster takes no samples: rest.flamegraph.enabled is off.";
    default:
      return "Flink takes a sample now. It is here in a few seconds.";
  }
}
