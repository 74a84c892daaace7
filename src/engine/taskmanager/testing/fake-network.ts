// Hosts for tests: containers in one thread, a clock that moves when told to, links that deliver in the order sent, and a list of what went over
// each. Nothing is random and nothing is lost; the simulation is for that.

import { assert } from "../../../base/assert.ts";
import { UnreachableError, type Host, type Link, type LinkKind, type Storage, type Timer } from "../../host.ts";
import { createLinkAcceptor, type AcceptedLink, type LinkAcceptor } from "../../link-acceptor.ts";
import type { Protocol } from "../../protocol/protocol.ts";

/** Wall clock when a network begins, epoch ms. */
export const START_MS = 1_700_000_000_000;

interface SetTimer {
  readonly atMs: number;
  readonly order: number;
  readonly container: string;
  readonly callback: () => void;
}

/** All containers of one test. */
export class FakeNetwork {
  readonly storage = new FakeStorage();
  /** Every message in the order of sending, all links together. */
  readonly messages: unknown[] = [];
  #nowMs = 0;
  #order = 0;
  readonly #timers = new Set<SetTimer>();
  readonly #soon: { readonly container: string; readonly callback: () => void }[] = [];
  readonly #paused = new Set<string>();
  readonly #containers = new Map<string, FakeHost>();

  get nowMs(): number {
    return this.#nowMs;
  }

  /** The host of a container that runs from now on. */
  start(container: string): FakeHost {
    const host = new FakeHost(container, this);
    this.#containers.set(container, host);
    return host;
  }

  /** The container is gone: its callbacks never run, its data links are reset. */
  kill(container: string): void {
    const host = this.#containers.get(container);
    assert(host !== undefined, `${container} runs`);
    this.#containers.delete(container);
    host.die();
  }

  /** From now on nothing of the container runs, though it is not gone: what is sent to it waits. */
  pause(container: string): void {
    this.#paused.add(container);
  }

  /** Ends a {@link pause}: what has waited happens now. */
  resume(container: string): void {
    this.#paused.delete(container);
  }

  find(container: string): FakeHost | undefined {
    return this.#containers.get(container);
  }

  soon(container: string, callback: () => void): void {
    this.#soon.push({ container, callback });
  }

  setTimer(container: string, delayMs: number, callback: () => void): Timer {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, container, callback };
    this.#timers.add(timer);
    return { clear: () => this.#timers.delete(timer) };
  }

  /** Everything that can happen without time passing, storage included. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 20;) {
      const index = this.#soon.findIndex(({ container }) => !this.#paused.has(container));
      const next = index < 0 ? undefined : this.#soon.splice(index, 1)[0];
      if (next === undefined) {
        // Storage answers in microtasks.
        await Promise.resolve();
        quiet++;
        continue;
      }
      quiet = 0;
      if (this.#containers.has(next.container)) next.callback();
    }
  }

  /** Lets `ms` pass, timer by timer. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await this.settle();
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      if (this.#containers.has(due.container)) due.callback();
      await this.settle();
    }
    this.#nowMs = endMs;
  }
}

/** Files in memory; may be told to refuse. */
class FakeStorage implements Storage {
  readonly files = new Map<string, Uint8Array>();
  failure: Error | undefined;

  put(path: string, bytes: Uint8Array): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.files.set(path, bytes.slice());
    return Promise.resolve();
  }

  get(path: string): Promise<Uint8Array | undefined> {
    return this.failure === undefined ? Promise.resolve(this.files.get(path)) : Promise.reject(this.failure);
  }

  list(prefix: string): Promise<readonly string[]> {
    return Promise.resolve([...this.files.keys()].filter((path) => path.startsWith(prefix)).toSorted());
  }

  delete(prefix: string): Promise<void> {
    for (const path of this.files.keys()) if (path.startsWith(prefix)) this.files.delete(path);
    return Promise.resolve();
  }

  /** The JobManager's call: no task discards. */
  discard(): Promise<void> {
    return Promise.reject(new Error("a TaskManager discards nothing"));
  }
}

/** One container's world. */
export class FakeHost implements Host {
  readonly container: string;
  readonly clock = { now: () => START_MS + Math.floor(this.#network.nowMs), monotonicMs: () => this.#network.nowMs };
  readonly rng = { next: () => 0 };
  readonly storage: Storage;
  /** Ends of links that were opened from or to here. */
  readonly links: FakeLink[] = [];
  readonly #network: FakeNetwork;
  readonly #acceptor: LinkAcceptor<FakeLink>;

  constructor(container: string, network: FakeNetwork) {
    this.container = container;
    this.#acceptor = createLinkAcceptor(container);
    this.#network = network;
    this.storage = network.storage;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return this.#network.setTimer(this.container, delayMs, callback);
  }

  defer(callback: () => void): void {
    this.#network.soon(this.container, callback);
  }

  connect<ToAcceptor, ToOpener>(
    container: string,
    kind: LinkKind,
    { name: protocol }: Protocol<ToAcceptor, ToOpener>,
  ): Link<ToOpener, ToAcceptor> {
    const [near, far] = FakeLink.pair(this.#network, this.container, container, kind, protocol);
    this.links.push(near);
    const peer = this.#network.find(container);
    if (peer === undefined) near.reset();
    else this.#network.soon(container, () => peer.accept(far));
    return near as Link<ToOpener, ToAcceptor>;
  }

  onLink<ToAcceptor, ToOpener>(protocol: Protocol<ToAcceptor, ToOpener>, handler: (link: Link<ToAcceptor, ToOpener>) => void): void {
    if (this.#acceptor.addHandler(protocol, handler)) this.defer(() => this.#acceptor.acceptEarly());
  }

  onRequest(): void {}

  onShutdown(): void {}

  accept(link: FakeLink): void {
    this.links.push(link);
    this.#acceptor.accept(link);
  }

  die(): void {
    for (const link of this.links) link.peerEnd?.reset();
  }
}

/** One end of a link. */
export class FakeLink implements AcceptedLink {
  readonly peer: string;
  readonly kind: LinkKind;
  readonly protocol: string;
  peerEnd: FakeLink | undefined;
  isOpen = true;
  readonly #network: FakeNetwork;
  readonly #container: string;
  readonly #waiting: unknown[] = [];
  #onMessage: ((message: unknown) => void) | undefined;
  #onClosed: ((cause: "reset" | "closed") => void) | undefined;

  constructor(network: FakeNetwork, container: string, peer: string, kind: LinkKind, protocol: string) {
    this.#network = network;
    this.#container = container;
    this.peer = peer;
    this.kind = kind;
    this.protocol = protocol;
  }

  static pair(network: FakeNetwork, from: string, to: string, kind: LinkKind, protocol: string): [FakeLink, FakeLink] {
    const near = new FakeLink(network, from, to, kind, protocol);
    const far = new FakeLink(network, to, from, kind, protocol);
    near.peerEnd = far;
    far.peerEnd = near;
    return [near, far];
  }

  send(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    if (!this.isOpen) {
      if (this.kind === "rpc") throw new UnreachableError(this.peer);
      return;
    }
    this.#network.messages.push(structuredClone(message));
    const arriving: unknown = structuredClone(message, { transfer: [...transfer] });
    const { peerEnd } = this;
    this.#network.soon(this.peer, () => peerEnd?.receive(arriving));
  }

  onMessage(handler: (message: unknown) => void): void {
    this.#onMessage = handler;
    for (const message of this.#waiting.splice(0)) handler(message);
  }

  onClosed(handler: (cause: "reset" | "closed") => void): void {
    this.#onClosed = handler;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { peerEnd } = this;
    this.#network.soon(this.peer, () => peerEnd?.closed("closed"));
  }

  refuse(reason: string): void {
    throw new Error(reason);
  }

  /** The peer died. */
  reset(): void {
    if (this.kind === "rpc") this.isOpen = false;
    else this.#network.soon(this.#container, () => this.closed("reset"));
  }

  closed(cause: "reset" | "closed"): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#onClosed?.(cause);
  }

  receive(message: unknown): void {
    if (!this.isOpen) return;
    if (this.#onMessage === undefined) this.#waiting.push(message);
    else this.#onMessage(message);
  }
}
