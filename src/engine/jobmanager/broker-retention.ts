import type { Host, Link } from "../host.ts";
import {
  BROKER_PROTOCOL,
  type FromBroker,
  type HeldRecords,
  type Hold,
  type Holder,
  type PartitionRange,
  type ToBroker,
} from "../protocol/broker.ts";
import type { SplitOffset } from "../protocol/state.ts";

const RECONNECT_DELAY_MS = 1_000;

/** Partitions of a topic; undefined where there is no such topic. */
type RangesHandler = (ranges: readonly PartitionRange[] | undefined) => void;

/**
 * The JobManager's connection to kafka: tells it which records have to stay, and asks what a topic holds. A new connection begins with all holds, and
 * questions are asked again until they are answered. Rules: docs/spec/savepoints-and-stops.md, Retention.
 */
export class BrokerRetention {
  readonly #host: Host;
  /** By holder. */
  readonly #holds = new Map<string, Hold>();
  /** What to call when kafka has taken in the holds of that request. */
  readonly #unconfirmed = new Map<number, readonly (() => void)[]>();
  readonly #questions = new Map<number, { readonly topic: string; readonly onAnswer: RangesHandler }>();
  #link: Link<FromBroker, ToBroker> | undefined;
  #nextRequestId = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The job holds these records, in place of those that it held before. `onHeld` is called when kafka has taken it in. */
  holdForJob(jobId: string, records: HeldRecords, onHeld?: () => void): void {
    this.#hold({ holder: { type: "job", jobId }, records }, onHeld);
  }

  /** The job holds nothing any more. */
  releaseJob(jobId: string): void {
    this.#release(jobKey(jobId));
  }

  /** The savepoint at that path (`file:/…`), with which the job ended, holds what a job that starts from it would read. */
  holdForSavepoint(path: string, jobId: string, offsets: readonly SplitOffset[]): void {
    this.#hold({ holder: { type: "savepoint", path, jobId }, records: { type: "from-offsets", offsets } });
  }

  /** The savepoint at that path holds nothing any more. A path that never held anything is ignored. */
  releaseSavepoint(path: string): void {
    this.#release(savepointKey(path));
  }

  /** Asks for begin and end of the topic's partitions. */
  ranges(topic: string, onAnswer: RangesHandler): void {
    const requestId = this.#nextRequestId++;
    this.#questions.set(requestId, { topic, onAnswer });
    if (this.#link === undefined) this.#connect();
    else this.#link.send({ type: "metadata", requestId, topic });
  }

  #hold(hold: Hold, onHeld?: () => void): void {
    this.#holds.set(keyOf(hold.holder), hold);
    this.#tell(onHeld === undefined ? [] : [onHeld]);
  }

  #release(key: string): void {
    if (this.#holds.delete(key)) this.#tell([]);
  }

  #tell(onHeld: readonly (() => void)[]): void {
    if (this.#link === undefined) this.#connect(onHeld);
    else this.#sendHolds(this.#link, onHeld);
  }

  #connect(onHeld: readonly (() => void)[] = []): void {
    const link = this.#host.connect("kafka", "data", BROKER_PROTOCOL);
    this.#link = link;
    link.onMessage((message) => this.#receive(message));
    link.onClosed(() => {
      this.#link = undefined;
      this.#host.setTimer(RECONNECT_DELAY_MS, () => {
        if (this.#link === undefined) this.#connect();
      });
    });
    const unconfirmed = [...this.#unconfirmed.values()].flat();
    this.#unconfirmed.clear();
    this.#sendHolds(link, [...unconfirmed, ...onHeld]);
    for (const [requestId, { topic }] of this.#questions) link.send({ type: "metadata", requestId, topic });
  }

  #sendHolds(link: Link<FromBroker, ToBroker>, onHeld: readonly (() => void)[]): void {
    const requestId = this.#nextRequestId++;
    this.#unconfirmed.set(requestId, onHeld);
    link.send({ type: "retain", requestId, holds: [...this.#holds.values()] });
  }

  #receive(message: FromBroker): void {
    const { requestId } = message;
    if (message.type === "retained") {
      const confirmed = this.#unconfirmed.get(requestId) ?? [];
      this.#unconfirmed.delete(requestId);
      for (const onHeld of confirmed) onHeld();
      return;
    }
    const question = this.#questions.get(requestId);
    this.#questions.delete(requestId);
    question?.onAnswer(message.type === "metadata" ? message.partitions : undefined);
  }
}

function keyOf(holder: Holder): string {
  return holder.type === "job" ? jobKey(holder.jobId) : savepointKey(holder.path);
}

function jobKey(jobId: string): string {
  return `job ${jobId}`;
}

function savepointKey(path: string): string {
  return `savepoint ${path}`;
}
