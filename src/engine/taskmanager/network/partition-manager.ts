// Where the container's result partitions are found by their consumers, local and remote alike. A request may come before its producer:
// then it waits. Flink: ResultPartitionManager with its PartitionRequestListeners.

import type { AttemptId } from "../../protocol/jobmanager-taskmanager.ts";
import type { ChannelId } from "../../protocol/taskmanager-taskmanager.ts";
import type { ResultPartition } from "./result-partition.ts";
import type { Subpartition, SubpartitionView } from "./subpartition.ts";

/** The consumer's handle on a channel it has requested. */
export interface PartitionRequest {
  addCredit(credit: number, batchRecords: number): void;
  /** The consumer's task ended. */
  close(): void;
}

/** So many ended attempts are remembered: requests for them are answered at once. */
const ENDED_ATTEMPTS = 1_000;

/** All result partitions of one TaskManager. */
export class PartitionManager {
  readonly #partitions = new Map<AttemptId, readonly ResultPartition[]>();
  readonly #waiting = new Map<AttemptId, Set<Request>>();
  readonly #ended = new Set<AttemptId>();

  /** The task `producer` begins: its partitions can be read from now on. */
  register(producer: AttemptId, partitions: readonly ResultPartition[]): void {
    this.#partitions.set(producer, partitions);
    const waiting = this.#waiting.get(producer) ?? [];
    this.#waiting.delete(producer);
    for (const request of waiting) this.#connect(request, partitions);
  }

  /** The task `producer` ended and its consumers have stopped reading from it. */
  unregister(producer: AttemptId): void {
    this.#partitions.delete(producer);
    this.#ended.add(producer);
    for (const oldest of this.#ended) {
      if (this.#ended.size <= ENDED_ATTEMPTS) break;
      this.#ended.delete(oldest);
    }
  }

  /** Asks for a channel. Elements come to `view`, never within this call of a request that has to wait. */
  request(channel: ChannelId, credit: number, view: SubpartitionView): PartitionRequest {
    const request = new Request(channel, credit, view, () => this.#waiting.get(channel.producer)?.delete(request));
    const partitions = this.#partitions.get(channel.producer);
    if (partitions !== undefined) this.#connect(request, partitions);
    else if (this.#ended.has(channel.producer)) view.released();
    else this.#wait(request);
    return request;
  }

  #wait(request: Request): void {
    const { producer } = request.channel;
    const waiting = this.#waiting.get(producer) ?? new Set();
    this.#waiting.set(producer, waiting.add(request));
  }

  #connect(request: Request, partitions: readonly ResultPartition[]): void {
    const { partitionIndex, consumer } = request.channel;
    const subpartition = partitions.find(({ descriptor }) => descriptor.index === partitionIndex)?.subpartitionFor(consumer);
    // A consumer that the producer was not deployed for belongs to another execution of the job: it will be canceled.
    if (subpartition === undefined) request.view.released();
    else request.connect(subpartition);
  }
}

class Request implements PartitionRequest {
  readonly channel: ChannelId;
  readonly view: SubpartitionView;
  readonly #initialCredit: number;
  readonly #forget: () => void;
  #subpartition: Subpartition | undefined;

  constructor(channel: ChannelId, credit: number, view: SubpartitionView, forget: () => void) {
    this.channel = channel;
    this.view = view;
    this.#initialCredit = credit;
    this.#forget = forget;
  }

  connect(subpartition: Subpartition): void {
    this.#subpartition = subpartition;
    subpartition.attach(this.view, this.#initialCredit);
  }

  addCredit(credit: number, batchRecords: number): void {
    this.#subpartition?.addCredit(credit, batchRecords);
  }

  close(): void {
    this.#subpartition?.detach(this.view);
    this.#forget();
  }
}
