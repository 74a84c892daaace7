// A source subtask: reads its splits in turn, counts offsets, makes watermarks per split. It takes triggers for checkpoints as mails, so a
// barrier leaves at once, whether the task waits for records or for room. Flink: SourceOperator with KafkaSourceReader.

import { assert } from "../../base/assert.ts";
import { batchSizeBytes, type RecordBatch } from "../../core/batch.ts";
import { SourceWatermarks } from "../../core/watermarks.ts";
import type { OperatorSpec } from "../graph/job-graph.ts";
import type { Timer } from "../host.ts";
import type { SplitOffset } from "../protocol/state.ts";
import { BrokerClient } from "./broker-client.ts";
import { javaLong } from "./metrics/java-number.ts";
import { freshSplits, restoredSplits } from "./split-assignment.ts";
import { SplitMetrics } from "./metrics/split-metrics.ts";
import { SplitReader, type OffsetReset } from "./split-reader.ts";
import type { InputStatus, OperatorSnapshot, OperatorTask, TaskContext } from "./task-context.ts";
import type { MetricValues } from "./metrics/task-metrics.ts";

type SourceSpec = Extract<OperatorSpec, { kind: "source" }>;

interface Split {
  readonly reader: SplitReader;
  readonly metrics: SplitMetrics;
  committedOffset: number;
}

/** No committed offset is known. Flink: KafkaSourceReaderMetrics.INITIAL_OFFSET. */
const NO_OFFSET = -1;

const READER_LOGGER = "connector.kafka.source.reader.KafkaPartitionSplitReader";

/** How often offsets are committed where no checkpoint does it. Kafka: auto.commit.interval.ms. */
const AUTO_COMMIT_INTERVAL_MS = 5_000;

/** Its splits are unbounded, so it runs until it is stopped. */
export class SourceTask implements OperatorTask {
  readonly numFiredTimers = 0;
  readonly #spec: SourceSpec;
  readonly #context: TaskContext;
  readonly #broker: BrokerClient;
  readonly #watermarks: SourceWatermarks;
  #splits: readonly Split[] = [];
  /** Whose turn it is. */
  #turn = 0;
  /** Offsets in the checkpoints that are not complete yet. */
  readonly #offsetsByCheckpoint = new Map<number, readonly SplitOffset[]>();
  #watermarkTimer: Timer | undefined;
  #autoCommitTimer: Timer | undefined;
  /** Back-pressured time that was already accounted for at the last watermark tick. */
  #backPressuredMsAtTick = 0;
  #idleSinceMs: number | undefined;
  /** Wall clock and event time when the last record was emitted. */
  #lastEmit: { readonly atMs: number; readonly timestampMs: number } | undefined;
  #isStopped = false;
  #commitsSucceeded = 0;
  #commitsFailed = 0;

  constructor(spec: SourceSpec, context: TaskContext) {
    this.#spec = spec;
    this.#context = context;
    this.#broker = new BrokerClient(context.host, (error) => context.fail(error));
    const intervalMs = context.deployment.autoWatermarkIntervalMs;
    this.#watermarks = new SourceWatermarks({ ...spec.watermarks, intervalMs }, context.output);
  }

  initialize(onInitialized: () => void): void {
    const { restore } = this.#context.deployment;
    if (restore?.splits !== undefined) {
      this.#assign(restoredSplits(restore.splits));
      onInitialized();
      return;
    }
    const { topic, groupId, startingOffsets } = this.#spec;
    this.#broker.metadata(topic, ({ partitions }) => {
      const assign = (committed: readonly SplitOffset[]) => {
        this.#assign(freshSplits(topic, partitions, committed, this.#context.deployment));
        onInitialized();
      };
      if (startingOffsets === "earliest") assign([]);
      else this.#broker.committedOffsets(groupId, topic, ({ offsets }) => assign(offsets));
    });
  }

  open(): void {
    for (const { reader } of this.#splits) reader.open();
    this.#armWatermarkTimer();
    this.#armAutoCommit();
  }

  processInput(): InputStatus {
    if (this.#isStopped) return "end-of-input";
    const room = this.#context.output.availableRecords;
    if (room === 0) return "output-full";
    const split = this.#nextSplit();
    if (split === undefined) {
      this.#idleSinceMs ??= this.#context.host.clock.monotonicMs();
      return "no-input";
    }
    this.#idleSinceMs = undefined;
    const batch = split.reader.take(room);
    assert(batch !== undefined, "a split with records gives some");
    this.#emit(split, batch);
    return "more";
  }

  prepareSnapshotPreBarrier(_checkpointId: number, proceed: () => void): void {
    proceed();
  }

  snapshotState(checkpointId: number): OperatorSnapshot {
    const splits = this.#splits.map(({ reader }) => reader.position);
    this.#offsetsByCheckpoint.set(checkpointId, splits);
    return { splits };
  }

  stop(drain: boolean): void {
    this.#isStopped = true;
    this.#watermarkTimer?.clear();
    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);
  }

  /** Commits the checkpoint's offsets to the broker, for monitoring alone: a restore looks at the state. */
  notifyCheckpointComplete(checkpointId: number): void {
    const offsets = this.#offsetsByCheckpoint.get(checkpointId);
    for (const id of this.#offsetsByCheckpoint.keys()) if (id <= checkpointId) this.#offsetsByCheckpoint.delete(id);
    if (offsets !== undefined) this.#commit(offsets);
  }

  finish(onFinished: () => void): void {
    onFinished();
  }

  close(): void {
    this.#watermarkTimer?.clear();
    this.#autoCommitTimer?.clear();
    this.#broker.close();
  }

  metrics(): MetricValues {
    const { clock } = this.#context.host;
    const watermarkMs = this.#watermarks.currentWatermarkMs;
    const values: MetricValues = {
      numRecordsInErrors: "0",
      pendingRecords: javaLong(this.#splits.reduce((sum, { reader }) => sum + reader.pendingRecords, 0)),
      sourceIdleTime: javaLong(this.#idleSinceMs === undefined ? 0 : clock.monotonicMs() - this.#idleSinceMs),
      "KafkaSourceReader.commitsSucceeded": javaLong(this.#commitsSucceeded),
      "KafkaSourceReader.commitsFailed": javaLong(this.#commitsFailed),
    };
    if (this.#lastEmit !== undefined) values["currentEmitEventTimeLag"] = javaLong(this.#lastEmit.atMs - this.#lastEmit.timestampMs);
    if (Number.isFinite(watermarkMs)) values["watermarkLag"] = javaLong(clock.now() - watermarkMs);
    for (const { reader, metrics, committedOffset } of this.#splits) {
      const { topic, partition, offset } = reader.position;
      const scope = `KafkaSourceReader.topic.${topic}.partition.${partition}`;
      // Flink: the offset of the last record that was emitted.
      values[`${scope}.currentOffset`] = javaLong(offset > 0 ? offset - 1 : NO_OFFSET);
      values[`${scope}.committedOffset`] = javaLong(committedOffset);
      Object.assign(values, metrics.metrics(this.#watermarks.splitWatermarkMs(reader.splitId)));
    }
    return values;
  }

  #assign(splits: readonly SplitOffset[]): void {
    const { host, deployment } = this.#context;
    this.#splits = splits.map((split) => {
      const reader = new SplitReader(split, this.#broker, deployment, {
        onRecords: () => this.#context.inputAvailable(),
        onReset: (reset) => this.#logReset(reset),
      });
      const metrics = new SplitMetrics(host.clock, reader.splitId);
      this.#context.metrics.addView(metrics);
      this.#watermarks.addSplit(reader.splitId);
      return { reader, metrics, committedOffset: NO_OFFSET };
    });
  }

  #logReset({ splitId, from, to }: OffsetReset): void {
    this.#context.log.info(
      READER_LOGGER,
      `Fetch position ${String(from)} is out of range for partition ${splitId}, resetting offset to ${String(to)}.`,
    );
  }

  #nextSplit(): Split | undefined {
    for (let step = 0; step < this.#splits.length; step++) {
      const split = this.#splits[(this.#turn + step) % this.#splits.length];
      if (split?.reader.hasRecords === true) {
        this.#turn = (this.#turn + step + 1) % this.#splits.length;
        return split;
      }
    }
    return undefined;
  }

  #emit(split: Split, batch: RecordBatch): void {
    const { metrics, output, host } = this.#context;
    this.#context.beforeRecords(batch.length);
    metrics.numRecordsIn += batch.length;
    metrics.numBytesInSource += batchSizeBytes(batch);
    // Before it is emitted: afterwards its buffers may belong to another thread.
    this.#watermarks.onBatch(split.reader.splitId, batch);
    this.#lastEmit = { atMs: host.clock.now(), timestampMs: batch.timestampBaseMs + (batch.timestamps[batch.length - 1] ?? 0) };
    output.emitBatch(batch);
  }

  #commit(offsets: readonly SplitOffset[]): void {
    if (offsets.length === 0) return;
    if (!this.#broker.commitOffsets(this.#spec.groupId, offsets)) {
      this.#commitsFailed++;
      return;
    }
    this.#commitsSucceeded++;
    for (const split of this.#splits) {
      split.committedOffset = offsets.find(({ partition }) => partition === split.reader.position.partition)?.offset ?? NO_OFFSET;
    }
  }

  /**
   * Without checkpoints, a source that begins at the group's offsets relies on the consumer to commit them (enable.auto.commit). They say what was
   * read, not what was counted: after a failure counts are wrong.
   */
  #armAutoCommit(): void {
    if (this.#context.deployment.checkpointingEnabled || this.#spec.startingOffsets === "earliest") return;
    this.#autoCommitTimer = this.#context.setTimer(AUTO_COMMIT_INTERVAL_MS, () => {
      this.#commit(this.#splits.map(({ reader }) => reader.position));
      this.#armAutoCommit();
    });
  }

  #armWatermarkTimer(): void {
    const { deployment } = this.#context;
    // An interval of 0 switches watermarks off. Flink: ProgressiveTimestampsAndWatermarks.startPeriodicWatermarkEmits.
    if (this.#isStopped || deployment.autoWatermarkIntervalMs === 0) return;
    this.#watermarkTimer = this.#context.setTimer(deployment.autoWatermarkIntervalMs, () => {
      this.#onWatermarkTick();
      this.#armWatermarkTimer();
    });
  }

  /** Idleness is counted in ticks, without the time in which the task could not have emitted anything. */
  #onWatermarkTick(): void {
    // A tick that was in the mailbox already when the source stopped: nothing may follow the savepoint's barrier.
    if (this.#isStopped) return;
    const { metrics, deployment } = this.#context;
    const backPressuredMs = metrics.softBackPressured.accumulatedMs;
    const blockedMs = backPressuredMs - this.#backPressuredMsAtTick;
    this.#backPressuredMsAtTick = backPressuredMs;
    this.#watermarks.onPeriodicTick(Math.max(0, deployment.autoWatermarkIntervalMs - blockedMs));
    for (const split of this.#splits) split.metrics.setIdle(this.#watermarks.isSplitIdle(split.reader.splitId));
  }
}
