// What a task measures of itself, under Flink's names. Flink: TaskIOMetricGroup, InternalOperatorIOMetricGroup, MetricNames. What Flink reports
// and a task here cannot measure is absent: the test of this file lists it, with reasons.

import type { Clock } from "../../host.ts";
import type { AttemptId, IoMetrics, TaskMetricsDump } from "../../protocol/jobmanager-taskmanager.ts";
import { javaDouble, javaLong } from "./java-number.ts";
import { LatencyHistogram } from "./latency-histogram.ts";
import { MeterView } from "./meter-view.ts";
import { TimerGauge } from "./timer-gauge.ts";

/** Metric values by name, as Java would print them. */
export type MetricValues = Record<string, string>;

/** Is updated every 5 s. Flink: View. */
export interface View {
  tick(): void;
}

/** What is read when the metrics are asked for, not counted. */
export interface TaskGauges {
  readonly mailboxQueueSize: () => number;
  readonly mailsProcessed: () => number;
  /** Sources have no channels and no input watermark, but the same metrics otherwise. */
  readonly isSource: boolean;
  readonly input: NetworkGauges;
  readonly output: NetworkGauges;
  /** The operator's own metrics, without its name in front. */
  readonly operator: () => MetricValues;
  readonly numFiredTimers: () => number;
}

/** Batches that lie in queues now. */
export interface NetworkGauges {
  readonly queuedBatches: () => number;
  readonly queuedBytes: () => number;
  readonly capacityBatches: () => number;
}

/** Counters in the order of their names in the dump; each has a rate. */
const RATED = [
  "numRecordsIn",
  "numRecordsOut",
  "numBytesIn",
  "numBytesOut",
  "numBuffersOut",
  "numBytesInLocal",
  "numBytesInRemote",
  "numBuffersInLocal",
  "numBuffersInRemote",
] as const;
type RatedCounter = (typeof RATED)[number];

const INPUT_COUNTERS: readonly RatedCounter[] = ["numBytesInLocal", "numBytesInRemote", "numBuffersInLocal", "numBuffersInRemote"];
const OPERATOR_COUNTERS: readonly RatedCounter[] = ["numRecordsIn", "numRecordsOut", "numBytesIn", "numBytesOut"];

const MS_PER_SECOND = 1_000;
const NANOS_PER_MS = 1e6;
const MAX_OPERATOR_NAME = 80;

/** Counters are plain fields, written by their owners; rates and times are derived at each tick. */
export class TaskMetrics {
  numRecordsIn = 0;
  numRecordsOut = 0;
  /** Bytes a source has read from outside; other tasks read from their channels. */
  numBytesInSource = 0;
  numBytesOut = 0;
  numBuffersOut = 0;
  numBytesInLocal = 0;
  numBytesInRemote = 0;
  numBuffersInLocal = 0;
  numBuffersInRemote = 0;
  currentInputWatermark = Number.NEGATIVE_INFINITY;
  currentOutputWatermark = Number.NEGATIVE_INFINITY;
  checkpointStartDelayMs = 0;
  checkpointAlignmentMs = 0;
  /** From INITIALIZING to RUNNING; undefined before. */
  initializationTimeMs: number | undefined;

  readonly mailboxLatency = new LatencyHistogram();
  readonly idle: TimerGauge;
  readonly softBackPressured: TimerGauge;
  readonly #clock: Clock;
  readonly #operatorName: string;
  readonly #gauges: TaskGauges;
  readonly #meters = new Map<string, MeterView>();
  readonly #views: View[] = [];
  readonly #startedAtMs: number;
  #endedAtMs: number | undefined;

  constructor(clock: Clock, operatorName: string, gauges: TaskGauges) {
    this.#clock = clock;
    this.#operatorName = metricScope(operatorName).slice(0, MAX_OPERATOR_NAME);
    this.#gauges = gauges;
    this.#startedAtMs = clock.monotonicMs();
    this.idle = new TimerGauge(clock);
    this.softBackPressured = new TimerGauge(clock);
    for (const name of RATED) this.#meters.set(name, new MeterView(() => this[name]));
    this.#meters.set("numFiredTimers", new MeterView(gauges.numFiredTimers));
    this.#meters.set("mailboxMails", new MeterView(gauges.mailsProcessed));
  }

  get numBytesIn(): number {
    return this.numBytesInSource + this.numBytesInLocal + this.numBytesInRemote;
  }

  /** Has `view` ticked along from now on. */
  addView(view: View): void {
    this.#views.push(view);
  }

  /** Every 5 s. */
  tick(): void {
    for (const meter of this.#meters.values()) meter.tick();
    this.idle.tick();
    this.softBackPressured.tick();
    for (const view of this.#views) view.tick();
  }

  /** The task has ended: no time passes for it any more. */
  end(): void {
    this.idle.stop();
    this.softBackPressured.stop();
    this.#endedAtMs = this.#clock.monotonicMs();
  }

  io(): IoMetrics {
    const idleMs = this.idle.accumulatedMs;
    const backPressuredMs = this.softBackPressured.accumulatedMs;
    const elapsedMs = (this.#endedAtMs ?? this.#clock.monotonicMs()) - this.#startedAtMs;
    return {
      numBytesIn: this.numBytesIn,
      numBytesOut: this.numBytesOut,
      numRecordsIn: this.numRecordsIn,
      numRecordsOut: this.numRecordsOut,
      accumulateIdleTimeMs: Math.trunc(idleMs),
      accumulateBackPressuredTimeMs: Math.trunc(backPressuredMs),
      accumulateBusyTimeMs: Math.max(0, Math.trunc(elapsedMs - idleMs - backPressuredMs)),
    };
  }

  dump(attemptId: AttemptId): TaskMetricsDump {
    return {
      attemptId,
      io: this.io(),
      metrics: {
        ...this.#counterMetrics(),
        ...this.#timeMetrics(),
        ...this.#taskMetrics(),
        ...this.#networkMetrics(),
        ...this.#operatorMetrics(),
      },
    };
  }

  #counterMetrics(): MetricValues {
    const values: MetricValues = {};
    for (const name of RATED) this.#putRated(values, name, this[name]);
    this.#putRated(values, "numFiredTimers", this.#gauges.numFiredTimers());
    for (const name of INPUT_COUNTERS) this.#putRated(values, name, this[name], "Shuffle.Netty.Input.");
    return values;
  }

  #timeMetrics(): MetricValues {
    const { accumulateBusyTimeMs, accumulateBackPressuredTimeMs, accumulateIdleTimeMs } = this.io();
    const idle = this.idle.msPerSecond;
    const backPressured = this.softBackPressured.msPerSecond;
    return {
      idleTimeMsPerSecond: javaLong(idle),
      busyTimeMsPerSecond: javaDouble(MS_PER_SECOND - Math.min(idle + backPressured, MS_PER_SECOND)),
      backPressuredTimeMsPerSecond: javaLong(backPressured),
      softBackPressuredTimeMsPerSecond: javaLong(backPressured),
      // A task here never blocks in the middle of a record: batches are emitted whole.
      hardBackPressuredTimeMsPerSecond: "0",
      maxSoftBackPressureTimeMs: javaLong(this.softBackPressured.maxSingleMs),
      maxHardBackPressureTimeMs: "0",
      isBackPressured: String(this.softBackPressured.isRunning),
      accumulateBusyTimeMs: javaDouble(accumulateBusyTimeMs),
      accumulateBackPressuredTimeMs: javaLong(accumulateBackPressuredTimeMs),
      accumulateIdleTimeMs: javaLong(accumulateIdleTimeMs),
    };
  }

  #taskMetrics(): MetricValues {
    const { isSource, mailboxQueueSize } = this.#gauges;
    return {
      mailboxMailsPerSecond: javaDouble(this.#rate("mailboxMails")),
      mailboxQueueSize: javaLong(mailboxQueueSize()),
      ...this.mailboxLatency.metrics("mailboxLatencyMs"),
      checkpointStartDelayNanos: javaLong(this.checkpointStartDelayMs * NANOS_PER_MS),
      initializationTime: javaLong(this.initializationTimeMs ?? -1),
      ...(!isSource && {
        checkpointAlignmentTime: javaLong(this.checkpointAlignmentMs * NANOS_PER_MS),
        currentInputWatermark: javaLong(this.currentInputWatermark),
      }),
    };
  }

  #networkMetrics(): MetricValues {
    const { input, output } = this.#gauges;
    return { ...inputBufferMetrics(input), ...outputBufferMetrics(output) };
  }

  #operatorMetrics(): MetricValues {
    const { isSource, operator } = this.#gauges;
    const values: MetricValues = {
      ...(!isSource && { currentInputWatermark: javaLong(this.currentInputWatermark) }),
      currentOutputWatermark: javaLong(this.currentOutputWatermark),
      ...operator(),
    };
    for (const name of OPERATOR_COUNTERS) this.#putRated(values, name, this[name]);
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${this.#operatorName}.${name}`, value]));
  }

  #putRated(values: MetricValues, name: string, count: number, prefix = ""): void {
    values[`${prefix}${name}`] = javaLong(count);
    values[`${prefix}${name}PerSecond`] = javaDouble(this.#rate(name));
  }

  #rate(name: string): number {
    return this.#meters.get(name)?.ratePerSecond ?? 0;
  }
}

/** A name as a part of a metric's name. Flink: MetricQueryService.FILTER. */
function metricScope(name: string): string {
  return name.replaceAll(/[ .:,]/g, "_");
}

/** Credits here all belong to their channel; none float. */
function inputBufferMetrics(input: NetworkGauges): MetricValues {
  return {
    "Shuffle.Netty.Input.Buffers.inputQueueLength": javaLong(input.queuedBatches()),
    "Shuffle.Netty.Input.Buffers.inputQueueSize": javaLong(input.queuedBytes()),
    "Shuffle.Netty.Input.Buffers.inPoolUsage": javaDouble(poolUsage(input)),
    "Shuffle.Netty.Input.Buffers.inputExclusiveBuffersUsage": javaDouble(poolUsage(input)),
    "Shuffle.Netty.Input.Buffers.inputFloatingBuffersUsage": "0.0",
  };
}

function outputBufferMetrics(output: NetworkGauges): MetricValues {
  return {
    "Shuffle.Netty.Output.Buffers.outputQueueLength": javaLong(output.queuedBatches()),
    "Shuffle.Netty.Output.Buffers.outputQueueSize": javaLong(output.queuedBytes()),
    "Shuffle.Netty.Output.Buffers.outPoolUsage": javaDouble(poolUsage(output)),
  };
}

/** Share of the batches that may be queued that are; 0 without channels. */
function poolUsage({ queuedBatches, capacityBatches }: NetworkGauges): number {
  const capacity = capacityBatches();
  return capacity === 0 ? 0 : queuedBatches() / capacity;
}
