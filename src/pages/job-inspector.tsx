import type { ReactNode } from "react";

import { CheckpointInspector } from "../features/checkpoints/checkpoint-inspector.tsx";
import { VertexInspector } from "../features/vertices/vertex-inspector.tsx";
import type { JobData } from "./job-data.ts";

/** What is selected on a job's page, in full. */
export function JobInspector({ data }: { data: JobData }): ReactNode {
  const { jobId, live, isOver, checkpointsQuery, exceptions, vertexId, checkpointId, select } = data;
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
  if (live === undefined || vertexId === undefined) return null;
  return (
    <VertexInspector
      job={live.job}
      vertexId={vertexId}
      rates={live.rates}
      checkpoints={checkpointsQuery.data?.checkpoints}
      failuresMs={exceptions.map(({ timestamp }) => timestamp)}
      isLive={!isOver}
      onClose={() => select({ vertexId: undefined })}
    />
  );
}
