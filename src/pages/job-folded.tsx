import type { ReactNode } from "react";

import { CheckpointInspector } from "../features/checkpoints/checkpoint-inspector.tsx";
import { CheckpointsPanel } from "../features/checkpoints/checkpoints-panel.tsx";
import { ExceptionsPanel } from "../features/exceptions/exceptions-panel.tsx";
import { FoldedGraph } from "../features/job-graph/folded-graph.tsx";
import { TopicRecords } from "../features/proof/topic-records.tsx";
import { assertUnreachable } from "../base/assert.ts";
import { Region } from "../ui/region.tsx";
import type { JobData } from "./job-data.ts";
import type { JobNavigation, JobTab } from "./job-location.ts";
import { JobPanel } from "./job-panel.tsx";

/** See {@link JobFolded}. */
export type JobFoldedProps = { data: JobData; navigation: JobNavigation; tab: Exclude<JobTab, "vertices">; tabs: ReactNode };

/** A job with its graph folded to a line: the tab has the room, and an inspector beside it where something is selected. */
export function JobFolded({ data, navigation, tab, tabs }: JobFoldedProps): ReactNode {
  const { location, go, pathWith } = navigation;
  const checkpointId = tab === "checkpoints" ? location.checkpointId : undefined;
  return (
    <div className={checkpointId === undefined ? "job-folded" : "job-folded inspecting"}>
      <FoldedGraph
        graph={data.graph}
        pathOf={(vertexId) => pathWith({ tab: "vertices", vertexId: vertexId ?? location.vertexId, checkpointId: undefined })}
      />
      <section className="job-details" aria-label="Job details">
        {tabs}
        <JobPanel tab={tab} isStale={data.staleSinceMs !== undefined}>
          <TabContent
            data={data}
            tab={tab}
            checkpointId={checkpointId}
            onSelect={(id) => go({ checkpointId: id === checkpointId ? undefined : id })}
          />
        </JobPanel>
      </section>
      {checkpointId !== undefined && (
        <CheckpointInspector
          jobId={data.jobId}
          checkpointId={checkpointId}
          vertices={data.live?.job.vertices ?? []}
          live={data.checkpointsQuery.data}
          onClose={() => go({ checkpointId: undefined })}
        />
      )}
    </div>
  );
}

function TabContent({
  data,
  tab,
  checkpointId,
  onSelect,
}: Pick<JobFoldedProps, "data" | "tab"> & { checkpointId: number | undefined; onSelect: (id: number) => void }): ReactNode {
  const { jobId, live, checkpointsQuery } = data;
  switch (tab) {
    case "checkpoints":
      return (
        <Region
          query={checkpointsQuery}
          loading={<CheckpointsPanel jobId={jobId} live={undefined} selectedId={undefined} onSelect={onSelect} />}
        >
          {(checkpoints) => <CheckpointsPanel jobId={jobId} live={checkpoints} selectedId={checkpointId} onSelect={onSelect} />}
        </Region>
      );
    case "exceptions":
      return <ExceptionsPanel job={live?.job} jobId={jobId} />;
    case "output":
      return <TopicRecords />;
    default:
      return assertUnreachable(tab);
  }
}
