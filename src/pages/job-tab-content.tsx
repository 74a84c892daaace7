import type { ReactNode } from "react";

import { CheckpointsPanel } from "../features/checkpoints/checkpoints-panel.tsx";
import { ExceptionsPanel } from "../features/exceptions/exceptions-panel.tsx";
import { TopicRecords } from "../features/proof/topic-records.tsx";
import { VerticesTable } from "../features/vertices/vertices-table.tsx";
import { assertUnreachable } from "../base/assert.ts";
import { Region } from "../ui/region.tsx";
import type { JobData } from "./job-data.ts";
import type { JobTab } from "./job-location.ts";

/** What the selected tab of a job's page shows. Pressing what is selected lets it go. */
export function JobTabContent({ data, tab }: { data: JobData; tab: JobTab }): ReactNode {
  const { jobId, live, isOver, checkpointsQuery, vertexId, checkpointId, select } = data;
  switch (tab) {
    case "vertices":
      return (
        <VerticesTable
          jobId={jobId}
          vertices={live?.job.vertices}
          isLive={!isOver}
          selectedId={vertexId}
          onSelect={(id) => select({ vertexId: id === vertexId ? undefined : id })}
        />
      );
    case "checkpoints": {
      const panel = {
        jobId,
        selectedId: checkpointId,
        onSelect: (id: number) => select({ checkpointId: id === checkpointId ? undefined : id }),
      };
      return (
        <Region query={checkpointsQuery} loading={<CheckpointsPanel {...panel} live={undefined} />}>
          {(checkpoints) => <CheckpointsPanel {...panel} live={checkpoints} />}
        </Region>
      );
    }
    case "exceptions":
      return <ExceptionsPanel job={live?.job} jobId={jobId} />;
    case "output":
      return <TopicRecords />;
    default:
      return assertUnreachable(tab);
  }
}
