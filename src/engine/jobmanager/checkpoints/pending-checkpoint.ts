import type { Timer } from "../../host.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { SubtaskState } from "../../protocol/state.ts";
import type { CheckpointStatsRecord } from "./checkpoint-statistics.ts";
import type { ExecutionGraph } from "../scheduling/execution-graph.ts";
import type { SnapshotRequest } from "./snapshot-request.ts";

/** What the coordinator needs of its job. */
export interface CheckpointedJob {
  readonly jobId: string;
  readonly name: string;
  readonly executionGraph: ExecutionGraph;
  /** More checkpoints failed than are tolerated. */
  failGlobally(error: ErrorInfo): void;
  /** A checkpoint has completed and is the latest. */
  onCheckpointCompleted(): void;
  /** The files under that path (`file:/…`) are being deleted: a checkpoint of the job, or what it claimed at its start. */
  onCheckpointDiscarded(externalPath: string): void;
}

/** A checkpoint or savepoint that was triggered and is not complete. Flink: PendingCheckpoint. */
export interface PendingCheckpoint {
  /** Absent for a periodic one. */
  readonly request: SnapshotRequest | undefined;
  /** Of its files. */
  readonly directory: string;
  readonly record: CheckpointStatsRecord;
  readonly timeout: Timer;
  /** What was acknowledged, by attempt. */
  readonly states: Map<string, SubtaskState>;
}
