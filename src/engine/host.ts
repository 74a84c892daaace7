// All that an actor knows of the world. The three hosts (browser workers, Node worker threads, the
// simulation) implement it. jobmanager, taskmanager, kafka and the generator run on it unchanged.
// Every host keeps these promises:
//
//  - callbacks (timers, messages, resets, requests) run one at a time, never nested inside a call of the actor;
//  - messages of one link arrive in the order sent, none twice; those of different links in any order;
//  - after the actor was killed none of its callbacks runs, and a call from a left-over continuation throws;
//  - `monotonicMs` does not advance while the whole machine is suspended, and timers are measured by it.

import type { Protocol } from "./protocol/protocol.ts";

/** Time, in milliseconds. */
export interface Clock {
  /** Wall clock, epoch ms, whole numbers. For timestamps that people read; never for intervals. */
  now(): number;
  /** Engine time in ms, fractional, never goes back, without the gaps of a suspended machine. For every interval and timeout. */
  monotonicMs(): number;
}

/** Uniform random numbers. The simulation's are drawn from its seed. */
export interface Rng {
  /** In [0, 1). */
  next(): number;
}

/** A timer that was set and may be cleared. */
export interface Timer {
  /** Clears the timer; does nothing if it has fired or was cleared. */
  clear(): void;
}

/**
 * How a link reports the death of its peer. `data`: a reset, at once, as a broken TCP connection does. `rpc`: nothing; the next `send` throws
 * UnreachableError, as the next call of an RPC system fails.
 */
export type LinkKind = "rpc" | "data";

/** Thrown by `send` on an rpc link whose peer has ended. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  readonly peer: string;
  constructor(peer: string) {
    super(`Could not send to ${peer}: recipient unreachable.`);
    this.peer = peer;
  }
}

/**
 * Ends a container that has opened a link to one that does not speak the link's protocol. A program does not catch it: it dialled the wrong container, or
 * with the wrong protocol.
 */
export class LinkRefusedError extends Error {
  override readonly name = "LinkRefusedError";
}

/** One end of a two-way, ordered channel to one incarnation of another container. `In` and `Out` are the messages of its protocol. */
export interface Link<In, Out> {
  /** Container at the other end, e.g. `taskmanager-1`. */
  readonly peer: string;
  readonly kind: LinkKind;
  /** Name of the protocol. */
  readonly protocol: string;
  /** False after `close`, after the peer closed, or once the peer's death was reported. */
  readonly isOpen: boolean;
  /**
   * Sends one message. The buffers in `transfer` belong to the receiver afterwards. On a link that
   * is not open, an `rpc` send throws UnreachableError, and a `data` send drops the message (its
   * reset was reported or will be).
   */
  send(message: Out, transfer?: readonly ArrayBuffer[]): void;
  /** Sets the one handler of this end. Messages that came earlier are kept until then and delivered in order. */
  onMessage(handler: (message: In) => void): void;
  /** `data` links: called once when the peer died or closed its end. `rpc` links: only when the peer closed its end cleanly. */
  onClosed(handler: (cause: "reset" | "closed") => void): void;
  /** Closes this end; the peer is told. Nothing arrives here afterwards, not even what was sent before. */
  close(): void;
}

/** Durable bytes by path: checkpoints and savepoints. A service of the host, outlives every kill. Paths have `/` between parts. */
export interface Storage {
  /** Writes a whole file. Rejects with StorageError (full, refused, or a fault that the simulation drew). The bytes are copied. */
  put(path: string, bytes: Uint8Array): Promise<void>;
  /** The file, or undefined where there is none. Rejects with StorageError. */
  get(path: string): Promise<Uint8Array | undefined>;
  /** Paths that begin with `prefix`, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  /** Deletes every file whose path begins with `prefix`. */
  delete(prefix: string): Promise<void>;
  /**
   * Deletes every file in `directory` and rejects later writes to it with StorageError. A write that is still in progress leaves nothing
   * behind, even if its writer is dead. For a directory whose name is never used again.
   */
  discard(directory: string): Promise<void>;
}

/** A storage operation failed; `message` says why. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** An HTTP request as it crosses threads: both contracts are spoken in this form inside the engine. */
export interface EngineRequest {
  readonly method: string;
  /** Path and query, beginning with `/`. */
  readonly url: string;
  /** The body as text; uploads come later. */
  readonly body?: string;
}

/** The answer to an EngineRequest. */
export interface EngineResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The world of one container. */
export interface Host {
  /** Name of this container. */
  readonly container: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly storage: Storage;
  /** Runs `callback` after at least `delayMs` of engine time. */
  setTimer(delayMs: number, callback: () => void): Timer;
  /**
   * Runs `callback` soon, after the messages that already wait. Long work uses it to let other work
   * run. Much cheaper than a timer of 0.
   */
  defer(callback: () => void): void;
  /**
   * Opens a link to the container of that name. Never fails by itself: if no such container runs, a `data` link reports a reset and an
   * `rpc` link throws at the next `send` after that became known. If the container does not speak the protocol, it refuses the link, which ends this
   * container with a LinkRefusedError.
   */
  connect<ToAcceptor, ToOpener>(container: string, kind: LinkKind, protocol: Protocol<ToAcceptor, ToOpener>): Link<ToOpener, ToAcceptor>;
  /**
   * Accepts links of that protocol, which others open to this container. To be called while the program starts, once for each protocol that it speaks:
   * links of any other are refused.
   */
  onLink<ToAcceptor, ToOpener>(protocol: Protocol<ToAcceptor, ToOpener>, handler: (link: Link<ToAcceptor, ToOpener>) => void): void;
  /** Sets the handler for requests of the two contracts that the supervisor routes to this container. */
  onRequest(handler: (request: EngineRequest) => Promise<EngineResponse>): void;
  /**
   * Sets the handler of a clean stop (SIGTERM, as `docker compose stop` sends it). What it sends still arrives; once it has returned the
   * container ends and its links are closed. Without a handler it just ends. A kill never comes here.
   */
  onShutdown(handler: () => void): void;
}
