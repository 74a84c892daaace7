// What the REST API may read of the JobManager, and the few things it may trigger. The JobManager's own classes have these shapes: a view
// is live, not a copy, so a handler reads it and answers in one step. All times are epoch ms unless the name says `DurationMs`.

import type { Result } from "../../base/result.ts";
import type { Drain, Fault, StoredSavepoint } from "../../rest/playground.ts";
import type { ExecutionState, JobStatus } from "../../rest/states.ts";
import type { ThreadInfo } from "../../rest/threads.ts";
import type { JobGraph, JobVertex } from "../graph/job-graph.ts";
import type { Clock } from "../host.ts";
import type { ConfigEntry } from "../configuration/configuration.ts";
import type { ErrorInfo } from "../protocol/error-info.ts";
import type { IoMetrics, LogText, SnapshotType, SubtaskCheckpointMetrics, TaskMetricsDump } from "../protocol/jobmanager-taskmanager.ts";
import type { ClusterConfiguration } from "./cluster-configuration.ts";
import type { SavepointFormat } from "./checkpoints/snapshot-request.ts";
import type { RestoreSettings } from "./savepoints/savepoint-restore.ts";

/** Metric values by Flink's names, rendered as Java would print them. */
export type MetricValues = Readonly<Record<string, string>>;

/** Everything. Flink: RestfulGateway of Dispatcher and ResourceManager, plus the MetricFetcher. */
export interface JobManagerView {
  readonly clock: Clock;
  /** When this JobManager began. */
  readonly startedAt: number;
  readonly clusterConfiguration: ClusterConfiguration;
  /** The cluster's configuration as `/jobmanager/config` lists it, in order. */
  readonly configuration: readonly { readonly key: string; readonly value: string }[];
  /** Every job that is kept: the running ones, and terminal ones for an hour. Oldest first. */
  readonly jobs: readonly JobView[];
  job(jobId: string): JobView | undefined;
  /** In order of registration. */
  readonly taskManagers: readonly TaskManagerView[];
  taskManager(taskManagerId: string): TaskManagerView | undefined;
  readonly metrics: MetricsView;
  /** The JobManager's log as a file: at most the last 10,000 lines. */
  readonly log: { text(): string; readonly lastModified: number };
  /** The log of a TaskManager, from itself; undefined if there is no such TaskManager, or if it is gone before it has answered. */
  taskManagerLog(taskManagerId: string): Promise<LogText | undefined>;
  /** What runs in a TaskManager at this moment; undefined as above. */
  taskManagerThreads(taskManagerId: string): Promise<readonly ThreadInfo[] | undefined>;
  /** Cancels a job, as `PATCH /jobs/:id?mode=cancel` does. The job shows the result. */
  cancelJob(jobId: string): CancelAnswer;
  /** Savepoints, checkpoints and stops by request. */
  readonly operations: JobOperationsView;
  readonly jars: JarStoreView;
  /** The graph that a program makes; nothing is run. */
  planProgram(jar: StoredJar, request: ProgramRequest): Result<JobGraph, ErrorInfo>;
  /** Runs a job: resolves to its id when it has begun, or to why it could not. */
  runProgram(graph: JobGraph, restore: RestoreSettings | undefined): Promise<Result<string, ErrorInfo>>;
  /** Savepoints and retained checkpoints, newest first. Rejects with StorageError. */
  storedSavepoints(): Promise<readonly StoredSavepoint[]>;
  /** The stops with drain of all jobs, in the order in which they were triggered. */
  readonly drains: readonly Drain[];
  injectFault(fault: Fault): FaultAnswer;
}

/** Whether a fault was injected. */
export type FaultAnswer = "injected" | "no-running-job" | "no-vertex";

/** How an operation stands. */
export type OperationState<Value> =
  | { readonly type: "in-progress" }
  | { readonly type: "completed"; readonly result: Result<Value, ErrorInfo> };

/** Common to what is triggered. */
export interface OperationTrigger {
  /** Makes the call idempotent; drawn if absent. */
  readonly triggerId: string | undefined;
}

/** `POST /jobs/:id/savepoints`. */
export interface SavepointTrigger extends OperationTrigger {
  /** As the user wrote it. */
  readonly targetDirectory: string;
  readonly format: SavepointFormat;
  readonly cancelJob: boolean;
}

/** `POST /jobs/:id/stop`. */
export interface StopTrigger extends OperationTrigger {
  readonly targetDirectory: string;
  readonly format: SavepointFormat;
  readonly drain: boolean;
}

/**
 * Savepoints, checkpoints, stops and disposals: each is triggered now and asked after later. A trigger returns its id, also if the job does not exist.
 * A state is undefined for an unknown id, and once it has expired. Paths that are answered are in the form `file:/…`.
 */
export interface JobOperationsView {
  savepoint(jobId: string, trigger: SavepointTrigger): string;
  /** Stops the job with a savepoint. */
  stop(jobId: string, trigger: StopTrigger): string;
  checkpoint(jobId: string, trigger: OperationTrigger): string;
  /** Of a savepoint or a stop: its path. */
  savepointState(jobId: string, triggerId: string): OperationState<string> | undefined;
  /** Of a checkpoint: its id. */
  checkpointState(jobId: string, triggerId: string): OperationState<number> | undefined;
  /** Deletes a savepoint. */
  dispose(path: string): string;
  disposalState(triggerId: string): OperationState<undefined> | undefined;
}

/** A JAR that was uploaded, or that came with the cluster. */
export interface StoredJar {
  /** `<uuid>_<file name>`. */
  readonly id: string;
  readonly name: string;
  /** Epoch ms. */
  readonly uploaded: number;
  /** Its main class; undefined where its manifest was not read. */
  readonly entryClass: string | undefined;
}

/** The JARs a job can be started from. */
export interface JarStoreView {
  /** Where uploads go. */
  readonly directory: string;
  /** Newest first. */
  readonly all: readonly StoredJar[];
  find(id: string): StoredJar | undefined;
  /** Takes in a JAR of that file name. */
  upload(name: string): StoredJar;
  /** False if there is none of that id. */
  delete(id: string): boolean;
}

/** How a program is to be run. */
export interface ProgramRequest {
  /** Undefined: the JAR's own. */
  readonly entryClass: string | undefined;
  readonly programArguments: readonly string[];
  /** Undefined: `parallelism.default`. */
  readonly parallelism: number | undefined;
  /** Undefined: drawn. */
  readonly jobId: string | undefined;
  /** Laid over the cluster's configuration. */
  readonly flinkConfiguration: readonly ConfigEntry[];
}

/** `terminated`: the job has ended already, in `status`. */
export type CancelAnswer =
  | { readonly type: "accepted" }
  | { readonly type: "not-found" }
  | { readonly type: "terminated"; readonly status: JobStatus };

/** One job. Flink: AccessExecutionGraph. */
export interface JobView {
  readonly jobId: string;
  readonly name: string;
  readonly graph: JobGraph;
  readonly status: JobStatus;
  /** Latest entry into each status; 0 is never. */
  readonly statusTimestamps: Readonly<Record<JobStatus, number>>;
  /** Id of the slot sharing group that all vertices are in, 32 hex digits. */
  readonly slotSharingGroupId: string;
  /** In topological order, sources first; empty while INITIALIZING. */
  readonly vertices: readonly ExecutionJobVertexView[];
  vertex(vertexId: string): ExecutionJobVertexView | undefined;
  /** Newest first, at most 16. */
  readonly exceptionHistory: readonly RootExceptionView[];
  readonly checkpoints: CheckpointsView;
  readonly numRestarts: number;
  /** The job's own restart strategy in words. Flink: RestartStrategyDescriptionUtils. */
  readonly restartStrategyDescription: string;
}

/** One vertex at work. Flink: AccessExecutionJobVertex. */
export interface ExecutionJobVertexView {
  readonly vertex: JobVertex;
  /** State of the vertex as a whole, by Flink's rule over its subtasks. */
  readonly aggregateState: ExecutionState;
  readonly subtasks: readonly ExecutionVertexView[];
}

/** One subtask. Flink: AccessExecutionVertex. */
export interface ExecutionVertexView {
  readonly subtaskIndex: number;
  readonly current: ExecutionView;
  /** Earlier attempts, oldest first, at most 16. */
  readonly history: readonly ExecutionView[];
  /** Attempt number `attempt`, or undefined where it is not kept. */
  attempt(attempt: number): ExecutionView | undefined;
}

/** One attempt at one subtask. Flink: AccessExecution. */
export interface ExecutionView {
  readonly attemptId: string;
  readonly attemptNumber: number;
  readonly state: ExecutionState;
  /** When each state was entered; 0 is never. */
  readonly stateTimestamps: Readonly<Record<ExecutionState, number>>;
  /** Undefined until a slot was assigned. */
  readonly location: TaskManagerLocation | undefined;
  readonly allocationId: string | undefined;
  readonly failure: FailureView | undefined;
  /** Final figures, once terminal and told by the task; those of a lost TaskManager never come. */
  readonly finalIo: IoMetrics | undefined;
}

/** Where a task runs. Flink: TaskManagerLocation. */
export interface TaskManagerLocation {
  readonly taskManagerId: string;
  readonly container: string;
  readonly dataPort: number;
  /** `container:dataPort`. */
  readonly endpoint: string;
}

/** An error of a task or of the whole job. */
export interface FailureView {
  readonly error: ErrorInfo;
  readonly timestamp: number;
}

/** An entry of the exception history or one of its concurrent exceptions. */
export interface ExceptionView extends FailureView {
  /** `<vertex name> (<subtask+1>/<parallelism>) - execution #<attempt>`; absent for a global failure. */
  readonly taskName: string | undefined;
  readonly location: TaskManagerLocation | undefined;
}

/** An entry of the exception history. Flink: RootExceptionHistoryEntry. */
export interface RootExceptionView extends ExceptionView {
  readonly concurrentExceptions: readonly ExceptionView[];
}

/** One registered TaskManager. A lost one is not there any more. */
export interface TaskManagerView {
  readonly taskManagerId: string;
  readonly container: string;
  readonly rpcAddress: string;
  readonly dataPort: number;
  readonly lastHeartbeat: number;
  readonly slots: readonly SlotView[];
  readonly freeSlots: number;
  /** Tasks that are deployed into its slots and not terminal. */
  readonly assignedTasks: number;
}

/** One slot. `jobId` is undefined while it is free. */
export interface SlotView {
  readonly slotIndex: number;
  readonly allocationId: string | undefined;
  readonly jobId: string | undefined;
  readonly assignedTasks: number;
}

/** Flink: MetricStore behind MetricFetcherImpl. */
export interface MetricsView {
  /**
   * Asks the TaskManagers for new values unless that was done within `metrics.fetcher.update-interval`. Answers come later: call it at the
   * begin of each request that reads metrics, then read what is there, as Flink does.
   */
  update(): void;
  /** When the newest values came; undefined before the first. */
  readonly lastUpdate: number | undefined;
  readonly jobManager: MetricValues;
  /** Undefined for an unknown job. */
  job(jobId: string): MetricValues | undefined;
  /** Undefined for an unknown TaskManager; empty before its first values came. */
  taskManager(taskManagerId: string): MetricValues | undefined;
  /** Undefined before the attempt's first values came, and once it has been replaced or its TaskManager is gone. */
  attempt(attemptId: string): TaskMetricsDump | undefined;
}

/** Checkpoint statistics of one job. Flink: CheckpointStatsSnapshot. */
export interface CheckpointsView {
  readonly counts: CheckpointCounts;
  readonly summary: CheckpointSummary;
  readonly latestCompleted: CheckpointStats | undefined;
  readonly latestSavepoint: CheckpointStats | undefined;
  readonly latestFailed: CheckpointStats | undefined;
  readonly latestRestored: RestoredCheckpoint | undefined;
  /** Newest first, at most 10, those in progress included. */
  readonly history: readonly CheckpointStats[];
  /** A checkpoint of the history, or one of the latest. */
  checkpoint(checkpointId: number): CheckpointStats | undefined;
}

export interface CheckpointCounts {
  readonly restored: number;
  readonly total: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly failed: number;
}

/** The restored checkpoint. `externalPath` in the form `file:/…`. */
export interface RestoredCheckpoint {
  readonly checkpointId: number;
  readonly restoreTimestamp: number;
  readonly isSavepoint: boolean;
  readonly externalPath: string;
}

/** Over the last 10,000 completed checkpoints. Durations in ms, sizes in bytes. */
export interface CheckpointSummary {
  readonly checkpointedSize: StatsSummaryView;
  readonly stateSize: StatsSummaryView;
  readonly endToEndDuration: StatsSummaryView;
  readonly processedData: StatsSummaryView;
  readonly persistedData: StatsSummaryView;
}

/** Flink: StatsSummarySnapshot. `average` is an integer division; zeros while there is nothing. */
export interface StatsSummaryView {
  readonly minimum: number;
  readonly maximum: number;
  readonly average: number;
  /** Value at `percent` (0–100) by the rule of commons-math; NaN while there is nothing. */
  percentile(percent: number): number;
}

/** Numbers of one checkpoint, or of one vertex in it. Sums over the acknowledged subtasks. */
export interface CheckpointNumbers {
  /** -1 before the first acknowledgement. */
  readonly latestAckTimestamp: number;
  readonly checkpointedSize: number;
  readonly stateSize: number;
  /** Last acknowledgement (or failure) since the trigger, in ms; -1 while unknown. */
  readonly endToEndDurationMs: number;
  readonly processedData: number;
  readonly persistedData: number;
  readonly numSubtasks: number;
  readonly numAcknowledgedSubtasks: number;
}

export type CheckpointStatus = "IN_PROGRESS" | "COMPLETED" | "FAILED";

/** Flink: AbstractCheckpointStats and its three children. */
export interface CheckpointStats extends CheckpointNumbers {
  readonly checkpointId: number;
  readonly status: CheckpointStatus;
  readonly snapshotType: SnapshotType;
  /** Of a savepoint. */
  readonly savepointFormat: SavepointFormat | undefined;
  readonly triggerTimestamp: number;
  /** In topological order. */
  readonly tasks: readonly TaskCheckpointStats[];
  /** Of a completed one, in the form `file:/…`. */
  readonly externalPath: string | undefined;
  /** True once a completed checkpoint's files were deleted. */
  readonly discarded: boolean;
  readonly failure: { readonly timestamp: number; readonly message: string } | undefined;
}

/** One vertex in one checkpoint. */
export interface TaskCheckpointStats extends CheckpointNumbers {
  readonly vertexId: string;
  /** By subtask; undefined where no acknowledgement came. */
  readonly subtasks: readonly (SubtaskCheckpointStats | undefined)[];
}

/** One acknowledgement. */
export interface SubtaskCheckpointStats {
  readonly subtaskIndex: number;
  readonly ackTimestamp: number;
  readonly endToEndDurationMs: number;
  readonly metrics: SubtaskCheckpointMetrics;
}
