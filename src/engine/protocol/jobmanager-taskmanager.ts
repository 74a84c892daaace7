// The conversation between the JobManager and one TaskManager, over one rpc link that the TaskManager opens. Flink: TaskExecutorGateway,
// JobMasterGateway and ResourceManagerGateway in one. The link keeps order: a cancel cannot overtake its deployment.

import type { Fault } from "../../rest/playground.ts";
import type { ExecutionState } from "../../rest/states.ts";
import type { ThreadInfo } from "../../rest/threads.ts";
import type { OperatorSpec, ShipStrategy } from "../graph/job-graph.ts";
import type { ErrorInfo } from "./error-info.ts";
import { defineProtocol } from "./protocol.ts";
import type { RestoredState, SubtaskState } from "./state.ts";

/** The protocol of a TaskManager's link to its JobManager. */
export const JOB_MANAGER_PROTOCOL = defineProtocol<ToJobManager, ToTaskManager>("jobmanager-taskmanager");

/** Identity of one attempt at one subtask: `<graph id>_<vertex id>_<subtask>_<attempt>`, as Flink's ExecutionAttemptID prints. */
export type AttemptId = string;

/** One subtask at the other end of an edge. */
export interface PeerSubtask {
  readonly attemptId: AttemptId;
  readonly subtaskIndex: number;
  /** Container name of the TaskManager it runs on. */
  readonly container: string;
  /** For the texts of connection errors. */
  readonly taskManagerId: string;
  readonly dataPort: number;
}

/** One input of a task: which producers' subpartitions it reads. `index` is the gate's number, in the order of the vertex's inputs. */
export interface InputGateDescriptor {
  readonly index: number;
  readonly producerVertexId: string;
  /** Which of the producers' result partitions: their descriptor's `index`. */
  readonly partitionIndex: number;
  readonly shipStrategy: ShipStrategy;
  readonly producers: readonly PeerSubtask[];
}

/** One output of a task. */
export interface ResultPartitionDescriptor {
  readonly index: number;
  readonly consumerVertexId: string;
  readonly shipStrategy: ShipStrategy;
  /** Max parallelism of the consumer: its key groups. */
  readonly consumerMaxParallelism: number;
  /** Number of gate at the consumers that this partition feeds. */
  readonly consumerGateIndex: number;
  readonly consumers: readonly PeerSubtask[];
}

/** Everything a TaskManager needs to run one subtask. Flink: TaskDeploymentDescriptor. */
export interface TaskDeployment {
  readonly jobId: string;
  readonly jobName: string;
  readonly vertexId: string;
  readonly vertexName: string;
  readonly subtaskIndex: number;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly attemptNumber: number;
  readonly attemptId: AttemptId;
  readonly allocationId: string;
  readonly operator: OperatorSpec;
  readonly inputs: readonly InputGateDescriptor[];
  readonly outputs: readonly ResultPartitionDescriptor[];
  readonly restore?: RestoredState;
  /** False: periodic checkpoints are off, and sources report by position which offsets they still need. */
  readonly checkpointingEnabled: boolean;
  /** Up to here state is carried in the acknowledgement and in `_metadata`; larger state is a file. */
  readonly dataInlineThresholdBytes: number;
  readonly bufferTimeoutMs: number;
  readonly autoWatermarkIntervalMs: number;
}

/**
 * What a barrier asks for. The last two are synchronous savepoints: the job ends when they are complete. `suspend-savepoint` leaves windows open in the
 * state, `terminate-savepoint` closes them first (drain). Flink: CheckpointType and SavepointType with its PostCheckpointAction.
 */
export type SnapshotType = "checkpoint" | "savepoint" | "suspend-savepoint" | "terminate-savepoint";

/** Whether the tasks stop at this snapshot and end once it is complete. Flink: SnapshotType.isSynchronous. */
export function isSynchronous(snapshotType: SnapshotType): boolean {
  return snapshotType === "suspend-savepoint" || snapshotType === "terminate-savepoint";
}

/** A barrier's content, the same on every edge. */
export interface BarrierInfo {
  readonly checkpointId: number;
  /** When the coordinator created the checkpoint, epoch ms. */
  readonly triggerTimestamp: number;
  readonly snapshotType: SnapshotType;
  /** Where state goes that is too large to travel inline: the directory of this checkpoint or savepoint. */
  readonly directory: string;
}

/** Measured by the task, in ms (fractions allowed) and bytes. Flink: CheckpointMetrics. */
export interface SubtaskCheckpointMetrics {
  readonly syncDurationMs: number;
  readonly asyncDurationMs: number;
  readonly alignmentDurationMs: number;
  readonly startDelayMs: number;
  readonly bytesProcessedDuringAlignment: number;
  readonly bytesPersistedDuringAlignment: number;
  readonly stateSizeBytes: number;
}

/** Final or current figures of an attempt. Flink: IOMetrics. Bytes are those of the batches' columns. */
export interface IoMetrics {
  readonly numBytesIn: number;
  readonly numBytesOut: number;
  readonly numRecordsIn: number;
  readonly numRecordsOut: number;
  readonly accumulateIdleTimeMs: number;
  readonly accumulateBackPressuredTimeMs: number;
  readonly accumulateBusyTimeMs: number;
}

/** Metrics of one attempt, by Flink's names without the subtask prefix; values as numbers, booleans or exact integers as text. */
export interface TaskMetricsDump {
  readonly attemptId: AttemptId;
  readonly io: IoMetrics;
  /** e.g. `numRecordsIn`, `busyTimeMsPerSecond`, `ClickEvent_Counter.numLateRecordsDropped`, already rendered as Java would print them. */
  readonly metrics: Readonly<Record<string, string>>;
}

/** The log of a process, as far as it is kept. Times are epoch ms: of its last line, and of the begin of the process. */
export interface LogText {
  readonly text: string;
  readonly lastModified: number;
  readonly startedAt: number;
}

/** TaskManager → JobManager. */
export type ToJobManager =
  /** First message on the link. */
  | {
      readonly type: "register-task-manager";
      readonly taskManagerId: string;
      readonly container: string;
      readonly numberOfSlots: number;
      readonly rpcAddress: string;
      readonly dataPort: number;
    }
  /** Answer to a heartbeat request. */
  | { readonly type: "heartbeat" }
  /** Answer to `metrics-request`. `taskManager` are the metrics of the TaskManager itself. */
  | {
      readonly type: "metrics";
      readonly requestId: number;
      readonly taskManager: Readonly<Record<string, string>>;
      readonly tasks: readonly TaskMetricsDump[];
    }
  /** Answer to `log-request`. */
  | { readonly type: "log"; readonly requestId: number; readonly log: LogText }
  /** Answer to `thread-dump-request`. */
  | { readonly type: "thread-dump"; readonly requestId: number; readonly threads: readonly ThreadInfo[] }
  /** An attempt changed its state. `error` with FAILED, `io` with the terminal states. Not sent for DEPLOYING (the JobManager sets that itself). */
  | {
      readonly type: "task-state";
      readonly attemptId: AttemptId;
      readonly state: Extract<ExecutionState, "INITIALIZING" | "RUNNING" | "FINISHED" | "CANCELED" | "FAILED">;
      readonly error?: ErrorInfo;
      readonly io?: IoMetrics;
    }
  /** A subtask has snapshotted; its asynchronous part is done. */
  | {
      readonly type: "acknowledge-checkpoint";
      readonly jobId: string;
      readonly attemptId: AttemptId;
      readonly checkpointId: number;
      readonly state: SubtaskState;
      readonly metrics: SubtaskCheckpointMetrics;
    }
  /** A subtask cannot or could not snapshot. `reason` is one of Flink's CheckpointFailureReason texts. */
  | {
      readonly type: "decline-checkpoint";
      readonly jobId: string;
      readonly attemptId: AttemptId;
      readonly checkpointId: number;
      readonly reason: string;
      readonly error?: ErrorInfo;
    }
  /** A clean shutdown: this TaskManager goes away on its own will ("The TaskExecutor is shutting down."). */
  | { readonly type: "disconnect"; readonly error: ErrorInfo };

/** JobManager → TaskManager. */
export type ToTaskManager =
  | { readonly type: "registered" }
  | { readonly type: "heartbeat-request" }
  | { readonly type: "metrics-request"; readonly requestId: number }
  /** A user asks for the TaskManager's log or thread dump. */
  | { readonly type: "log-request" | "thread-dump-request"; readonly requestId: number }
  | { readonly type: "submit-task"; readonly deployment: TaskDeployment }
  /** The task ends as CANCELED (or FAILED if it fails first). Of an unknown attempt: ignored. */
  | { readonly type: "cancel-task"; readonly attemptId: AttemptId }
  /** To source subtasks: put this barrier into the stream now. */
  | { readonly type: "trigger-checkpoint"; readonly attemptId: AttemptId; readonly barrier: BarrierInfo }
  | { readonly type: "notify-checkpoint-complete"; readonly attemptId: AttemptId; readonly checkpointId: number }
  | { readonly type: "notify-checkpoint-aborted"; readonly attemptId: AttemptId; readonly checkpointId: number }
  /** The fault strikes this attempt. */
  | { readonly type: "inject-fault"; readonly attemptId: AttemptId; readonly fault: Fault };
