// The container `clickevent-generator`: fills a topic with clicks at a given rate.
//
// A chunk goes to the partition that has the fewest records, so that these stay within a chunk of each other. A bounded number of chunks is in flight to the broker;
// while the topic is full none is answered and the generator waits. Its place in the sequence is what the topic holds: after a restart, its own
// or its link's, it asks for the newest records and continues after them.

import { assert, assertUnreachable } from "../../base/assert.ts";
import { transferListOf, type EventBatch } from "../../core/batch.ts";
import { KeyDictionary } from "../../core/key-dictionary.ts";
import type { Host, Link, Timer } from "../host.ts";
import { BROKER_PROTOCOL, type FromBroker, type ToBroker } from "../protocol/broker.ts";
import {
  clickBatch,
  clickTimestampMs,
  lastFullWindowMs,
  PAGES,
  randomBatch,
  randomTimestampMs,
  sequenceStartMs,
  WINDOW_MS,
} from "./click-sequence.ts";
import { answerGeneratorRequest } from "./generator-api.ts";
import { Pace } from "./pace.ts";

/**
 * `pages`: the playground's clicks. `random-keys`: for benchmarks, keys drawn at random, `clicksPerSecond` of them in a second of event time
 * (however fast they are sent), timestamps up to `jitterMs` late.
 */
export type GeneratorLoad =
  | { readonly type: "pages" }
  | { readonly type: "random-keys"; readonly keys: number; readonly clicksPerSecond: number; readonly jitterMs: number };

/** What `clickevent-generator` is started with. `recordsPerSecond` null: as fast as possible. */
export interface GeneratorArgs {
  readonly topic: string;
  readonly recordsPerSecond: number | null;
  readonly load: GeneratorLoad;
}

/** A chunk is at most this much time of clicks at the given rate, ms. */
const CHUNK_MS = 20;
const MAX_CHUNK_RECORDS = 65_536;
/** Without a limit: large enough that a message costs nothing per record. */
const UNLIMITED_CHUNK_RECORDS = 65_536;
const MAX_IN_FLIGHT = 16;
const RECONNECT_MS = 1_000;
/** At one record in a week a timer would not hold the time. */
const LONGEST_TIMER_MS = 60_000;

/** Runs the generator on `host`. */
export function startGenerator(host: Host, args: GeneratorArgs): void {
  const generator = new Generator(host, args);
  host.onRequest((request) => Promise.resolve(answerGeneratorRequest(generator, request)));
  generator.connect();
}

/** The sequence's place: which click comes next, and where its time began. */
interface Position {
  readonly startMs: number;
  next: number;
  /** End of each partition, including records in flight. */
  readonly endOffsets: number[];
}

class Generator {
  readonly #host: Host;
  readonly #args: GeneratorArgs;
  readonly #pace: Pace;
  #link: Link<FromBroker, ToBroker> | undefined;
  #position: Position | undefined;
  #dictionary: KeyDictionary;
  /** Dictionary entries that this link's broker has been sent. */
  #entriesSent = 0;
  #nextRequestId = 0;
  /** Records of each chunk in flight, by request. */
  readonly #inFlight = new Map<number, number>();
  /** Why chunks wait for room, by request, in the order in which they are stored. */
  readonly #waitingReasons = new Map<number, string>();
  #timer: Timer | undefined;
  #isDeferred = false;
  #sent = 0;

  constructor(host: Host, args: GeneratorArgs) {
    this.#host = host;
    this.#args = args;
    this.#pace = new Pace(args.recordsPerSecond, host.clock.monotonicMs());
    const keys = args.load.type === "pages" ? PAGES : Array.from({ length: args.load.keys }, (_, index) => `/page-${index}`);
    const incarnation = Math.floor(host.rng.next() * 2 ** 48).toString(16);
    this.#dictionary = new KeyDictionary(`${host.container}@${incarnation}`, keys);
  }

  get recordsPerSecond(): number | null {
    return this.#pace.recordsPerSecond;
  }

  /** Records that the broker has stored for this incarnation. */
  get sent(): number {
    return this.#sent;
  }

  /** Why it waits, in a sentence; undefined while it does not. */
  get waitingReason(): string | undefined {
    return this.#waitingReasons.values().next().value;
  }

  changeRate(recordsPerSecond: number | null): void {
    this.#pace.change(recordsPerSecond, this.#host.clock.monotonicMs());
    this.#pump();
  }

  connect(): void {
    const link = this.#host.connect("kafka", "data", BROKER_PROTOCOL);
    this.#link = link;
    this.#position = undefined;
    this.#entriesSent = 0;
    this.#inFlight.clear();
    this.#waitingReasons.clear();
    link.onMessage((message) => this.#receive(message));
    link.onClosed(() => {
      this.#position = undefined;
      this.#host.setTimer(RECONNECT_MS, () => this.connect());
    });
    this.#askForPosition();
  }

  #askForPosition(): void {
    this.#link?.send({ type: "last-records", requestId: this.#nextRequestId++, topic: this.#args.topic });
  }

  #receive(message: FromBroker): void {
    switch (message.type) {
      case "last-records":
        this.#position = this.#positionBehind(message.partitions);
        // What was due before there was a place to write to is due still, but not the time before the start of the sequence.
        this.#pump();
        return;
      case "produced": {
        this.#sent += this.#inFlight.get(message.requestId) ?? 0;
        this.#inFlight.delete(message.requestId);
        this.#waitingReasons.delete(message.requestId);
        this.#pump();
        return;
      }
      case "produce-waiting":
        this.#waitingReasons.set(message.requestId, message.reason);
        return;
      case "error":
        // The topic may be there later, after a reset.
        this.#host.setTimer(RECONNECT_MS, () => this.#askForPosition());
        return;
      case "metadata":
      case "fetched":
      case "committed-offsets":
      case "retained":
        throw new Error(`the generator never asked for ${message.type}`);
      default:
        assertUnreachable(message);
    }
  }

  #positionBehind(partitions: Extract<FromBroker, { type: "last-records" }>["partitions"]): Position {
    const next = partitions.reduce((sum, partition) => sum + partition.endOffset, 0);
    const lastTimestampMs = partitions.reduce(
      (last, partition) => Math.max(last, partition.timestamp ?? Number.NEGATIVE_INFINITY),
      Number.NEGATIVE_INFINITY,
    );
    const endOffsets = partitions.map((partition) => partition.endOffset);
    if (next === 0) return { startMs: lastFullWindowMs(this.#host.clock.now()), next, endOffsets };
    const startMs = sequenceStartMs(next, lastTimestampMs);
    if (startMs !== undefined) return { startMs, next, endOffsets };
    // Someone else wrote here, or the timestamps were jittered: what comes next must not fall into a window that has some clicks.
    const behindMs = lastFullWindowMs(lastTimestampMs) + WINDOW_MS;
    return { startMs: behindMs - timeBefore(this.#args.load, next), next, endOffsets };
  }

  /** Sends a chunk if one is due and the broker keeps up, and comes back when the next is. */
  #pump(): void {
    this.#timer?.clear();
    this.#timer = undefined;
    const position = this.#position;
    if (position === undefined || this.#inFlight.size >= MAX_IN_FLIGHT) return;

    const due = this.#pace.due(this.#host.clock.monotonicMs());
    const chunk = this.#chunkRecords(due);
    if (due >= chunk) {
      this.#sendChunk(position, chunk);
      this.#continueSoon();
      return;
    }
    const rate = this.#pace.recordsPerSecond;
    if (rate === null || rate === 0) return;
    const untilDueMs = ((chunk - due) * 1_000) / rate;
    this.#timer = this.#host.setTimer(Math.min(untilDueMs, LONGEST_TIMER_MS), () => this.#pump());
  }

  /** One chunk a turn: the answers that wait are read between two chunks. */
  #continueSoon(): void {
    if (this.#isDeferred) return;
    this.#isDeferred = true;
    this.#host.defer(() => {
      this.#isDeferred = false;
      this.#pump();
    });
  }

  /** Small while it keeps pace, so that the partitions stay close together; larger the more it has to make up. */
  #chunkRecords(due: number): number {
    const rate = this.#pace.recordsPerSecond;
    if (rate === null) return UNLIMITED_CHUNK_RECORDS;
    const normal = Math.max(1, Math.floor((rate * CHUNK_MS) / 1000));
    return Math.min(MAX_CHUNK_RECORDS, Math.max(normal, Math.floor(due / MAX_IN_FLIGHT)));
  }

  #sendChunk(position: Position, length: number): void {
    const batch = this.#generate(position, length);
    const requestId = this.#nextRequestId++;
    const partition = position.endOffsets.indexOf(Math.min(...position.endOffsets));
    position.endOffsets[partition] = (position.endOffsets[partition] ?? 0) + length;
    this.#entriesSent = this.#dictionary.size;
    this.#inFlight.set(requestId, length);
    this.#pace.take(length);
    position.next += length;
    this.#link?.send({ type: "produce", requestId, topic: this.#args.topic, partition, batch }, transferListOf(batch));
  }

  #generate(position: Position, length: number): EventBatch {
    assert(length >= 1, `a chunk of ${length} records`);
    const { startMs, next } = position;
    const dictionary = this.#dictionary.sliceFrom(this.#entriesSent);
    const { load } = this.#args;
    if (load.type === "pages") return clickBatch(startMs, next, length, dictionary);
    const seed = Math.floor(this.#host.rng.next() * 2 ** 32);
    const { keys: keyCount, clicksPerSecond, jitterMs } = load;
    return randomBatch(startMs, next, length, dictionary, { keyCount, clicksPerSecond, jitterMs, seed });
  }
}

/** Event time from the start of the sequence to the click with that index, ms. */
function timeBefore(load: GeneratorLoad, index: number): number {
  return load.type === "pages" ? clickTimestampMs(0, index) : randomTimestampMs(0, index, load.clicksPerSecond);
}
