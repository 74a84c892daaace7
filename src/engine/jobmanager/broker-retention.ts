import type { Host, Link } from "../host.ts";
import type { FromBroker, PartitionRange, RetentionHold, ToBroker } from "../protocol/broker.ts";

const RECONNECT_DELAY_MS = 1_000;

/** Partitions of a topic; undefined where there is no such topic. */
type RangesHandler = (ranges: readonly PartitionRange[] | undefined) => void;

/**
 * The JobManager's connection to kafka: tells it what each job may still read, and tells it again whenever the connection had to be opened anew;
 * asks what a topic holds. A question is asked again on a new connection until it is answered.
 */
export class BrokerRetention {
  readonly #host: Host;
  readonly #holds = new Map<string, RetentionHold>();
  readonly #questions = new Map<number, { readonly topic: string; readonly onAnswer: RangesHandler }>();
  #link: Link<FromBroker, ToBroker> | undefined;
  #nextRequestId = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Replaces what was told of the job before. */
  retain(jobId: string, hold: RetentionHold): void {
    if (hold.type === "released") this.#holds.delete(jobId);
    else this.#holds.set(jobId, hold);
    const isConnected = this.#link !== undefined;
    if (!isConnected) this.#connect();
    // A new connection begins with all holds; only a release is not among them.
    if (isConnected || hold.type === "released") this.#link?.send({ type: "retain", jobId, hold });
  }

  /** Asks for begin and end of the topic's partitions. */
  ranges(topic: string, onAnswer: RangesHandler): void {
    const requestId = this.#nextRequestId++;
    this.#questions.set(requestId, { topic, onAnswer });
    if (this.#link === undefined) this.#connect();
    else this.#link.send({ type: "metadata", requestId, topic });
  }

  #connect(): void {
    const link = this.#host.connect<FromBroker, ToBroker>("kafka", "data");
    this.#link = link;
    link.onMessage((message) => this.#receive(message));
    link.onClosed(() => {
      this.#link = undefined;
      this.#host.setTimer(RECONNECT_DELAY_MS, () => {
        if (this.#link === undefined) this.#connect();
      });
    });
    for (const [jobId, hold] of this.#holds) link.send({ type: "retain", jobId, hold });
    for (const [requestId, { topic }] of this.#questions) link.send({ type: "metadata", requestId, topic });
  }

  #receive(message: FromBroker): void {
    const question = this.#questions.get(message.requestId);
    this.#questions.delete(message.requestId);
    question?.onAnswer(message.type === "metadata" ? message.partitions : undefined);
  }
}
