// One link to the broker: what its peer asks for and waits for. When the link is gone, whatever the peer was waiting for is dropped.

import { assertUnreachable } from "../../base/assert.ts";
import { transferListOf } from "../../core/batch.ts";
import { DictionaryRegistry } from "../../core/key-dictionary.ts";
import type { Host, Link } from "../host.ts";
import type { FromBroker, ToBroker } from "../protocol/broker.ts";
import type { Broker } from "./broker.ts";

type Fetch = Extract<ToBroker, { type: "fetch" }>;
type Produce = Extract<ToBroker, { type: "produce" }>;

/** Serves one link until it closes. */
export function serveConnection(host: Host, broker: Broker, link: Link<ToBroker, FromBroker>): void {
  const connection = new Connection(host, broker, link);
  link.onMessage((message) => connection.receive(message));
  link.onClosed(() => connection.closed());
}

class Connection {
  readonly #host: Host;
  readonly #broker: Broker;
  readonly #link: Link<ToBroker, FromBroker>;
  /** Dictionaries of the batches that this peer produced. */
  readonly #producer = new DictionaryRegistry();
  /** How to stop each fetch that waits for records. */
  readonly #waitingFetches = new Set<() => void>();

  constructor(host: Host, broker: Broker, link: Link<ToBroker, FromBroker>) {
    this.#host = host;
    this.#broker = broker;
    this.#link = link;
  }

  receive(message: ToBroker): void {
    switch (message.type) {
      case "metadata":
      case "last-records":
        this.#describeTopic(message);
        return;
      case "fetch":
        this.#fetch(message);
        return;
      case "produce":
        this.#produce(message);
        return;
      case "commit-offsets":
        this.#broker.commitOffsets(message.groupId, message.offsets);
        return;
      case "committed-offsets": {
        const offsets = this.#broker.committedOffsets(message.groupId, message.topic);
        this.#link.send({ type: "committed-offsets", requestId: message.requestId, offsets });
        return;
      }
      case "retain":
        this.#broker.retain(message.holds);
        this.#link.send({ type: "retained", requestId: message.requestId });
        return;
      default:
        assertUnreachable(message);
    }
  }

  closed(): void {
    for (const stop of this.#waitingFetches) stop();
    this.#waitingFetches.clear();
    this.#broker.connectionClosed(this);
  }

  #describeTopic(message: Extract<ToBroker, { type: "metadata" | "last-records" }>): void {
    const { requestId } = message;
    const topic = this.#broker.topic(message.topic);
    if (topic === undefined) {
      this.#refuseUnknown(requestId, `Topic ${message.topic} does not exist.`);
      return;
    }
    const ranges = topic.ranges();
    if (message.type === "metadata") {
      this.#link.send({ type: "metadata", requestId, partitions: ranges });
      return;
    }
    const partitions = ranges.map((range) => {
      const timestamp = topic.partition(range.partition)?.lastTimestampMs;
      return timestamp === undefined ? range : { ...range, timestamp };
    });
    this.#link.send({ type: "last-records", requestId, partitions });
  }

  #fetch(fetch: Fetch): void {
    const topic = this.#broker.topic(fetch.topic);
    const log = topic?.partition(fetch.partition);
    if (topic === undefined || log === undefined) {
      this.#refuseUnknown(fetch.requestId, `Partition ${fetch.topic}-${fetch.partition} does not exist.`);
      return;
    }
    const isStored = fetch.offset >= log.beginOffset && fetch.offset <= log.endOffset;
    if (!isStored && fetch.autoOffsetReset !== "earliest") {
      this.#link.send({
        type: "error",
        requestId: fetch.requestId,
        code: "OFFSET_OUT_OF_RANGE",
        message: `Offset ${fetch.offset} of ${fetch.topic}-${fetch.partition} is outside [${log.beginOffset}, ${log.endOffset}].`,
      });
      return;
    }
    const offset = isStored ? fetch.offset : log.beginOffset;
    this.#broker.noteFetch(this, fetch.jobId, topic, fetch.partition, offset);

    const answer = () => {
      const batch = log.read(offset, fetch.maxRecords, fetch.knownEntries ?? 0);
      this.#link.send(
        {
          type: "fetched",
          requestId: fetch.requestId,
          batch,
          nextOffset: offset + batch.length,
          endOffset: log.endOffset,
        },
        transferListOf(batch),
      );
    };
    if (offset < log.endOffset || fetch.maxWaitMs <= 0) {
      answer();
      return;
    }
    const finish = () => {
      stop();
      this.#waitingFetches.delete(stop);
      answer();
    };
    const stopWaiting = topic.waitForAppend(fetch.partition, finish);
    const timer = this.#host.setTimer(fetch.maxWaitMs, finish);
    const stop = () => {
      stopWaiting();
      timer.clear();
    };
    this.#waitingFetches.add(stop);
  }

  #produce(produce: Produce): void {
    const { requestId, partition, batch } = produce;
    const topic = this.#broker.topic(produce.topic);
    if (topic?.partition(partition) === undefined) {
      this.#refuseUnknown(requestId, `Partition ${produce.topic}-${partition} does not exist.`);
      return;
    }
    topic.append({
      owner: this,
      partition,
      batch,
      producer: this.#producer,
      onStored: (baseOffset) => this.#link.send({ type: "produced", requestId, baseOffset }),
      onWaiting: (reason) => this.#link.send({ type: "produce-waiting", requestId, reason }),
    });
  }

  #refuseUnknown(requestId: number, message: string): void {
    this.#link.send({ type: "error", requestId, code: "UNKNOWN_TOPIC_OR_PARTITION", message });
  }
}
