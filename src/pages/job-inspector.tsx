import type { ReactNode } from "react";

import { CheckpointInspector } from "../features/checkpoints/checkpoint-inspector.tsx";
import { RescaleInspector } from "../features/rescales/rescale-inspector.tsx";
import { VertexInspector } from "../features/vertices/vertex-inspector.tsx";
import { EmptyState } from "../ui/faces.tsx";
import { CloseIcon } from "../ui/icons.tsx";
import { missingBecause } from "../ui/region.tsx";
import type { JobData } from "./job-data.ts";

/** What is selected on a job's page, in full. */
export function JobInspector({ data }: { data: JobData }): ReactNode {
  const { jobId, live, isOver, checkpointsQuery, exceptions, vertexId, subtask, checkpointId, rescaleId, select } = data;
  if (checkpointId !== undefined) {
    return (
      <CheckpointInspector
        jobId={jobId}
        checkpointId={checkpointId}
        vertices={live?.job.vertices ?? []}
        live={checkpointsQuery.data}
        onClose={() => select({ checkpointId: undefined })}
      />
    );
  }
  if (rescaleId !== undefined) {
    return <RescaleInspector jobId={jobId} rescaleId={rescaleId} isLive={!isOver} onClose={() => select({ rescaleId: undefined })} />;
  }
  if (live === undefined || vertexId === undefined) return null;
  const close = (): void => select({ vertexId: undefined });
  if (!live.job.vertices.some(({ id }) => id === vertexId)) return <UnknownVertex vertexId={vertexId} onClose={close} />;
  return (
    <VertexInspector
      job={live.job}
      vertexId={vertexId}
      subtask={subtask}
      rates={live.rates}
      checkpoints={checkpointsQuery.data?.checkpoints}
      checkpointsError={missingBecause(checkpointsQuery)}
      failuresMs={exceptions.map(({ timestamp }) => timestamp)}
      isLive={!isOver}
      onClose={close}
    />
  );
}

/** A vertex that the job does not have: an old link, or one of another job. */
function UnknownVertex({ vertexId, onClose }: { vertexId: string; onClose: () => void }): ReactNode {
  return (
    <aside className="inspector" aria-label="Unknown vertex">
      <header>
        <h2>
          <span>No such vertex</span>
          <button type="button" className="x" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </h2>
      </header>
      <section>
        <EmptyState>
          This job has no vertex <span className="mono">{vertexId}</span>. Ids of vertices follow from the job: another job, or another
          version of it, has others.
        </EmptyState>
      </section>
    </aside>
  );
}
