// A task's connection to the broker: requests with their answers. Flink: the Kafka clients inside KafkaSourceReader and KafkaWriter.

import { ensureExists } from "../../base/assert.ts";
import { transferListOf, type RecordBatch } from "../../core/batch.ts";
import type { Host, Link } from "../host.ts";
import { BROKER_PROTOCOL, type FromBroker, type ToBroker } from "../protocol/broker.ts";
import type { SplitOffset } from "../protocol/state.ts";
import { TaskError } from "./error-info.ts";

/** Container name of the broker. */
const BROKER = "kafka";

type Answer<T extends FromBroker["type"]> = Extract<FromBroker, { type: T }>;

/** An answer's handler; throws if the broker answered something else than was asked. */
type AnswerHandler = (answer: FromBroker) => void;

/** One data link, opened by a task and closed with it. Answers come in any order; errors and a lost link go to `onError`. */
export class BrokerClient {
  readonly #link: Link<FromBroker, ToBroker>;
  readonly #onError: (error: unknown) => void;
  readonly #pending = new Map<number, AnswerHandler>();
  #nextRequestId = 0;
  #isClosed = false;

  constructor(host: Host, onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#link = host.connect(BROKER, "data", BROKER_PROTOCOL);
    this.#link.onMessage((message) => {
      try {
        this.#receive(message);
      } catch (error) {
        // Whatever an answer breaks, it breaks for the task that asked.
        onError(error);
      }
    });
    this.#link.onClosed(() => this.#lost());
  }

  /** Partitions of `topic` with their ranges. */
  metadata(topic: string, onAnswer: (answer: Answer<"metadata">) => void): void {
    this.#request((requestId) => ({ type: "metadata", requestId, topic }), expecting("metadata", onAnswer));
  }

  /** Offsets that the group has committed. */
  committedOffsets(groupId: string, topic: string, onAnswer: (answer: Answer<"committed-offsets">) => void): void {
    this.#request((requestId) => ({ type: "committed-offsets", requestId, groupId, topic }), expecting("committed-offsets", onAnswer));
  }

  /** Records of one partition; the answer may take `maxWaitMs`. */
  fetch(fetch: Omit<Extract<ToBroker, { type: "fetch" }>, "type" | "requestId">, onAnswer: (answer: Answer<"fetched">) => void): void {
    this.#request((requestId) => ({ type: "fetch", requestId, ...fetch }), expecting("fetched", onAnswer));
  }

  /** Appends a batch, whose buffers are given away; answered when it is stored. */
  produce(topic: string, partition: number, batch: RecordBatch, onAnswer: (answer: Answer<"produced">) => void): void {
    this.#request(
      (requestId) => ({ type: "produce", requestId, topic, partition, batch }),
      expecting("produced", onAnswer),
      transferListOf(batch),
    );
  }

  /** For monitoring; not answered. True if it could be sent. */
  commitOffsets(groupId: string, offsets: readonly SplitOffset[]): boolean {
    this.#link.send({ type: "commit-offsets", groupId, offsets });
    return this.#link.isOpen;
  }

  close(): void {
    this.#isClosed = true;
    this.#pending.clear();
    this.#link.close();
  }

  #request(message: (requestId: number) => ToBroker, onAnswer: AnswerHandler, transfer: readonly ArrayBuffer[] = []): void {
    const requestId = this.#nextRequestId++;
    this.#pending.set(requestId, onAnswer);
    this.#link.send(message(requestId), transfer);
  }

  #receive(message: FromBroker): void {
    // A full topic is not an answer: the produced batch is acknowledged later.
    if (this.#isClosed || message.type === "produce-waiting") return;
    const onAnswer = ensureExists(this.#pending.get(message.requestId), `request ${message.requestId} to the broker`);
    this.#pending.delete(message.requestId);
    if (message.type === "error") this.#onError(new TaskError(ERROR_CLASSES[message.code], message.message));
    else onAnswer(message);
  }

  #lost(): void {
    if (this.#isClosed) return;
    this.#onError(new TaskError("org.apache.kafka.common.errors.DisconnectException", `Connection to ${BROKER} was disconnected.`));
  }
}

const ERROR_CLASSES: Readonly<Record<Answer<"error">["code"], string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: "org.apache.kafka.common.errors.UnknownTopicOrPartitionException",
  OFFSET_OUT_OF_RANGE: "org.apache.kafka.clients.consumer.OffsetOutOfRangeException",
};

function expecting<T extends FromBroker["type"]>(type: T, onAnswer: (answer: Answer<T>) => void): AnswerHandler {
  return (answer) => {
    if (answer.type !== type)
      throw new TaskError("java.lang.IllegalStateException", `The broker answered ${answer.type} instead of ${type}.`);
    onAnswer(answer as Answer<T>);
  };
}
