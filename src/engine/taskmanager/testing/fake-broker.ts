// A broker for tests: partitions are arrays of clicks, what is produced is kept as rows. Produce requests can be held back.

import { eventBatchOf, type RecordBatch } from "../../../core/batch.ts";
import { DictionaryRegistry, KeyDictionary } from "../../../core/key-dictionary.ts";
import type { Link } from "../../host.ts";
import { BROKER_PROTOCOL, type FromBroker, type ToBroker } from "../../protocol/broker.ts";
import type { SplitOffset } from "../../protocol/state.ts";
import type { FakeHost } from "./fake-network.ts";

/** A record of a topic. */
export interface Click {
  readonly page: string;
  readonly timestampMs: number;
}

/** A record of the output topic. */
export interface StoredResult {
  readonly partition: number;
  readonly page: string;
  readonly windowStartMs: number;
  readonly count: number;
}

type Fetch = Extract<ToBroker, { type: "fetch" }>;

/** Serves one input topic and takes any output topic with two partitions. */
export class FakeBroker {
  readonly results: StoredResult[] = [];
  readonly committed: SplitOffset[] = [];
  readonly fetches: Fetch[] = [];
  /** While true, produce requests are stored but not answered. */
  holdsAcknowledgements = false;
  /** Lowest offset still stored, of every partition. */
  beginOffset = 0;
  readonly #clicks: readonly Click[][];
  readonly #dictionaries: readonly KeyDictionary[];
  readonly #waiting = new Set<() => void>();
  readonly #held: (() => void)[] = [];
  readonly #host: FakeHost;

  constructor(host: FakeHost, partitions: number) {
    this.#host = host;
    this.#clicks = Array.from({ length: partitions }, () => []);
    this.#dictionaries = this.#clicks.map((_, partition) => new KeyDictionary(`input-${partition}`));
    host.onLink(BROKER_PROTOCOL, (link) => this.#serve(link));
  }

  /** Adds clicks to a partition; readers that wait get them. */
  append(partition: number, clicks: readonly Click[]): void {
    this.#clicks[partition]?.push(...clicks);
    for (const wake of [...this.#waiting]) wake();
  }

  /** Answers every produce request that was held. */
  acknowledge(): void {
    this.holdsAcknowledgements = false;
    for (const answer of this.#held.splice(0)) answer();
  }

  #serve(link: Link<ToBroker, FromBroker>): void {
    const producers = new DictionaryRegistry();
    link.onMessage((message) => {
      switch (message.type) {
        case "metadata":
          link.send({ type: "metadata", requestId: message.requestId, partitions: this.#ranges() });
          return;
        case "fetch":
          this.fetches.push(message);
          this.#fetch(message, link);
          return;
        case "produce":
          this.#store(message.partition, message.batch, producers);
          this.#answerProduce(() => link.send({ type: "produced", requestId: message.requestId, baseOffset: 0 }));
          return;
        case "commit-offsets":
          this.committed.push(...message.offsets);
          return;
        case "committed-offsets":
          link.send({ type: "committed-offsets", requestId: message.requestId, offsets: this.committed });
          return;
        default:
          throw new Error(`the fake broker knows no ${message.type}`);
      }
    });
  }

  #ranges() {
    return this.#clicks.map((clicks, partition) => ({ partition, beginOffset: this.beginOffset, endOffset: clicks.length }));
  }

  #fetch(fetch: Fetch, link: Link<ToBroker, FromBroker>): void {
    const clicks = this.#clicks[fetch.partition] ?? [];
    if (fetch.offset < this.beginOffset || fetch.offset > clicks.length) {
      if (fetch.autoOffsetReset === "earliest") {
        this.#fetch({ ...fetch, offset: this.beginOffset }, link);
        return;
      }
      const message = `Offset ${fetch.offset} of ${fetch.topic}-${fetch.partition} is outside [${this.beginOffset}, ${clicks.length}].`;
      link.send({ type: "error", requestId: fetch.requestId, code: "OFFSET_OUT_OF_RANGE", message });
      return;
    }
    const answer = () => {
      timer.clear();
      this.#waiting.delete(answerIfAny);
      link.send({ type: "fetched", requestId: fetch.requestId, ...this.#read(fetch) });
    };
    const answerIfAny = () => {
      if (fetch.offset < clicks.length) answer();
    };
    const timer = this.#host.setTimer(fetch.maxWaitMs, answer);
    this.#waiting.add(answerIfAny);
    answerIfAny();
  }

  #read(fetch: Fetch): { batch: RecordBatch; nextOffset: number; endOffset: number } {
    const clicks = this.#clicks[fetch.partition] ?? [];
    const dictionary = this.#dictionaries[fetch.partition] ?? new KeyDictionary("none");
    const rows = clicks
      .slice(fetch.offset, fetch.offset + fetch.maxRecords)
      .map(({ page, timestampMs }) => ({ timestampMs, keyId: dictionary.idOf(page) }));
    return {
      batch: eventBatchOf(rows, dictionary.sliceFrom(fetch.knownEntries ?? 0)),
      nextOffset: fetch.offset + rows.length,
      endOffset: clicks.length,
    };
  }

  #store(partition: number, batch: RecordBatch, producers: DictionaryRegistry): void {
    const dictionary = producers.accept(batch.dictionary);
    if (batch.type !== "window-results") throw new Error("only results are produced");
    for (let row = 0; row < batch.length; row++) {
      const page = dictionary.keyOf(batch.keys[row] ?? 0);
      this.results.push({ partition, page, windowStartMs: batch.windowStartsMs[row] ?? 0, count: batch.results[row] ?? 0 });
    }
  }

  #answerProduce(answer: () => void): void {
    if (this.holdsAcknowledgements) this.#held.push(answer);
    else answer();
  }
}
