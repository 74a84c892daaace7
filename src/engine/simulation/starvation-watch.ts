// Watches which records may come late because a source had none for a while, by the messages between containers.

import { maxTimestampMs, type RecordBatch } from "../../core/batch.ts";
import type { FromBroker, ToBroker } from "../protocol/broker.ts";
import { WINDOW_MS } from "./expected-clicks.ts";
import type { SimulatedLinkEnd } from "./simulated-link.ts";
import type { Simulation } from "./simulation.ts";

/** Somewhat less than the idleness timeout of 5 s: the source does not begin to count at the same moment as this watch. */
const STARVED_AFTER_MS = 4_500;
/** A split is active again at the next watermark, which a stall may delay. */
const ACTIVE_AGAIN_MS = 5_000;

interface Fetch {
  readonly jobId: string;
  readonly partition: number;
}

/** What came after a split had been idle. */
interface LateRecords {
  readonly jobId: string;
  /** Simulated ms. */
  readonly activeAgainMs: number;
  /** Event time, epoch ms. */
  readonly fromMs: number;
  toMs: number;
}

/** Follows how long the sources of topic `input` wait for records. */
export class StarvationWatch {
  readonly #simulation: Simulation;
  readonly #lateRecords: LateRecords[] = [];
  /** Partitions of jobs that have been without records for too long, and have had none since. */
  readonly #starved = new Set<string>();
  readonly #readers = new WeakMap<
    SimulatedLinkEnd,
    { readonly fetches: Map<number, Fetch>; readonly lastRecordsMs: Map<number, number> }
  >();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    const { onSend, onReceive } = simulation;
    simulation.onSend = (from, end, message) => {
      onSend?.(from, end, message);
      // All links to that container speak this protocol.
      if (end.peer === "kafka") this.#sent(end, message as ToBroker);
    };
    simulation.onReceive = (to, end, message) => {
      onReceive?.(to, end, message);
      if (end.peer === "kafka") this.#received(end, message as FromBroker);
    };
  }

  /** Whether a job of those may have dropped clicks of the window that starts then (epoch ms) as late. */
  mayMissClicks(isOfThose: (jobId: string) => boolean, windowStartMs: number): boolean {
    return this.#lateRecords.some((late) => isOfThose(late.jobId) && late.fromMs < windowStartMs + WINDOW_MS && late.toMs >= windowStartMs);
  }

  #sent(end: SimulatedLinkEnd, message: ToBroker): void {
    if (message.type !== "fetch" || message.topic !== "input") return;
    const { jobId, partition, requestId } = message;
    const reader = this.#readers.get(end) ?? { fetches: new Map(), lastRecordsMs: new Map() };
    this.#readers.set(end, reader);
    reader.fetches.set(requestId, { jobId, partition });
    if (!reader.lastRecordsMs.has(partition)) reader.lastRecordsMs.set(partition, this.#simulation.nowMs);
  }

  #received(end: SimulatedLinkEnd, message: FromBroker): void {
    if (message.type !== "fetched") return;
    const reader = this.#readers.get(end);
    const fetch = reader?.fetches.get(message.requestId);
    if (reader === undefined || fetch === undefined) return;
    reader.fetches.delete(message.requestId);
    const { jobId, partition } = fetch;
    const { nowMs } = this.#simulation;
    if (nowMs - (reader.lastRecordsMs.get(partition) ?? nowMs) > STARVED_AFTER_MS) this.#starved.add(`${jobId} ${partition}`);
    if (message.batch.length === 0) return;
    reader.lastRecordsMs.set(partition, nowMs);
    this.#came(fetch, message.batch);
  }

  #came({ jobId, partition }: Fetch, batch: RecordBatch): void {
    const { nowMs } = this.#simulation;
    if (this.#starved.delete(`${jobId} ${partition}`)) {
      const fromMs = batch.timestampBaseMs + (batch.timestamps[0] ?? 0);
      this.#lateRecords.push({ jobId, activeAgainMs: nowMs + ACTIVE_AGAIN_MS, fromMs, toMs: fromMs });
    }
    if (this.#lateRecords.length === 0) return;
    const newestMs = maxTimestampMs(batch);
    for (const late of this.#lateRecords) {
      if (late.jobId === jobId && nowMs <= late.activeAgainMs) late.toMs = Math.max(late.toMs, newestMs);
    }
  }
}
