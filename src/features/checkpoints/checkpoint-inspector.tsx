import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { copyable } from "../../domain/command-lines.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { type SeenCheckpoint, seenCheckpoint } from "../../domain/seen-checkpoints.ts";
import {
  DASH,
  formatBytes,
  formatClockMillis,
  formatClockTenths,
  formatCount,
  formatCounted,
  formatDuration,
  formatOf,
} from "../../domain/units.ts";
import { checkpointOptions, type LiveCheckpoints } from "../../observe/checkpoints.ts";
import type { Checkpoint } from "../../rest/checkpoints.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { Inspector, InspectorSection } from "../../ui/inspector.tsx";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { missingBecause, NotKnown, QueryRegion } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { CheckpointStatus, RestoredTag } from "./checkpoint-status.tsx";
import { CheckpointTimeline } from "./checkpoint-timeline.tsx";

import { acknowledgedInWords, fullTypeInWords, inFlightInWords } from "./history-model.ts";
import { shownVertices, useLoadedCheckpoint, useSubtasksOfCheckpoint } from "./queries.ts";
import { checkpointTimeline } from "./timeline-model.ts";

/** See {@link CheckpointInspector}. */
export type CheckpointInspectorProps = {
  jobId: string;
  checkpointId: number;
  /** Whether `checkpointId` changes to each new checkpoint. */
  isFollowing: boolean;
  /** The job's vertices, in the job's order. */
  vertices: readonly Pick<JobVertex, "id" | "name">[];
  live: LiveCheckpoints | undefined;
  /** Opens the tables of operators and subtasks. */
  onOperators: () => void;
  onClose: () => void;
};

/**
 * The details of one checkpoint: times, subtasks, state, and whether the job was restored from it.
 */
export function CheckpointInspector({
  jobId,
  checkpointId: askedId,
  isFollowing,
  vertices,
  live,
  onOperators,
  onClose,
}: CheckpointInspectorProps): ReactNode {
  const isAskedInProgress = live?.seen.some(({ id, status }) => id === askedId && status === "IN_PROGRESS") === true;
  const checkpointId = useLoadedCheckpoint(jobId, askedId, vertices, { isFollowing, isInProgress: isAskedInProgress });
  const seen = live?.seen.find(({ id }) => id === checkpointId);
  const details = useFact(checkpointOptions, jobId, checkpointId, { isInProgress: seen?.status === "IN_PROGRESS" });
  const facts = details.data === undefined ? seen : seenCheckpoint(details.data);
  const restored = live?.checkpoints.latest.restored;
  const restoredMs = restored?.id === checkpointId ? restored.restore_timestamp : undefined;
  const name = `${facts?.isSavepoint === true ? "Savepoint" : "Checkpoint"} ${checkpointId}`;
  // Flink answers 404 for checkpoints older than its history of ten.
  const isGone = details.error !== null && "status" in details.error && details.error.status === 404;
  return (
    <Inspector
      label={name}
      title={name}
      facts={
        facts !== undefined && (
          <>
            <CheckpointStatus status={facts.status} />
            {restoredMs !== undefined && <RestoredTag restoredMs={restoredMs} />}
          </>
        )
      }
      onClose={onClose}
    >
      {facts !== undefined && <Times facts={facts} details={details.data} />}
      {isGone ? (
        <InspectorSection>
          <EmptyState>
            {facts === undefined
              ? `The cluster has no checkpoint ${checkpointId}.`
              : "The cluster keeps details only of its latest checkpoints, and this one is older."}
          </EmptyState>
        </InspectorSection>
      ) : (
        <QueryRegion query={details} loading={<Loading />}>
          {(checkpoint) => (
            <Details jobId={jobId} checkpoint={checkpoint} vertices={vertices} isFollowing={isFollowing} onOperators={onOperators} />
          )}
        </QueryRegion>
      )}
      {restoredMs !== undefined && facts !== undefined && (
        <InspectorSection title="Restored from here">
          <p className="text-dense text-fg-2">
            {`It was the latest checkpoint acknowledged by all ${facts.subtasks} subtasks when the job restarted at ${formatClockTenths(restoredMs)}. Sources resumed from its offsets, operators from its state. Records read after it were replayed.`}
          </p>
        </InspectorSection>
      )}
    </Inspector>
  );
}

function Loading(): ReactNode {
  return (
    <InspectorSection>
      <Skeleton width={220} />
    </InspectorSection>
  );
}

function Times({ facts, details }: { facts: SeenCheckpoint; details: Checkpoint | undefined }): ReactNode {
  const nowMs = useFactsNow();
  return (
    <InspectorSection>
      <KeyValues className="leading-6">
        <KeyValue name="Triggered">{formatClockMillis(facts.triggeredMs, nowMs)}</KeyValue>
        <KeyValue name="Last acknowledgement">{formatClockMillis(facts.acknowledgedMs, nowMs)}</KeyValue>
        <KeyValue name={<Hint {...JOB_GLOSSARY.checkpointEndToEnd}>End to end</Hint>}>{formatDuration(facts.durationMs)}</KeyValue>
        <KeyValue name={<Hint {...JOB_GLOSSARY.checkpointedSize}>Checkpointed size</Hint>}>{formatBytes(facts.checkpointedBytes)}</KeyValue>
        <KeyValue name={<Hint {...JOB_GLOSSARY.fullSize}>Full size</Hint>}>
          {facts.stateBytes === undefined ? DASH : `${formatBytes(facts.stateBytes)} in ${formatCount(facts.subtasks)} subtasks`}
        </KeyValue>
        <KeyValue name={<Hint {...JOB_GLOSSARY.inFlightData}>Processed (persisted)</Hint>}>
          {inFlightInWords(facts.processedBytes, facts.persistedBytes)}
        </KeyValue>
        <KeyValue name="Acknowledged">
          {acknowledgedInWords(facts.acknowledgedSubtasks, facts.subtasks, facts.status === "IN_PROGRESS")}
        </KeyValue>
        <KeyValue name="Type">{fullTypeInWords(facts, facts.status === "COMPLETED")}</KeyValue>
        {facts.isSavepoint && details !== undefined && <KeyValue name="Format">{visibleText(details.savepointFormat ?? DASH)}</KeyValue>}
        {details?.className === "completed" && <KeyValue name="Discarded">{details.discarded ? "yes" : "no"}</KeyValue>}
        {facts.failure !== undefined && (
          <>
            <KeyValue name="Failed" className="text-st-failed-text" title={visibleText(facts.failure)}>
              {visibleText(facts.failure)}
            </KeyValue>
          </>
        )}
      </KeyValues>
      {facts.path !== undefined && <CopyLine text={copyable(facts.path)} label="the path" />}
    </InspectorSection>
  );
}

function Details({
  jobId,
  checkpoint,
  vertices,
  isFollowing,
  onOperators,
}: {
  jobId: string;
  checkpoint: Checkpoint;
  vertices: readonly Pick<JobVertex, "id" | "name">[];
  isFollowing: boolean;
  onOperators: () => void;
}): ReactNode {
  const isInProgress = checkpoint.className === "in_progress";
  const shown = shownVertices(checkpoint, vertices, isFollowing);
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
  const held = vertices.flatMap(({ id, name }): HeldState[] => {
    const task = checkpoint.tasks[id];
    return task === undefined
      ? []
      : [{ id, name, bytes: task.state_size, acknowledged: formatOf(task.num_acknowledged_subtasks, task.num_subtasks) }];
  });
  return (
    <>
      {(timeline.rows.length > 0 || missing.length > 0) && (
        <InspectorSection
          title={
            shown.length < vertices.length
              ? `Subtasks of the ${String(shown.length)} slowest vertices, time since trigger`
              : "Subtasks, time since trigger"
          }
        >
          {timeline.rows.length > 0 && <CheckpointTimeline timeline={timeline} />}
          <NotKnown
            what={`The subtasks of ${missing.length === shown.length ? "these vertices" : formatCounted(missing.length, "vertex", "vertices")} are unknown`}
            error={missing[0]}
          />
        </InspectorSection>
      )}
      <InspectorSection title="State by vertex" end={<LinkButton onPress={onOperators}>All columns</LinkButton>}>
        <DataTable label="State by vertex" columns={STATE_COLUMNS} rows={held} rowKey={({ id }) => id} density="inspector" />
      </InspectorSection>
    </>
  );
}

/** A vertex's part of a checkpoint: bytes of state, and subtasks that acknowledged. */
type HeldState = { readonly id: string; readonly name: string; readonly bytes: number; readonly acknowledged: string };

const STATE_COLUMNS: readonly Column<HeldState>[] = [
  { id: "vertex", header: "Vertex", cell: ({ name }) => <span title={visibleText(name)}>{visibleText(name)}</span> },
  {
    id: "acknowledged",
    header: "Acknowledged",
    width: 84,
    isNumeric: true,
    className: "text-fg-2",
    cell: ({ acknowledged }) => acknowledged,
  },
  { id: "state", header: "State", width: 70, isNumeric: true, cell: ({ bytes }) => formatBytes(bytes) },
];
