// A host for tests of the JobManager alone: a clock that stands until it is moved, links in memory, storage that can be told to fail.

import { SeededRng } from "../../../base/seeded-rng.ts";
import {
  StorageError,
  UnreachableError,
  type EngineRequest,
  type EngineResponse,
  type Host,
  type Link,
  type LinkKind,
  type Storage,
  type Timer,
} from "../../host.ts";
import type { FromBroker, Hold, PartitionRange, ToBroker } from "../../protocol/broker.ts";
import { JOB_MANAGER_PROTOCOL, type ToJobManager, type ToTaskManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { Protocol } from "../../protocol/protocol.ts";

/** Wall clock at the beginning, epoch ms. */
export const START_EPOCH_MS = 1_800_000_000_000;

const MICROTASK_TURNS = 8;
/** A timer that sets itself again for the same moment would keep a test busy until the test runner gives up. */
const MAX_EVENTS_AT_ONE_TIME = 10_000;
/** Twice the longest time that a test waits for: the start-up period of 5 minutes. */
const MAX_WAIT_MS = 600_000;

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** The JobManager's end of a link to a scripted TaskManager. */
class FakeLink implements Link<ToJobManager, ToTaskManager> {
  readonly peer: string;
  readonly kind: LinkKind = "rpc";
  readonly protocol = JOB_MANAGER_PROTOCOL.name;
  isOpen = true;
  /** The TaskManager's side: gets what the JobManager sends. */
  receive: (message: ToTaskManager) => void = () => undefined;
  #handler: ((message: ToJobManager) => void) | undefined;
  #onClosed: (cause: "reset" | "closed") => void = () => undefined;

  constructor(peer: string) {
    this.peer = peer;
  }

  send(message: ToTaskManager): void {
    if (!this.isOpen) throw new UnreachableError(this.peer);
    this.receive(message);
  }

  onMessage(handler: (message: ToJobManager) => void): void {
    this.#handler = handler;
  }

  onClosed(handler: (cause: "reset" | "closed") => void): void {
    this.#onClosed = handler;
  }

  close(): void {
    this.isOpen = false;
  }

  /** A message of the TaskManager arrives; nothing does over a link that was closed. */
  deliver(message: ToJobManager): void {
    if (this.isOpen) this.#handler?.(message);
  }

  /** The TaskManager closes its end. */
  closeByPeer(): void {
    this.isOpen = false;
    this.#onClosed("closed");
  }
}

export class FakeHost implements Host {
  readonly container = "jobmanager";
  readonly rng = new SeededRng(1);
  /** What was sent to kafka. */
  readonly brokerMessages: ToBroker[] = [];
  /** What kafka answers of any topic. */
  brokerRanges: readonly PartitionRange[] = [];
  /** False: kafka does not answer. */
  brokerAnswers = true;
  readonly files = new Map<string, Uint8Array>();
  /** Error text of the next `put`. */
  failNextPut: string | undefined;
  /** Error text of the next `delete` or `discard`. */
  failNextDelete: string | undefined;
  /** What answers requests, once it is set. */
  requestHandler: ((request: EngineRequest) => Promise<EngineResponse>) | undefined;
  #nowMs = 0;
  #order = 0;
  #events: Event[] = [];
  readonly #discarded: string[] = [];

  readonly clock = { now: () => START_EPOCH_MS + this.#nowMs, monotonicMs: () => this.#nowMs };

  readonly storage: Storage = {
    put: (path, bytes) => {
      const failure = this.failNextPut;
      this.failNextPut = undefined;
      return this.#later(() => {
        if (failure !== undefined) throw new StorageError(failure);
        if (this.#discarded.some((directory) => path.startsWith(`${directory}/`))) throw new StorageError(`${path} was discarded`);
        this.files.set(path, bytes.slice());
      });
    },
    get: (path) => this.#later(() => this.files.get(path)),
    list: (prefix) => this.#later(() => [...this.files.keys()].filter((path) => path.startsWith(prefix)).toSorted()),
    delete: (prefix) => this.#later(() => this.#delete(prefix)),
    discard: (directory) =>
      this.#later(() => {
        this.#delete(`${directory}/`);
        this.#discarded.push(directory);
      }),
  };

  /** What kafka was told to keep, at each change. */
  get holds(): readonly (readonly Hold[])[] {
    return this.brokerMessages.flatMap((message) => (message.type === "retain" ? [message.holds] : []));
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const event: Event = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, run: callback };
    this.#events.push(event);
    return {
      clear: () => {
        this.#events = this.#events.filter((other) => other !== event);
      },
    };
  }

  defer(callback: () => void): void {
    this.setTimer(0, callback);
  }

  connect<ToAcceptor, ToOpener>(
    container: string,
    kind: LinkKind,
    { name: protocol }: Protocol<ToAcceptor, ToOpener>,
  ): Link<ToOpener, ToAcceptor> {
    let handler: (message: ToOpener) => void = () => undefined;
    return {
      peer: container,
      kind,
      protocol,
      isOpen: true,
      send: (message) => {
        // The JobManager opens links to kafka only.
        const asked = message as ToBroker;
        this.brokerMessages.push(asked);
        const answer = this.brokerAnswers ? this.#brokerAnswer(asked) : undefined;
        if (answer !== undefined) this.setTimer(0, () => handler(answer as ToOpener));
      },
      onMessage: (set) => {
        handler = set;
      },
      onClosed: () => undefined,
      close: () => undefined,
    };
  }

  onLink(): void {}

  onRequest(handler: (request: EngineRequest) => Promise<EngineResponse>): void {
    this.requestHandler = handler;
  }

  onShutdown(): void {}

  /** A link as a TaskManager opens it. */
  openLink(peer: string): FakeLink {
    return new FakeLink(peer);
  }

  /** The JobManager is held up for so long: nothing of it happens until time passes again. */
  stall(durationMs: number): void {
    this.#nowMs += durationMs;
  }

  /** Lets time pass: everything that falls due happens in order, promises included. Rejects if timers fire without end at one moment. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    let eventsAtThisTime = 0;
    for (;;) {
      const next = this.#events.filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined) break;
      this.#events = this.#events.filter((event) => event !== next);
      eventsAtThisTime = next.atMs > this.#nowMs ? 1 : eventsAtThisTime + 1;
      if (eventsAtThisTime > MAX_EVENTS_AT_ONE_TIME) throw new Error(`Timers fire without end at ${String(this.#nowMs)} ms.`);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
      for (let turn = 0; turn < MICROTASK_TURNS; turn++) await Promise.resolve();
    }
    this.#nowMs = endMs;
  }

  /** Lets time pass until `isTrue`, in steps of `stepMs`. Rejects if it is still false after 10 minutes of the host's time. */
  async advanceUntil(isTrue: () => boolean, stepMs = 1): Promise<void> {
    const giveUpMs = this.#nowMs + MAX_WAIT_MS;
    while (!isTrue()) {
      if (this.#nowMs >= giveUpMs) throw new Error(`Still not true after ${String(MAX_WAIT_MS)} ms: ${isTrue.toString()}`);
      await this.advance(stepMs);
    }
  }

  #delete(prefix: string): void {
    const failure = this.failNextDelete;
    this.failNextDelete = undefined;
    if (failure !== undefined) throw new StorageError(failure);
    for (const path of [...this.files.keys()]) if (path.startsWith(prefix)) this.files.delete(path);
  }

  #brokerAnswer(asked: ToBroker): FromBroker | undefined {
    if (asked.type === "metadata") return { type: "metadata", requestId: asked.requestId, partitions: this.brokerRanges };
    return asked.type === "retain" ? { type: "retained", requestId: asked.requestId } : undefined;
  }

  #later<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.setTimer(1, () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error as Error);
        }
      });
    });
  }
}

export type { FakeLink };
