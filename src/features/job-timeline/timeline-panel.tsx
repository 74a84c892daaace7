import { type ReactNode, useEffect, useMemo, useRef } from "react";

import { useFact } from "../../client/use-client.tsx";
import { noVerticesWords } from "../../domain/no-vertices.ts";
import { vertexTitle } from "../../domain/vertex-name.ts";
import { subtaskTimesOptions } from "../../observe/vertices.ts";
import type { Job } from "../../rest/jobs.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SectionHead } from "../../ui/section-head.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { GanttTable } from "./gantt-table.tsx";
import { subtaskTimeline, vertexTimeline } from "./timeline-model.ts";

/** See {@link TimelinePanel}. */
export type TimelinePanelProps = {
  /** Undefined while unknown. */
  job: Job | undefined;
  isLive: boolean;
  /** The vertex in the page's address, whose subtasks are shown. */
  vertexId: string | undefined;
  onVertex: (vertexId: string) => void;
};

/** When the vertices of a job ran, and when each subtask of the chosen vertex was in which state. */
export function TimelinePanel({ job, isLive, vertexId, onVertex }: TimelinePanelProps): ReactNode {
  const vertex = job?.vertices.find(({ id }) => id === vertexId);
  const timeline = useMemo(() => job && vertexTimeline(job), [job]);
  if (job === undefined || timeline === undefined) {
    return (
      <EmptyState>
        <Skeleton width={360} />
      </EmptyState>
    );
  }
  if (job.vertices.length === 0) return <EmptyState>{noVerticesWords(job)}</EmptyState>;
  return (
    <div className="pb-4">
      <GanttTable label="Timeline of the vertices" header="Vertex" timeline={timeline} selectedKey={vertex?.id} onPress={onVertex} />
      {vertex === undefined ? (
        <EmptyState>Press a vertex to see its subtasks.</EmptyState>
      ) : (
        <Subtasks key={vertex.id} jobId={job.jid} vertexId={vertex.id} name={vertexTitle(vertex.name)} isLive={isLive} />
      )}
    </div>
  );
}

function Subtasks({ jobId, vertexId, name, isLive }: { jobId: string; vertexId: string; name: string; isLive: boolean }): ReactNode {
  const query = useFact(subtaskTimesOptions, jobId, vertexId, { isEnabled: true, count: 1, isLive });
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <section ref={section} className="mt-4 scroll-mt-2" aria-label={`Subtasks of ${name}`}>
      <SectionHead title={`Subtasks of ${name}`} />
      <QueryRegion
        query={query}
        loading={
          <EmptyState>
            <Skeleton width={360} />
          </EmptyState>
        }
      >
        {(times) => <GanttTable label="Timeline of the subtasks" header="Subtask" timeline={subtaskTimeline(times)} />}
      </QueryRegion>
    </section>
  );
}
