// Takes a subtask's snapshots: prepare → barrier downstream → copy the state → write it →
// acknowledge. Flink: SubtaskCheckpointCoordinatorImpl.
//
// Invariants: the barrier goes downstream after everything that the snapshot holds and before
// everything that it does not hold. What the operator emits for the checkpoint (a writer's
// committables) goes before the barrier. If the checkpoint was aborted before its barrier, its
// cancellation goes downstream instead, so that no downstream task waits for the barrier.

import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { BarrierInfo, SubtaskCheckpointMetrics } from "../../protocol/jobmanager-taskmanager.ts";
import type { SplitOffset, SubtaskState } from "../../protocol/state.ts";
import type { AlignmentMetrics } from "./barrier-handler.ts";
import { errorInfoOf } from "../error-info.ts";
import { writeKeyedState, type WrittenKeyedState } from "./keyed-snapshot.ts";
import type { OperatorSnapshot, SnapshotableOperator, TaskContext } from "../task-context.ts";

/** What taking snapshots needs of the task. */
export interface CheckpointedTask extends Pick<TaskContext, "host" | "deployment" | "metrics" | "output" | "runAsync"> {
  acknowledgeCheckpoint(checkpointId: number, state: SubtaskState, metrics: SubtaskCheckpointMetrics): void;
  declineCheckpoint(checkpointId: number, reason: string, error?: ErrorInfo): void;
}

/** Metrics of a subtask that has no input to align. */
export const NO_ALIGNMENT = { alignmentDurationMs: 0, bytesProcessedDuringAlignment: 0 } as const;

/** One per task. */
export class SubtaskCheckpointing {
  readonly #task: CheckpointedTask;
  readonly #operator: SnapshotableOperator;
  /** Aborted by the coordinator; ids up to the last completed or taken one are forgotten. */
  readonly #aborted = new Set<number>();
  #isPreparing = false;

  constructor(task: CheckpointedTask, operator: SnapshotableOperator) {
    this.#task = task;
    this.#operator = operator;
  }

  /** Between the last record before a barrier and the barrier: no input may be taken. */
  get isPreparing(): boolean {
    return this.#isPreparing;
  }

  /** Takes the snapshot for `barrier`, whose alignment is done. */
  perform(barrier: BarrierInfo, alignment: AlignmentMetrics): void {
    const { metrics } = this.#task;
    metrics.checkpointStartDelayMs = alignment.startDelayMs;
    metrics.checkpointAlignmentMs = alignment.alignmentDurationMs;
    if (this.#cancelIfAborted(barrier.checkpointId)) return;
    this.#isPreparing = true;
    this.#operator.prepareSnapshotPreBarrier(barrier.checkpointId, () => {
      this.#isPreparing = false;
      if (!this.#cancelIfAborted(barrier.checkpointId)) this.#snapshot(barrier, alignment);
    });
  }

  /** Whether the coordinator gave that checkpoint up before its barrier was here. */
  isAborted(checkpointId: number): boolean {
    return this.#aborted.has(checkpointId);
  }

  /** The coordinator has given the checkpoint up. */
  abort(checkpointId: number): void {
    this.#aborted.add(checkpointId);
  }

  #cancelIfAborted(checkpointId: number): boolean {
    const isAborted = this.#aborted.has(checkpointId);
    for (const id of this.#aborted) if (id <= checkpointId) this.#aborted.delete(id);
    if (isAborted) this.#task.output.broadcastCancelBarrier(checkpointId);
    return isAborted;
  }

  #snapshot(barrier: BarrierInfo, alignment: AlignmentMetrics): void {
    const { clock } = this.#task.host;
    const startedAtMs = clock.monotonicMs();
    this.#task.output.broadcastBarrier(barrier);
    const snapshot = this.#operator.snapshotState(barrier.checkpointId);
    const syncDurationMs = clock.monotonicMs() - startedAtMs;
    const measured = { ...alignment, syncDurationMs, bytesPersistedDuringAlignment: 0 };
    // The asynchronous part: records flow on while the copy is encoded and written.
    this.#task.runAsync(() => this.#writeAndAcknowledge(barrier, snapshot, measured));
  }

  #writeAndAcknowledge({ checkpointId, directory }: BarrierInfo, { keyed, splits }: OperatorSnapshot, measured: SynchronousMetrics): void {
    const { deployment, host } = this.#task;
    const startedAtMs = host.clock.monotonicMs();
    const acknowledge = (written?: WrittenKeyedState) => {
      const asyncDurationMs = host.clock.monotonicMs() - startedAtMs;
      const stateSizeBytes = (written?.sizeBytes ?? 0) + (splits === undefined ? 0 : splitsSizeBytes(splits));
      const state = { ...(written && { keyed: written.state }), ...(splits && { splits }) };
      this.#task.acknowledgeCheckpoint(checkpointId, state, { ...measured, asyncDurationMs, stateSizeBytes });
    };
    if (keyed === undefined) {
      acknowledge();
      return;
    }
    writeKeyedState(host.storage, deployment, directory, keyed, {
      onDone: acknowledge,
      // The job continues. Whether it tolerates this is the coordinator's decision.
      onFailed: (error) => this.#task.declineCheckpoint(checkpointId, "Asynchronous task checkpoint failed.", errorInfoOf(error)),
    });
  }
}

type SynchronousMetrics = Omit<SubtaskCheckpointMetrics, "asyncDurationMs" | "stateSizeBytes">;

/** Size of split offsets as written to `_metadata`. */
function splitsSizeBytes(splits: readonly SplitOffset[]): number {
  return JSON.stringify(splits).length;
}
