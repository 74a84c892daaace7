import type { SeededRng } from "../../base/seeded-rng.ts";
import type { Clock, EngineRequest, EngineResponse, Host, Storage, Timer } from "../host.ts";
import type { ContainerMain } from "../supervisor/container-main.ts";
import type {
  ContainerEvents,
  ContainerRuntime,
  Incarnation,
  IncomingLink,
  LinkId,
  OutgoingLink,
} from "../supervisor/container-runtime.ts";
import type { MemoryStorage } from "../supervisor/memory-storage.ts";
import { untilQuiet } from "./event-loop.ts";
import { EventQueue, type QueuedEvent } from "./event-queue.ts";
import { randomStream } from "./random-stream.ts";
import { type ActorWorld, SimulatedActor, type Step } from "./simulated-actor.ts";
import type { SimulatedLinkEnd } from "./simulated-link.ts";
import { createSimulatedStorage, type StorageConditions } from "./simulated-storage.ts";
import { Trace } from "./trace.ts";

interface SimulatedEvent extends QueuedEvent, Step {
  readonly actor: SimulatedActor | undefined;
}

/** How long messages, timers and storage take, and how often storage fails. Times in ms. Each message or write draws from its range. */
export interface Conditions {
  /** Most messages. */
  messageMs: { readonly low: number; readonly high: number };
  /** Share of messages that take up to `slowMessageMs` instead. */
  slowMessageProbability: number;
  slowMessageMs: number;
  timerJitterMs: number;
  readonly storage: StorageConditions;
}

/** What a simulation is made with. */
export interface SimulationOptions {
  readonly seed: number;
  readonly files: MemoryStorage;
  /** Starts a container's program. */
  readonly runMain: (host: Host, main: ContainerMain) => void;
  /** Wall clock at the beginning, epoch ms. */
  readonly epochMs: number;
  /**
   * How long a killed container keeps running, ms: a terminated worker of a browser can finish a long task. 0: it stops at once. Its links and storage
   * are cut either way.
   */
  readonly afterlifeMs?: number;
}

/** A container ended by an error of its own. */
export interface Crash {
  readonly atMs: number;
  readonly container: string;
  readonly error: unknown;
}

/** A time in which a container was held up, simulated ms. */
export interface Stall {
  readonly container: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const RESET_DELAY_MS = 50;
const STARTUP_MS = { low: 5, high: 150 };
const CONTROL_MS = { low: 0.05, high: 2 };
const REMEMBERED_STEPS = 60;
const CALM_MESSAGES = { slowMessageProbability: 0.01, slowMessageMs: 50 };
const CALM_STORAGE = { latencyMs: { low: 0.1, high: 10 }, errorProbability: 0 };

/**
 * The third host: runs every container in one thread, in simulated time, in an order that a seed
 * decides. It is the platform under the supervisor, as the worker threads are elsewhere. The
 * supervisor decides the order of a kill.
 *
 * It varies how long messages, timers, steps and storage take, which containers are slow or held
 * up, and which of the messages in transit at a kill still arrive. It guarantees that messages of
 * one link stay in order, that none comes twice, and that a dead actor does nothing.
 */
export class Simulation implements ActorWorld, ContainerRuntime<SimulatedLinkEnd> {
  readonly epochMs: number;
  readonly rng: SeededRng;
  readonly trace = new Trace(REMEMBERED_STEPS);
  readonly crashes: Crash[] = [];
  /** Each time that an actor was held up. */
  readonly stalls: Stall[] = [];
  readonly conditions: Conditions;
  onSend: ActorWorld["onSend"];
  onReceive: ActorWorld["onReceive"];
  onAnswer: ActorWorld["onAnswer"];
  /** Told before each step of an actor. */
  onStep: ((actor: SimulatedActor) => void) | undefined;
  /** Told when an actor died by itself within a step, so that someone can have it killed. */
  onDied: ((actor: SimulatedActor) => void) | undefined;
  readonly #options: SimulationOptions;
  readonly #queue = new EventQueue<SimulatedEvent>();
  readonly #actors = new Map<Incarnation, SimulatedActor>();
  /** Terminated actors that still run for `afterlifeMs`. */
  readonly #lingering = new Set<SimulatedActor>();
  /** Order on the way between supervisor and container. */
  readonly #lastCommandMs = new Map<Incarnation, number>();
  readonly #lastReportMs = new Map<Incarnation, number>();
  /** Until when nothing arrives over these links, by `<receiver>←<sender>`. */
  readonly #linkStalls = new Map<string, number>();
  #events: ContainerEvents<SimulatedLinkEnd> | undefined;
  #nowMs = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.epochMs = options.epochMs;
    this.rng = randomStream(options.seed, "simulation");
    this.conditions = { messageMs: { low: 0.02, high: 1 }, timerJitterMs: 1, ...CALM_MESSAGES, storage: { ...CALM_STORAGE } };
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  get timerJitterMs(): number {
    return this.conditions.timerJitterMs;
  }

  /** Connects the supervisor; to be given to it as `connectRuntime`. */
  connectRuntime(events: ContainerEvents<SimulatedLinkEnd>): this {
    this.#events = events;
    return this;
  }

  /** Clock and timers of the supervisor itself. */
  get supervisorClock(): Clock {
    return { now: () => Math.floor(this.epochMs + this.#nowMs), monotonicMs: () => this.#nowMs };
  }

  /** A timer outside all actors. */
  setTimer(delayMs: number, callback: () => void): Timer {
    let isSet = true;
    this.at(this.#nowMs + delayMs, "timer", () => {
      if (isSet) callback();
    });
    return { clear: () => (isSet = false) };
  }

  /** Has `run` called at that simulated time, outside all actors. */
  at(atMs: number, what: string, run: () => void): void {
    this.#queue.push({ atMs: Math.max(atMs, this.#nowMs), order: 0, actor: undefined, what, run, isCancelled: false });
  }

  /** The present incarnation of a container; undefined if none lives. */
  actor(container: string): SimulatedActor | undefined {
    return [...this.#actors.values()].findLast((actor) => actor.container === container && !actor.isDead);
  }

  /** Ends a time of slow messages. */
  calmMessages(): void {
    Object.assign(this.conditions, CALM_MESSAGES);
  }

  /** Ends a time of slow or failing storage. */
  calmStorage(): void {
    Object.assign(this.conditions.storage, CALM_STORAGE);
  }

  /** Holds an actor up: whatever is for it waits. */
  stall(actor: SimulatedActor, durationMs: number): void {
    this.stalls.push({ container: actor.container, fromMs: this.#nowMs, toMs: this.#nowMs + durationMs });
    actor.busyUntilMs = Math.max(actor.busyUntilMs, this.#nowMs + durationMs);
  }

  /** Holds up what `sender` has for `receiver`: it arrives later, in order. */
  stallLinks(receiver: string, sender: string, durationMs: number): void {
    this.#linkStalls.set(`${receiver}←${sender}`, this.#nowMs + durationMs);
  }

  /** Runs until that simulated time. */
  async runUntil(untilMs: number): Promise<void> {
    while (this.#queue.nextAtMs <= untilMs) {
      if (this.#runNext() === "continuations") await untilQuiet();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** Runs until `answer` is settled, at most until that simulated time; undefined if it is not settled by then. */
  async runUntilSettled<T>(answer: Promise<T>, untilMs: number): Promise<T | undefined> {
    let settled: { readonly value: T } | undefined;
    const noted = answer.then((value) => (settled = { value }));
    await untilQuiet();
    while (settled === undefined && this.#queue.nextAtMs <= untilMs) {
      this.#runNext();
      // The caller is outside all actors, so the simulation does not count its promise.
      await untilQuiet();
    }
    if (settled === undefined) return undefined;
    await noted;
    return settled.value;
  }

  // What an actor needs

  enqueue(actor: SimulatedActor, atMs: number, what: string, run: () => void): Step {
    const event = { atMs: Math.max(atMs, this.#nowMs), order: 0, actor, what, run, isCancelled: false };
    this.#queue.push(event);
    return event;
  }

  arrivalTime(end: SimulatedLinkEnd, sentMs: number, notBeforeMs: number): number {
    const { conditions, rng } = this;
    const isSlow = rng.chance(conditions.slowMessageProbability);
    const delayMs = isSlow ? rng.next() * conditions.slowMessageMs : rng.between(conditions.messageMs.low, conditions.messageMs.high);
    const stalledUntilMs = this.#linkStalls.get(`${end.other?.peer ?? ""}←${end.peer}`) ?? 0;
    return Math.max(sentMs + delayMs, stalledUntilMs, notBeforeMs);
  }

  connect(actor: SimulatedActor, link: OutgoingLink<SimulatedLinkEnd>): void {
    this.#report(actor, () => this.#events?.onConnect(actor.incarnation, link));
  }

  linkClosed(actor: SimulatedActor, linkId: LinkId): void {
    this.#report(actor, () => this.#events?.onLinkClosed(actor.incarnation, linkId));
  }

  respond(actor: SimulatedActor, requestId: number, response: EngineResponse): void {
    this.#report(actor, () => this.#events?.onResponse(actor.incarnation, requestId, response));
  }

  crash(actor: SimulatedActor, error: unknown): void {
    this.crashes.push({ atMs: this.#nowMs, container: actor.container, error });
    actor.die();
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#report(actor, () => this.#events?.onCrashed(actor.incarnation, reason));
  }

  died(actor: SimulatedActor): void {
    this.at(this.#nowMs, `${actor.container} died within a step`, () => this.onDied?.(actor));
  }

  createStorage(actor: SimulatedActor): Storage {
    return createSimulatedStorage(actor, this.#options.files, this.conditions.storage, this.rng);
  }

  isTerminated(actor: SimulatedActor): boolean {
    return !this.#actors.has(actor.incarnation);
  }

  // What the supervisor needs

  spawn(incarnation: Incarnation, container: string, main: ContainerMain): void {
    const actor = new SimulatedActor(this, incarnation, container, randomStream(this.#options.seed, `incarnation ${incarnation}`));
    this.#actors.set(incarnation, actor);
    const startMs = this.#nowMs + this.rng.between(STARTUP_MS.low, STARTUP_MS.high);
    this.#lastCommandMs.set(incarnation, startMs);
    actor.scheduleAt(startMs, "start", () => actor.start((host) => this.#options.runMain(host, main)));
  }

  deliverLink(incarnation: Incarnation, link: IncomingLink<SimulatedLinkEnd>): void {
    this.#command(incarnation, `link of ${link.peer}`, (actor) => actor.receiveLink(link.end));
  }

  losePeers(incarnation: Incarnation, linkIds: readonly LinkId[]): void {
    this.#command(incarnation, "peers lost", (actor) => {
      for (const link of [...actor.links]) {
        if (!linkIds.includes(link.linkId)) continue;
        link.lose(this.rng.next() * RESET_DELAY_MS, (underWay) => this.rng.below(underWay + 1));
      }
    });
  }

  request(incarnation: Incarnation, requestId: number, request: EngineRequest): void {
    this.#command(incarnation, `${request.method} ${request.url.split("?", 1)[0] ?? ""}`, (actor) => {
      actor.receiveRequest(requestId, request);
    });
  }

  shutdown(incarnation: Incarnation): void {
    this.#command(incarnation, "shutdown", (actor) => {
      const arrivedMs = actor.shutDown();
      this.at(arrivedMs + this.rng.next(), `${actor.container} stopped`, () => this.#events?.onStopped(incarnation));
    });
  }

  terminate(incarnation: Incarnation): void {
    const actor = this.#actors.get(incarnation);
    if (actor === undefined) return;
    this.#actors.delete(incarnation);
    const { afterlifeMs = 0 } = this.#options;
    if (afterlifeMs === 0) {
      actor.die();
      return;
    }
    this.#lingering.add(actor);
    this.at(this.#nowMs + afterlifeMs, `${actor.container} stops at last`, () => {
      this.#lingering.delete(actor);
      actor.die();
    });
  }

  // The order of things

  /** Performs the next event. `continuations`: those of promises have to run before the one after it. */
  #runNext(): "continuations" | "done" {
    const event = this.#queue.pop();
    if (event === undefined || event.isCancelled) return "done";
    this.#nowMs = Math.max(this.#nowMs, event.atMs);
    const wasPending = this.#hasPendingPromises();
    this.#perform(event);
    return wasPending || this.#hasPendingPromises() ? "continuations" : "done";
  }

  #perform(event: SimulatedEvent): void {
    const { actor } = event;
    if (actor === undefined) {
      this.trace.add(this.#nowMs, "-", event.what);
      event.run();
    } else if (actor.isDead) {
      return;
    } else if (actor.busyUntilMs > this.#nowMs || actor.backlog.length > 0) {
      if (actor.backlog.length === 0) this.#wakeLater(actor);
      actor.backlog.push(event);
      return;
    } else {
      this.#step(actor, event);
    }
  }

  #step(actor: SimulatedActor, { what, run, isCancelled }: Step): void {
    if (isCancelled) return;
    this.trace.add(this.#nowMs, actor.container, what);
    this.onStep?.(actor);
    if (!actor.isDead) actor.runStep(run);
  }

  /** Has the oldest step that waits run as soon as the actor is free, then the next. */
  #wakeLater(actor: SimulatedActor): void {
    this.at(actor.busyUntilMs, `${actor.container} is free`, () => {
      if (actor.isDead) return;
      if (actor.busyUntilMs > this.#nowMs) {
        this.#wakeLater(actor);
        return;
      }
      const next = actor.backlog.shift();
      if (next !== undefined) this.#step(actor, next);
      if (actor.backlog.length > 0) this.#wakeLater(actor);
    });
  }

  #hasPendingPromises(): boolean {
    for (const actor of this.#actors.values()) if (actor.pendingPromises > 0) return true;
    for (const actor of this.#lingering) if (actor.pendingPromises > 0) return true;
    return false;
  }

  /** From the supervisor to a container, in order. */
  #command(incarnation: Incarnation, what: string, run: (actor: SimulatedActor) => void): void {
    const actor = this.#actors.get(incarnation);
    if (actor === undefined) return;
    const atMs = this.#inOrder(this.#lastCommandMs, incarnation, this.#nowMs);
    actor.scheduleAt(atMs, what, () => run(actor));
  }

  /** From a container to the supervisor, in order. What a terminated one still says is dropped by the supervisor. */
  #report(actor: SimulatedActor, run: () => void): void {
    const atMs = this.#inOrder(this.#lastReportMs, actor.incarnation, actor.nowMs);
    this.at(atMs, `${actor.container} to the supervisor`, run);
  }

  #inOrder(last: Map<Incarnation, number>, incarnation: Incarnation, fromMs: number): number {
    const atMs = Math.max(last.get(incarnation) ?? 0, fromMs + this.rng.between(CONTROL_MS.low, CONTROL_MS.high));
    last.set(incarnation, atMs);
    return atMs;
  }
}
