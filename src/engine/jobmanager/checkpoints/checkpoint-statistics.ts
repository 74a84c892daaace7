// What the REST API shows of a job's checkpoints. Flink: DefaultCheckpointStatsTracker, CheckpointStatsCounts, CheckpointStatsHistory.

import type { SnapshotType, SubtaskCheckpointMetrics } from "../../protocol/jobmanager-taskmanager.ts";
import type {
  CheckpointCounts,
  CheckpointStats,
  CheckpointStatus,
  CheckpointsView,
  CheckpointSummary,
  RestoredCheckpoint,
  SubtaskCheckpointStats,
  TaskCheckpointStats,
} from "../jobmanager-view.ts";
import type { SavepointFormat } from "./snapshot-request.ts";
import { StatsSummary } from "./stats-summary.ts";

const SUMMARY_WINDOW = 10_000;

/** One vertex in one checkpoint. Flink: TaskStateStats. */
class TaskStats implements TaskCheckpointStats {
  readonly vertexId: string;
  readonly subtasks: (SubtaskCheckpointStats | undefined)[];
  readonly #triggerTimestamp: number;

  constructor(vertexId: string, parallelism: number, triggerTimestamp: number) {
    this.vertexId = vertexId;
    this.#triggerTimestamp = triggerTimestamp;
    this.subtasks = Array.from({ length: parallelism }, () => undefined);
  }

  get numSubtasks(): number {
    return this.subtasks.length;
  }

  get numAcknowledgedSubtasks(): number {
    return this.#acknowledged.length;
  }

  get latestAckTimestamp(): number {
    return Math.max(-1, ...this.#acknowledged.map(({ ackTimestamp }) => ackTimestamp));
  }

  get endToEndDurationMs(): number {
    return this.latestAckTimestamp < 0 ? -1 : Math.max(0, this.latestAckTimestamp - this.#triggerTimestamp);
  }

  /** Snapshots are full ones: what a checkpoint persists is all the state it has. */
  get checkpointedSize(): number {
    return this.stateSize;
  }

  get stateSize(): number {
    return this.#sum((metrics) => metrics.stateSizeBytes);
  }

  get processedData(): number {
    return this.#sum((metrics) => metrics.bytesProcessedDuringAlignment);
  }

  get persistedData(): number {
    return this.#sum((metrics) => metrics.bytesPersistedDuringAlignment);
  }

  acknowledge(subtaskIndex: number, ackTimestamp: number, metrics: SubtaskCheckpointMetrics): void {
    const endToEndDurationMs = Math.max(0, ackTimestamp - this.#triggerTimestamp);
    this.subtasks[subtaskIndex] = { subtaskIndex, ackTimestamp, endToEndDurationMs, metrics };
  }

  get #acknowledged(): readonly SubtaskCheckpointStats[] {
    return this.subtasks.filter((subtask) => subtask !== undefined);
  }

  #sum(of: (metrics: SubtaskCheckpointMetrics) => number): number {
    return this.#acknowledged.reduce((sum, { metrics }) => sum + of(metrics), 0);
  }
}

/** One checkpoint from its trigger on. Flink: PendingCheckpointStats, and what it turns into. */
export class CheckpointStatsRecord implements CheckpointStats {
  readonly checkpointId: number;
  readonly triggerTimestamp: number;
  readonly tasks: readonly TaskStats[];
  status: CheckpointStatus = "IN_PROGRESS";
  externalPath: string | undefined;
  discarded = false;
  failure: { readonly timestamp: number; readonly message: string } | undefined;
  readonly snapshotType: SnapshotType;
  readonly savepointFormat: SavepointFormat | undefined;

  constructor(
    checkpointId: number,
    triggerTimestamp: number,
    vertices: readonly { readonly id: string; readonly parallelism: number }[],
    snapshotType: SnapshotType,
    savepointFormat: SavepointFormat | undefined,
  ) {
    this.snapshotType = snapshotType;
    this.savepointFormat = savepointFormat;
    this.checkpointId = checkpointId;
    this.triggerTimestamp = triggerTimestamp;
    this.tasks = vertices.map(({ id, parallelism }) => new TaskStats(id, parallelism, triggerTimestamp));
  }

  get latestAckTimestamp(): number {
    return Math.max(...this.tasks.map((task) => task.latestAckTimestamp));
  }

  get endToEndDurationMs(): number {
    if (this.failure !== undefined) return this.failure.timestamp - this.triggerTimestamp;
    return this.latestAckTimestamp < 0 ? -1 : Math.max(0, this.latestAckTimestamp - this.triggerTimestamp);
  }

  get checkpointedSize(): number {
    return this.#sum((task) => task.checkpointedSize);
  }

  get stateSize(): number {
    return this.#sum((task) => task.stateSize);
  }

  get processedData(): number {
    return this.#sum((task) => task.processedData);
  }

  get persistedData(): number {
    return this.#sum((task) => task.persistedData);
  }

  get numSubtasks(): number {
    return this.#sum((task) => task.numSubtasks);
  }

  get numAcknowledgedSubtasks(): number {
    return this.#sum((task) => task.numAcknowledgedSubtasks);
  }

  acknowledge(vertexId: string, subtaskIndex: number, ackTimestamp: number, metrics: SubtaskCheckpointMetrics): void {
    this.tasks.find((task) => task.vertexId === vertexId)?.acknowledge(subtaskIndex, ackTimestamp, metrics);
  }

  #sum(of: (task: TaskStats) => number): number {
    return this.tasks.reduce((sum, task) => sum + of(task), 0);
  }
}

/** Counts, summary and history of one job's checkpoints. */
export class CheckpointStatistics implements CheckpointsView {
  readonly #historySize: number;
  /** Newest first. */
  readonly #history: CheckpointStatsRecord[] = [];
  readonly #summary = {
    checkpointedSize: new StatsSummary(SUMMARY_WINDOW),
    stateSize: new StatsSummary(SUMMARY_WINDOW),
    endToEndDuration: new StatsSummary(SUMMARY_WINDOW),
    processedData: new StatsSummary(SUMMARY_WINDOW),
    persistedData: new StatsSummary(SUMMARY_WINDOW),
  };
  #counts: CheckpointCounts = { restored: 0, total: 0, inProgress: 0, completed: 0, failed: 0 };
  #latestCompleted: CheckpointStatsRecord | undefined;
  #latestSavepoint: CheckpointStatsRecord | undefined;
  #latestFailed: CheckpointStatsRecord | undefined;
  #latestRestored: RestoredCheckpoint | undefined;

  constructor(historySize: number) {
    this.#historySize = historySize;
  }

  get counts(): CheckpointCounts {
    return this.#counts;
  }

  get summary(): CheckpointSummary {
    return this.#summary;
  }

  get latestCompleted(): CheckpointStatsRecord | undefined {
    return this.#latestCompleted;
  }

  get latestSavepoint(): CheckpointStatsRecord | undefined {
    return this.#latestSavepoint;
  }

  get latestFailed(): CheckpointStatsRecord | undefined {
    return this.#latestFailed;
  }

  get latestRestored(): RestoredCheckpoint | undefined {
    return this.#latestRestored;
  }

  get history(): readonly CheckpointStatsRecord[] {
    return this.#history;
  }

  checkpoint(checkpointId: number): CheckpointStatsRecord | undefined {
    return [...this.#history, this.#latestCompleted, this.#latestSavepoint, this.#latestFailed].find(
      (record) => record?.checkpointId === checkpointId,
    );
  }

  /** A checkpoint got its id. */
  reportPending(record: CheckpointStatsRecord): void {
    const { total, inProgress } = this.#counts;
    this.#counts = { ...this.#counts, total: total + 1, inProgress: inProgress + 1 };
    this.#history.unshift(record);
    this.#history.length = Math.min(this.#history.length, this.#historySize);
  }

  reportCompleted(record: CheckpointStatsRecord, externalPath: string): void {
    record.status = "COMPLETED";
    record.externalPath = externalPath;
    if (record.snapshotType === "checkpoint") this.#latestCompleted = record;
    else this.#latestSavepoint = record;
    const { inProgress, completed } = this.#counts;
    this.#counts = { ...this.#counts, inProgress: inProgress - 1, completed: completed + 1 };
    this.#summary.checkpointedSize.add(record.checkpointedSize);
    this.#summary.stateSize.add(record.stateSize);
    this.#summary.endToEndDuration.add(record.endToEndDurationMs);
    this.#summary.processedData.add(record.processedData);
    this.#summary.persistedData.add(record.persistedData);
  }

  reportFailed(record: CheckpointStatsRecord, timestamp: number, message: string): void {
    record.status = "FAILED";
    record.failure = { timestamp, message };
    this.#latestFailed = record;
    const { inProgress, failed } = this.#counts;
    this.#counts = { ...this.#counts, inProgress: inProgress - 1, failed: failed + 1 };
  }

  /** A trigger that failed before an id was given: counted, but in no history. */
  reportFailedWithoutId(): void {
    const { total, failed } = this.#counts;
    this.#counts = { ...this.#counts, total: total + 1, failed: failed + 1 };
  }

  reportRestored(restored: RestoredCheckpoint): void {
    this.#latestRestored = restored;
    this.#counts = { ...this.#counts, restored: this.#counts.restored + 1 };
  }

  /** The files of that checkpoint are deleted. */
  reportDiscarded(checkpointId: number): void {
    const record = this.checkpoint(checkpointId);
    if (record !== undefined) record.discarded = true;
  }
}
