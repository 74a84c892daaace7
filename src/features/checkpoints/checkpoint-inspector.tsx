import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { useFact } from "../../client/use-client.tsx";
import { copyable } from "../../domain/command-lines.ts";
import { GLOSSARY } from "../../domain/glossary.ts";
import { type SeenCheckpoint, seenCheckpoint } from "../../domain/seen-checkpoints.ts";
import { DASH, formatBytes, formatClockTenths, formatCount, formatCounted, formatDuration } from "../../domain/units.ts";
import { checkpointOptions, type LiveCheckpoints } from "../../observe/checkpoints.ts";
import type { Checkpoint } from "../../rest/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { CloseIcon } from "../../ui/icons.tsx";
import { missingBecause, NotKnown, QueryRegion } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { CheckpointStatus, RestoredTag } from "./checkpoint-status.tsx";
import { CheckpointTimeline } from "./checkpoint-timeline.tsx";

import { useSubtasksOfCheckpoint } from "./queries.ts";
import { checkpointTimeline, slowestVertices } from "./timeline-model.ts";

/** See {@link CheckpointInspector}. */
export type CheckpointInspectorProps = {
  jobId: string;
  checkpointId: number;
  /** The job's vertices, in the job's order. */
  vertices: readonly Pick<JobVertex, "id" | "name">[];
  live: LiveCheckpoints | undefined;
  onClose: () => void;
};

/**
 * The details of one checkpoint: times, subtasks, state, and whether the job was restored from it.
 */
export function CheckpointInspector({ jobId, checkpointId, vertices, live, onClose }: CheckpointInspectorProps): ReactNode {
  const seen = live?.seen.find(({ id }) => id === checkpointId);
  const details = useFact(checkpointOptions, jobId, checkpointId, { isInProgress: seen?.status === "IN_PROGRESS" });
  const facts = details.data === undefined ? seen : seenCheckpoint(details.data);
  const restored = live?.checkpoints.latest.restored;
  const restoredMs = restored?.id === checkpointId ? restored.restore_timestamp : undefined;
  const name = `${facts?.isSavepoint === true ? "Savepoint" : "Checkpoint"} ${checkpointId}`;
  // Flink answers 404 for checkpoints older than its history of ten.
  const isGone = details.error !== null && "status" in details.error && details.error.status === 404;
  return (
    <aside className="inspector" aria-label={name}>
      <header>
        <h2>
          <span>{name}</span>
          <button type="button" className="x" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </h2>
        {facts !== undefined && (
          <p className="meta">
            <CheckpointStatus status={facts.status} />
            {restoredMs !== undefined && <RestoredTag restoredMs={restoredMs} />}
          </p>
        )}
      </header>
      {facts !== undefined && <Times facts={facts} />}
      {isGone ? (
        <section>
          <EmptyState>
            {facts === undefined
              ? `The cluster has no checkpoint ${checkpointId}.`
              : "The cluster keeps details only of its latest checkpoints, and this one is older."}
          </EmptyState>
        </section>
      ) : (
        <QueryRegion query={details} loading={<Loading />}>
          {(checkpoint) => <Details jobId={jobId} checkpoint={checkpoint} vertices={vertices} />}
        </QueryRegion>
      )}
      {restoredMs !== undefined && facts !== undefined && (
        <section>
          <div className="sec">
            <h3>Restored from here</h3>
          </div>
          <p className="text-dense text-fg-2">
            {`It was the latest checkpoint acknowledged by all ${facts.subtasks} subtasks when the job restarted at ${formatClockTenths(restoredMs)}. Sources resumed from its offsets, operators from its state. Records read after it were replayed.`}
          </p>
        </section>
      )}
    </aside>
  );
}

function Loading(): ReactNode {
  return (
    <section>
      <Skeleton width={220} />
    </section>
  );
}

function Times({ facts }: { facts: SeenCheckpoint }): ReactNode {
  return (
    <section>
      <dl className="kv">
        <dt>Triggered</dt>
        <dd>{formatClockTenths(facts.triggeredMs)}</dd>
        <dt>Last acknowledgement</dt>
        <dd>{formatClockTenths(facts.acknowledgedMs)}</dd>
        <dt>
          <Hint {...GLOSSARY.endToEnd}>End to end</Hint>
        </dt>
        <dd>{formatDuration(facts.durationMs)}</dd>
        <dt>State</dt>
        <dd>{facts.stateBytes === undefined ? DASH : `${formatBytes(facts.stateBytes)} in ${formatCount(facts.subtasks)} subtasks`}</dd>
        <dt>
          <Hint {...GLOSSARY.processedData}>Processed while aligning</Hint>
        </dt>
        <dd>{formatBytes(facts.processedBytes)}</dd>
        <dt>Acknowledged</dt>
        <dd>
          {facts.acknowledgedSubtasks} of {facts.subtasks}
        </dd>
        {facts.failure !== undefined && (
          <>
            <dt>Failed</dt>
            <dd className="text-st-failed-text" title={visibleText(facts.failure)}>
              {visibleText(facts.failure)}
            </dd>
          </>
        )}
      </dl>
      {facts.path !== undefined && <CopyLine text={copyable(facts.path)} label="the path" />}
    </section>
  );
}

function Details({
  jobId,
  checkpoint,
  vertices,
}: {
  jobId: string;
  checkpoint: Checkpoint;
  vertices: readonly Pick<JobVertex, "id" | "name">[];
}): ReactNode {
  const isInProgress = checkpoint.className === "in_progress";
  const shown = slowestVertices(checkpoint, vertices, MOST_VERTICES_ASKED);
  const parts = useSubtasksOfCheckpoint(
    jobId,
    checkpoint.id,
    shown.map(({ id }) => id),
    isInProgress,
  );
  const timeline = checkpointTimeline(
    checkpoint,
    shown.map(({ name }, index) => ({ vertexName: name, subtasks: parts[index]?.data })),
  );
  const missing = parts.map(missingBecause).filter((error) => error !== undefined);
  const held = vertices.flatMap(({ id, name }) => {
    const task = checkpoint.tasks[id];
    return task === undefined
      ? []
      : [{ id, name, bytes: task.state_size, acknowledged: `${task.num_acknowledged_subtasks} of ${task.num_subtasks}` }];
  });
  return (
    <>
      {(timeline.rows.length > 0 || missing.length > 0) && (
        <section>
          <div className="sec">
            <h3>
              {shown.length < vertices.length
                ? `Subtasks of the ${String(shown.length)} slowest vertices, time since trigger`
                : "Subtasks, time since trigger"}
            </h3>
          </div>
          {timeline.rows.length > 0 && <CheckpointTimeline timeline={timeline} />}
          <NotKnown
            what={`The subtasks of ${missing.length === shown.length ? "these vertices" : formatCounted(missing.length, "vertex", "vertices")} are unknown`}
            error={missing[0]}
          />
        </section>
      )}
      <section>
        <div className="sec">
          <h3>State by vertex</h3>
        </div>
        <table className="dt">
          <colgroup>
            <col />
            <col style={{ width: 84 }} />
            <col style={{ width: 70 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Vertex</th>
              <th scope="col" className="text-right whitespace-nowrap">
                Acknowledged
              </th>
              <th scope="col" className="text-right whitespace-nowrap">
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {held.map(({ id, name, bytes, acknowledged }) => (
              <tr key={id}>
                <td title={visibleText(name)}>{visibleText(name)}</td>
                <td className="text-right whitespace-nowrap text-fg-2">{acknowledged}</td>
                <td className="text-right whitespace-nowrap">{formatBytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
