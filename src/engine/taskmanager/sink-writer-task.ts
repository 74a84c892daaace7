// A sink writer subtask, at least once: records go to the topic as they come, and all of them are stored before a barrier is passed on. Flink:
// SinkWriterOperator with a KafkaWriter under DeliveryGuarantee.AT_LEAST_ONCE.

import { assertUnreachable } from "../../base/assert.ts";
import { batchSizeBytes, type RecordBatch } from "../../core/batch.ts";
import { StatusWatermarkValve } from "../../core/watermark-valve.ts";
import type { OperatorSpec } from "../graph/job-graph.ts";
import { BrokerClient } from "./broker-client.ts";
import type { InputElement } from "./checkpoints/checkpointed-input.ts";
import { TaskError } from "./error-info.ts";
import { javaLong } from "./metrics/java-number.ts";
import type { InputStatus, OperatorSnapshot, OperatorTask, TaskContext } from "./task-context.ts";
import type { MetricValues } from "./metrics/task-metrics.ts";
import { watermarkForwarder } from "./watermark-forwarder.ts";
import { takeInput } from "./take-input.ts";

type SinkWriterSpec = Extract<OperatorSpec, { kind: "sink-writer" }>;

/** Batches on their way to the broker. Kafka: max.in.flight.requests.per.connection. */
const MAX_IN_FLIGHT = 5;

/** At least once there is nothing to commit: what was flushed is visible. */
const COMMITTABLES_AT_LEAST_ONCE = 0;

/** Writes to one topic, to its partitions in turn. */
export class SinkWriterTask implements OperatorTask {
  readonly numFiredTimers = 0;
  readonly #topic: string;
  readonly #context: TaskContext;
  readonly #broker: BrokerClient;
  readonly #valve: StatusWatermarkValve;
  #numPartitions = 0;
  #nextPartition = 0;
  #inFlight = 0;
  /** Called when nothing is in flight any more. */
  #onFlushed: (() => void) | undefined;
  #numBytesSend = 0;
  #numRecordsSend = 0;
  /** How long the last batch took from being sent to being stored, ms. */
  #currentSendTimeMs: number | undefined;

  constructor(spec: SinkWriterSpec, context: TaskContext) {
    this.#topic = spec.topic;
    this.#context = context;
    this.#broker = new BrokerClient(context.host, (error) => context.fail(error));
    this.#valve = new StatusWatermarkValve(context.input.numChannels, watermarkForwarder(context));
  }

  initialize(onInitialized: () => void): void {
    this.#broker.metadata(this.#topic, ({ partitions }) => {
      this.#numPartitions = partitions.length;
      this.#nextPartition = Math.floor(this.#context.host.rng.next() * partitions.length);
      onInitialized();
    });
  }

  open(): void {}

  processInput(): InputStatus {
    if (this.#inFlight >= MAX_IN_FLIGHT) return "waiting";
    if (this.#context.output.availableRecords === 0) return "output-full";
    return takeInput(this.#context.input, (element, channel) => this.#process(element, channel));
  }

  /** Nothing before the barrier may be lost with this task: all of it is stored before the barrier is passed on. */
  prepareSnapshotPreBarrier(checkpointId: number, proceed: () => void): void {
    this.#flush(() => {
      this.#context.output.emitCommittables(checkpointId, COMMITTABLES_AT_LEAST_ONCE);
      proceed();
    });
  }

  snapshotState(): OperatorSnapshot {
    return {};
  }

  stop(): void {}

  notifyCheckpointComplete(): void {}

  finish(onFinished: () => void): void {
    this.#flush(onFinished);
  }

  close(): void {
    this.#broker.close();
  }

  metrics(): MetricValues {
    return {
      numRecordsSend: javaLong(this.#numRecordsSend),
      numBytesSend: javaLong(this.#numBytesSend),
      numRecordsSendErrors: "0",
      ...(this.#currentSendTimeMs !== undefined && { currentSendTime: javaLong(this.#currentSendTimeMs) }),
    };
  }

  #process(element: InputElement, channel: number): void {
    switch (element.type) {
      case "batch":
        this.#context.beforeRecords(element.batch.length);
        this.#context.metrics.numRecordsIn += element.batch.length;
        this.#produce(element.batch);
        return;
      case "watermark":
        this.#valve.inputWatermark(element.timestamp, channel);
        return;
      case "watermark-status":
        this.#valve.inputWatermarkStatus(element.status, channel);
        return;
      case "committables":
        throw new TaskError("java.lang.IllegalStateException", "A sink writer has no use for committables.");
      default:
        assertUnreachable(element);
    }
  }

  #produce(batch: RecordBatch): void {
    if (batch.length === 0) return;
    const { metrics, host } = this.#context;
    const sentAtMs = host.clock.monotonicMs();
    const partition = this.#nextPartition;
    this.#nextPartition = (partition + 1) % this.#numPartitions;
    this.#inFlight++;
    this.#numRecordsSend += batch.length;
    this.#numBytesSend += batchSizeBytes(batch);
    metrics.numRecordsOut += batch.length;
    this.#broker.produce(this.#topic, partition, batch, () =>
      this.#context.enqueue(() => {
        this.#currentSendTimeMs = host.clock.monotonicMs() - sentAtMs;
        this.#onStored();
      }),
    );
  }

  #flush(onFlushed: () => void): void {
    this.#onFlushed = onFlushed;
    this.#proceedIfFlushed();
  }

  #onStored(): void {
    this.#inFlight--;
    this.#proceedIfFlushed();
  }

  #proceedIfFlushed(): void {
    const onFlushed = this.#onFlushed;
    if (this.#inFlight > 0 || onFlushed === undefined) return;
    this.#onFlushed = undefined;
    onFlushed();
  }
}
