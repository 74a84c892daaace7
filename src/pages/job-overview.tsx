import { type ReactNode, useCallback } from "react";
import { useNavigate } from "react-router";

import { JobGraph } from "../features/job-graph/job-graph.tsx";
import { Story } from "../features/story/story.tsx";
import { VertexInspector } from "../features/vertices/vertex-inspector.tsx";
import { VerticesTable } from "../features/vertices/vertices-table.tsx";
import { jobStatusFacts } from "../domain/job-status.ts";
import { Deck } from "./deck.tsx";
import type { JobData } from "./job-data.ts";
import type { JobNavigation } from "./job-location.ts";
import { JobPanel } from "./job-panel.tsx";
import { PlaygroundStory } from "./job-story.tsx";

/** A job with its graph unfolded: the story above it, its vertices below, the inspector beside them, the playground at the bottom. */
export function JobOverview({ data, navigation, tabs }: { data: JobData; navigation: JobNavigation; tabs: ReactNode }): ReactNode {
  const { jobId, live, graph, checkpointsQuery, exceptions, hasPlayground, staleSinceMs } = data;
  const { location, go, pathWith } = navigation;
  const navigate = useNavigate();
  const selectVertex = useCallback((vertexId: string | undefined) => go({ vertexId }), [go]);
  const isOver = live !== undefined && jobStatusFacts(live.job.state).isTerminal;
  // An id that the job does not have selects nothing.
  const vertexId = live?.job.vertices.some(({ id }) => id === location.vertexId) === true ? location.vertexId : undefined;
  const checkpoints = checkpointsQuery.data?.checkpoints;
  return (
    <div className={vertexId === undefined ? "job" : "job inspecting"}>
      <JobGraph
        graph={graph}
        checkpoints={checkpoints}
        isOver={isOver}
        selectedId={vertexId}
        onSelect={selectVertex}
        staleSinceMs={staleSinceMs}
        exceptionsPath={pathWith({ tab: "exceptions" })}
      >
        {hasPlayground ? <PlaygroundStory jobId={jobId} /> : <Story jobId={jobId} />}
      </JobGraph>
      <section className="dock" aria-label="Job details">
        {tabs}
        <JobPanel tab="vertices" isStale={staleSinceMs !== undefined}>
          <VerticesTable
            jobId={jobId}
            vertices={live?.job.vertices}
            isLive={!isOver}
            selectedId={vertexId}
            onSelect={(id) => selectVertex(id === vertexId ? undefined : id)}
          />
        </JobPanel>
      </section>
      {live !== undefined && vertexId !== undefined && (
        <VertexInspector
          job={live.job}
          vertexId={vertexId}
          rates={live.rates}
          checkpoints={checkpoints}
          failuresMs={exceptions.map(({ timestamp }) => timestamp)}
          isLive={!isOver}
          onClose={() => selectVertex(undefined)}
        />
      )}
      {hasPlayground && (
        <div className="job-deck">
          {/* After a reset there is another job. */}
          <Deck jobId={jobId} onReset={() => void navigate("/job/running")} />
        </div>
      )}
    </div>
  );
}
