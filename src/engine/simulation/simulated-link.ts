import { LinkRefusedError, type LinkKind, UnreachableError } from "../host.ts";
import type { AcceptedLink } from "../link-acceptor.ts";
import { cloneMessage } from "./clone-message.ts";

type Parcel =
  | { readonly type: "message"; readonly message: unknown }
  | { readonly type: "close" }
  | { readonly type: "refuse"; readonly reason: string };

/** What an end of a link needs of the actor it belongs to. */
export interface LinkOwner {
  readonly container: string;
  /** Its open ends. */
  readonly links: Set<SimulatedLinkEnd>;
  /** The actor's present, simulated ms. */
  readonly nowMs: number;
  /** Throws if the actor is dead. To be called at each call of the program. */
  assertAlive(): void;
  /** Runs a step of the actor `delayMs` from now. */
  schedule(delayMs: number, what: string, run: () => void): void;
  /** Runs a step of the actor at `atMs`, simulated ms. */
  scheduleAt(atMs: number, what: string, run: () => void): void;
  /** When a message sent at `sentMs` arrives at `end`, not before `notBeforeMs`. All in simulated ms. */
  arrivalTime(end: SimulatedLinkEnd, sentMs: number, notBeforeMs: number): number;
  /** The program sends this message over `end`. */
  reportSent(end: SimulatedLinkEnd, message: unknown): void;
  /** The program receives this message from `end`. */
  reportReceived(end: SimulatedLinkEnd, message: unknown): void;
  /** The end was closed cleanly. */
  reportLinkClosed(linkId: string): void;
}

/** Makes both ends of a link, the near one first; the far one belongs to no actor until it is delivered. */
export function createSimulatedLink(
  linkId: string,
  kind: LinkKind,
  protocol: string,
  opener: LinkOwner,
  target: string,
): readonly [SimulatedLinkEnd, SimulatedLinkEnd] {
  const near = new SimulatedLinkEnd(linkId, kind, protocol, target);
  const far = new SimulatedLinkEnd(linkId, kind, protocol, opener.container);
  near.other = far;
  far.other = near;
  near.attach(opener);
  return [near, far];
}

/**
 * One end of a simulated link. Messages arrive in the order sent, each some time after the one
 * before. When the peer dies, a prefix of the messages in transit (possibly none or all of them) is
 * delivered and the rest is lost, as with a broken connection.
 */
export class SimulatedLinkEnd implements AcceptedLink {
  readonly linkId: string;
  readonly kind: LinkKind;
  readonly protocol: string;
  readonly peer: string;
  other: SimulatedLinkEnd | undefined;
  #owner: LinkOwner | undefined;
  #isOpen = true;
  /** The peer is dead, and it will soon be known here. */
  #isLosing = false;
  /** In transit to this end, oldest first. */
  readonly #underWay: Parcel[] = [];
  /** Arrived before there was a handler. */
  readonly #early: unknown[] = [];
  readonly #descriptions = new Map<string, string>();
  #lastArrivalMs = 0;
  #onMessage: ((message: unknown) => void) | undefined;
  #onClosed: ((cause: "reset" | "closed") => void) | undefined;

  constructor(linkId: string, kind: LinkKind, protocol: string, peer: string) {
    this.linkId = linkId;
    this.kind = kind;
    this.protocol = protocol;
    this.peer = peer;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** When the last parcel in transit to this end arrives, simulated ms. */
  get lastArrivalMs(): number {
    return this.#lastArrivalMs;
  }

  /** The present of this end's actor, simulated ms. */
  get ownerNowMs(): number {
    return this.#owner?.nowMs ?? 0;
  }

  /** The end reaches its actor: what was sent until now sets out. */
  attach(owner: LinkOwner): void {
    this.#owner = owner;
    owner.links.add(this);
    for (const parcel of this.#underWay) this.#scheduleArrival(owner, parcel);
  }

  send(message: unknown, transfer?: readonly ArrayBuffer[]): void {
    const owner = this.#liveOwner();
    if (!this.#isOpen) {
      if (this.kind === "rpc") throw new UnreachableError(this.peer);
      return;
    }
    owner.reportSent(this, message);
    this.other?.enqueue({ type: "message", message: cloneMessage(message, transfer) });
  }

  onMessage(handler: (message: unknown) => void): void {
    const owner = this.#liveOwner();
    this.#onMessage = handler;
    if (this.#early.length > 0) owner.schedule(0, "early messages", () => this.#deliverEarly());
  }

  onClosed(handler: (cause: "reset" | "closed") => void): void {
    this.#liveOwner();
    this.#onClosed = handler;
  }

  close(): void {
    this.#close({ type: "close" });
  }

  refuse(reason: string): void {
    this.#close({ type: "refuse", reason });
  }

  /** Something sets out to this end. */
  enqueue(parcel: Parcel): void {
    if (!this.#isOpen || this.#isLosing) return;
    this.#underWay.push(parcel);
    if (this.#owner !== undefined) this.#scheduleArrival(this.#owner, parcel);
  }

  /**
   * The peer died. A prefix of the messages in transit, which `keep` chooses, still arrives within `delayMs`. Then the end closes. A clean close
   * among it was the peer's last word before a stop, and what came before it is kept.
   */
  lose(delayMs: number, keep: (underWay: number) => number): void {
    const owner = this.#owner;
    if (owner === undefined || !this.#isOpen || this.#isLosing) return;
    this.#isLosing = true;
    const closing = this.#underWay.findIndex(({ type }) => type !== "message");
    this.#underWay.length = closing >= 0 ? closing + 1 : keep(this.#underWay.length);
    owner.schedule(delayMs, `loses ${this.peer}`, () => {
      while (this.#underWay.length > 0) this.#deliverNext();
      this.#deliverEarly();
      if (!this.#isOpen) return;
      this.#end();
      if (this.kind === "data") this.#onClosed?.("reset");
    });
  }

  #scheduleArrival(owner: LinkOwner, parcel: Parcel): void {
    this.#lastArrivalMs = owner.arrivalTime(this, this.other?.ownerNowMs ?? 0, this.#lastArrivalMs);
    owner.scheduleAt(this.#lastArrivalMs, this.#describe(parcel), () => this.#deliverNext());
  }

  /** The step's name: the same string for the same kind of message, because the trace looks it up. */
  #describe(parcel: Parcel): string {
    const kind = kindOf(parcel);
    let description = this.#descriptions.get(kind);
    if (description === undefined) {
      description = `${kind} of ${this.peer}`;
      this.#descriptions.set(kind, description);
    }
    return description;
  }

  #deliverNext(): void {
    const parcel = this.#underWay.shift();
    if (parcel === undefined || !this.#isOpen) return;
    if (parcel.type === "message") {
      if (this.#onMessage === undefined || this.#early.length > 0) this.#early.push(parcel.message);
      else this.#hand(parcel.message);
      return;
    }
    this.#deliverEarly();
    this.#end();
    this.#liveOwner().reportLinkClosed(this.linkId);
    if (parcel.type === "refuse") throw new LinkRefusedError(parcel.reason);
    this.#onClosed?.("closed");
  }

  #deliverEarly(): void {
    if (this.#onMessage === undefined) return;
    for (const message of this.#early.splice(0)) if (this.#isOpen) this.#hand(message);
  }

  #hand(message: unknown): void {
    const owner = this.#liveOwner();
    owner.reportReceived(this, message);
    this.#onMessage?.(message);
  }

  #close(lastWord: Parcel): void {
    const owner = this.#liveOwner();
    if (!this.#isOpen) return;
    this.#end();
    this.other?.enqueue(lastWord);
    owner.reportLinkClosed(this.linkId);
  }

  #end(): void {
    this.#isOpen = false;
    this.#owner?.links.delete(this);
  }

  #liveOwner(): LinkOwner {
    if (this.#owner === undefined) throw new Error(`link ${this.linkId} to ${this.peer} has no actor at this end`);
    this.#owner.assertAlive();
    return this.#owner;
  }
}

function kindOf(parcel: Parcel): string {
  if (parcel.type !== "message") return parcel.type;
  const { message } = parcel;
  if (typeof message !== "object" || message === null || !("type" in message)) return "message";
  const { element } = message as { readonly element?: { readonly type?: unknown } };
  return String(element === undefined ? message.type : element.type);
}
