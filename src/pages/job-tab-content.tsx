import type { ReactNode } from "react";

import { BackpressurePanel } from "../features/backpressure/backpressure-panel.tsx";
import { CheckpointsPanel } from "../features/checkpoints/checkpoints-panel.tsx";
import { ExceptionsPanel } from "../features/exceptions/exceptions-panel.tsx";
import { FlamePanel } from "../features/flame-graph/flame-panel.tsx";
import { RescalesPanel } from "../features/rescales/rescales-panel.tsx";
import { TopicRecords } from "../features/proof/topic-records.tsx";
import { VerticesTable } from "../features/vertices/vertices-table.tsx";
import { assertUnreachable } from "../base/assert.ts";
import { Region } from "../ui/region.tsx";
import type { JobData } from "./job-data.ts";
import type { JobTab } from "./job-location.ts";

/** What the selected tab of a job's page shows. Pressing what is selected lets it go. */
export function JobTabContent(props: {
  data: JobData;
  tab: JobTab;
  /** Where a vertex, or one of its subtasks, is seen. */
  pathOf: (vertexId: string, subtask?: number) => string;
}): ReactNode {
  const { data, tab, pathOf } = props;
  const { jobId, live, atMs, isOver, checkpointsQuery, vertexId, sampledId, checkpointId, rescaleId, select } = data;
  switch (tab) {
    case "vertices":
      return (
        <VerticesTable
          job={live?.job}
          atMs={atMs}
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
      return <ExceptionsPanel job={live?.job} jobId={jobId} pathOf={pathOf} />;
    case "rescales":
      return (
        <RescalesPanel
          jobId={jobId}
          job={live?.job}
          isLive={!isOver}
          selectedId={rescaleId}
          onSelect={(id) => select({ rescaleId: id === rescaleId ? undefined : id })}
        />
      );
    case "flamegraph":
      return <FlamePanel job={live?.job} isLive={!isOver} vertexId={sampledId} onVertex={(id) => select({ vertexId: id })} />;
    case "backpressure":
      return <BackpressurePanel job={live?.job} rates={live?.rates} isLive={!isOver} pathOf={pathOf} />;
    case "output":
      return <TopicRecords />;
    default:
      return assertUnreachable(tab);
  }
}
