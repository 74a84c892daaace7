import type { SeededRng } from "../../base/seeded-rng.ts";
import type { Clock, EngineRequest, EngineResponse, Host, Link, LinkKind, Storage, Timer } from "../host.ts";
import { createLinkAcceptor, type LinkAcceptor } from "../link-acceptor.ts";
import type { Protocol } from "../protocol/protocol.ts";
import type { Incarnation, OutgoingLink } from "../supervisor/container-runtime.ts";
import { createSimulatedLink, type LinkOwner, type SimulatedLinkEnd } from "./simulated-link.ts";

/** Thrown by every host call of a dead actor. */
class ActorDeadError extends Error {
  override readonly name = "ActorDeadError";
}

/** Something that an actor will do. A cancelled step is passed over as if it had never been there. */
export interface Step {
  readonly what: string;
  readonly run: () => void;
  isCancelled: boolean;
}

/** What an actor needs of the simulation around it. */
export interface ActorWorld {
  /** Simulated ms. */
  readonly nowMs: number;
  /** Wall clock at simulated time 0, epoch ms. */
  readonly epochMs: number;
  /** Puts a step into the queue. */
  enqueue(actor: SimulatedActor, atMs: number, what: string, run: () => void): Step;
  /** Something that happens outside all actors. */
  at(atMs: number, what: string, run: () => void): void;
  /** When a message sent at `sentMs` arrives at `end`, not before `notBeforeMs`. */
  arrivalTime(end: SimulatedLinkEnd, sentMs: number, notBeforeMs: number): number;
  /** Up to how much later than asked a timer fires, ms. */
  readonly timerJitterMs: number;
  connect(actor: SimulatedActor, link: OutgoingLink<SimulatedLinkEnd>): void;
  linkClosed(actor: SimulatedActor, linkId: string): void;
  respond(actor: SimulatedActor, requestId: number, response: EngineResponse): void;
  crash(actor: SimulatedActor, error: unknown): void;
  createStorage(actor: SimulatedActor): Storage;
  /** True once the supervisor has terminated the actor, even if it still runs for a while. */
  isTerminated(actor: SimulatedActor): boolean;
  /** The actor died by itself within a step (`dieAfterCalls`). */
  died(actor: SimulatedActor): void;
  onSend?: ((from: SimulatedActor, end: SimulatedLinkEnd, message: unknown) => void) | undefined;
  onReceive?: ((to: SimulatedActor, end: SimulatedLinkEnd, message: unknown) => void) | undefined;
  /** The actor has answered a request, whether or not the sender still waits. */
  onAnswer?: ((by: SimulatedActor, request: EngineRequest, response: EngineResponse) => void) | undefined;
}

/**
 * One incarnation of a container in the simulation: the Host that its program sees, and what the
 * simulation may do to it.
 *
 * The program runs in steps, one callback each. A step takes simulated time (more for a slow
 * actor), and callbacks that become due during a step wait in order. When the actor is killed, its
 * waiting steps are dropped, its promises never settle, and every call from a left-over
 * continuation throws.
 */
export class SimulatedActor implements Host, LinkOwner {
  readonly container: string;
  readonly incarnation: Incarnation;
  readonly world: ActorWorld;
  readonly rng: SeededRng;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly links = new Set<SimulatedLinkEnd>();
  /** How long a step takes, ms. */
  stepMs = 0.01;
  /** Until when the actor is busy or held up, simulated ms. */
  busyUntilMs = 0;
  /** Steps that came while it was busy. */
  readonly backlog: Step[] = [];
  /** Promises of the host or the program that are not settled: while there are any, continuations run between the steps. */
  pendingPromises = 0;
  /** Time by the actor's clock: ahead of the simulation's within a step. */
  #localMs = 0;
  #isDead = false;
  #isInStep = false;
  /** Host calls until the kill that was armed; Infinity: none is. */
  #callsLeft = Number.POSITIVE_INFINITY;
  #linkCount = 0;
  readonly #acceptor: LinkAcceptor<SimulatedLinkEnd>;
  #onRequest: ((request: EngineRequest) => Promise<EngineResponse>) | undefined;
  #onShutdown: (() => void) | undefined;

  constructor(world: ActorWorld, incarnation: Incarnation, container: string, rng: SeededRng) {
    this.world = world;
    this.incarnation = incarnation;
    this.container = container;
    this.#acceptor = createLinkAcceptor(container);
    this.rng = rng;
    this.clock = { now: () => Math.floor(world.epochMs + this.#readClock()), monotonicMs: () => this.#readClock() };
    this.storage = world.createStorage(this);
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Throws ActorDeadError if the actor is dead; counts host calls towards a kill within a step. */
  assertAlive(): void {
    if (!this.survivesCall()) throw new ActorDeadError(`${this.container} is dead`);
  }

  /** Whether the actor lives after one more host call: false if it is dead, or if a kill within the step strikes at this call. */
  survivesCall(): boolean {
    if (this.#isDead) return false;
    if (!this.#isInStep || --this.#callsLeft > 0) return true;
    this.die();
    this.world.died(this);
    return false;
  }

  /** From now on the actor does nothing. */
  die(): void {
    this.#isDead = true;
    this.backlog.length = 0;
    this.pendingPromises = 0;
  }

  /** Lets the actor die in the middle of a step, at its `calls`-th host call from now: what it did before stands. */
  dieAfterCalls(calls: number): void {
    this.#callsLeft = calls;
  }

  /** Runs one step of the program. */
  runStep(run: () => void): void {
    this.#localMs = Math.max(this.#localMs, this.world.nowMs);
    this.#isInStep = true;
    try {
      run();
    } catch (error) {
      if (!this.#isDead) this.world.crash(this, error);
    }
    this.#isInStep = false;
    this.#localMs += this.stepMs;
    this.busyUntilMs = Math.max(this.busyUntilMs, this.#localMs);
  }

  /** Puts a step of this actor into the queue, `delayMs` from now. */
  schedule(delayMs: number, what: string, run: () => void): Step {
    return this.scheduleAt(this.nowMs + delayMs, what, run);
  }

  scheduleAt(atMs: number, what: string, run: () => void): Step {
    return this.world.enqueue(this, atMs, what, run);
  }

  /** The actor's present, simulated ms. */
  get nowMs(): number {
    return Math.max(this.#localMs, this.world.nowMs);
  }

  arrivalTime(end: SimulatedLinkEnd, sentMs: number, notBeforeMs: number): number {
    return this.world.arrivalTime(end, Math.max(this.world.nowMs, sentMs), notBeforeMs);
  }

  reportSent(end: SimulatedLinkEnd, message: unknown): void {
    this.world.onSend?.(this, end, message);
  }

  reportReceived(end: SimulatedLinkEnd, message: unknown): void {
    this.world.onReceive?.(this, end, message);
  }

  reportLinkClosed(linkId: string): void {
    this.world.linkClosed(this, linkId);
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    this.assertAlive();
    const jitterMs = this.rng.next() * this.world.timerJitterMs;
    const step = this.schedule(Math.max(0, delayMs) + jitterMs, "timer", callback);
    return {
      clear: () => {
        step.isCancelled = true;
      },
    };
  }

  defer(callback: () => void): void {
    this.assertAlive();
    this.schedule(this.stepMs, "deferred", callback);
  }

  /** Runs the program. */
  start(program: (host: Host) => void): void {
    program(this);
    if (this.#acceptor.programStarted()) this.#acceptEarlyLinks();
  }

  connect<ToAcceptor, ToOpener>(
    container: string,
    kind: LinkKind,
    { name: protocol }: Protocol<ToAcceptor, ToOpener>,
  ): Link<ToOpener, ToAcceptor> {
    this.assertAlive();
    const linkId = `${this.incarnation}:${this.#linkCount++}`;
    const [near, far] = createSimulatedLink(linkId, kind, protocol, this, container);
    this.world.connect(this, { linkId, target: container, kind, protocol, end: far });
    // The host carries links of every protocol.
    return near as Link<ToOpener, ToAcceptor>;
  }

  onLink<ToAcceptor, ToOpener>(protocol: Protocol<ToAcceptor, ToOpener>, handler: (link: Link<ToAcceptor, ToOpener>) => void): void {
    this.assertAlive();
    if (this.#acceptor.addHandler(protocol, handler)) this.#acceptEarlyLinks();
  }

  onRequest(handler: (request: EngineRequest) => Promise<EngineResponse>): void {
    this.assertAlive();
    this.#onRequest = handler;
  }

  onShutdown(handler: () => void): void {
    this.assertAlive();
    this.#onShutdown = handler;
  }

  /** The far end of a link that another opened comes in. */
  receiveLink(end: SimulatedLinkEnd): void {
    end.attach(this);
    this.#acceptor.accept(end);
  }

  receiveRequest(requestId: number, request: EngineRequest): void {
    const handler = this.#onRequest;
    if (handler === undefined) return;
    this.pendingPromises++;
    handler(request).then(
      (response) => {
        if (this.#isDead) return;
        this.pendingPromises--;
        this.world.onAnswer?.(this, request, response);
        this.world.respond(this, requestId, response);
      },
      (error: unknown) => {
        if (!this.#isDead) this.world.crash(this, error);
      },
    );
  }

  /** Runs the program's shutdown handler and closes its links. Returns when all that it sent has arrived, simulated ms. */
  shutDown(): number {
    this.#onShutdown?.();
    let arrivedMs = this.nowMs;
    for (const link of [...this.links]) {
      link.close();
      arrivedMs = Math.max(arrivedMs, link.other?.lastArrivalMs ?? 0);
    }
    return arrivedMs;
  }

  #acceptEarlyLinks(): void {
    this.schedule(0, "early links", () => this.#acceptor.acceptEarly());
  }

  /** Reading the clock takes a moment, so that a loop that yields by the clock does yield. */
  #readClock(): number {
    if (this.#isDead) throw new ActorDeadError(`${this.container} is dead`);
    this.#localMs = Math.max(this.#localMs, this.world.nowMs) + this.stepMs / 10;
    return this.#localMs;
  }
}
