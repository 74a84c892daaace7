// Does to the cluster what the schedule says, and notes where it struck.

import { assert, assertUnreachable } from "../../base/assert.ts";
import { SeededRng } from "../../base/seeded-rng.ts";
import { clickEventCount, parseClickEventCountArguments } from "../graph/click-event-count.ts";
import { type Phase, PhaseTracker } from "./phases.ts";
import type { Disturbance, Schedule } from "./schedule.ts";
import type { SimulatedActor } from "./simulated-actor.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";

type Kill = Extract<Disturbance, { type: "kill" }>;

interface ArmedKill {
  readonly kill: Kill & { readonly phase: Phase };
  stepsLeft: number;
}

/** A kill that waits for its phase strikes anywhere after this time, ms. */
const AIM_FOR_MS = 6_000;

/** How often each kind of disturbance came, and each phase was struck by a kill. */
export type Coverage = Record<string, number>;

/** See the top of the file. */
export class Disturber {
  readonly coverage: Coverage = {};
  readonly #cluster: SimulatedCluster;
  readonly #schedule: Schedule;
  readonly #rng: SeededRng;
  readonly #phases: PhaseTracker;
  /** Vertex ids by what the schedule calls them. */
  readonly #vertexIds = clickEventCountVertices();
  #armed: ArmedKill[] = [];
  /** When each TaskManager that a kill has armed in the middle of a step comes back, ms after its death. */
  readonly #startAfterMs = new Map<string, number>();

  constructor(cluster: SimulatedCluster, schedule: Schedule, seed: number) {
    this.#cluster = cluster;
    this.#schedule = schedule;
    this.#rng = new SeededRng(seed, 4);
    const { simulation } = cluster;
    this.#phases = new PhaseTracker(simulation);
    simulation.onStep = (actor) => this.#beforeStep(actor);
    simulation.onDied = (actor) => this.#kill(actor, this.#startAfterMs.get(actor.container) ?? 0, "in the middle of a step");
    for (const disturbance of schedule.disturbances) {
      simulation.at(disturbance.atMs, disturbance.type, () => this.#disturb(disturbance));
    }
  }

  /** How often a producer has had to wait because the topic was full. */
  get producersHeldUp(): number {
    return this.#phases.producersHeldUp;
  }

  /** Kills one of the TaskManagers that have tasks after `afterMs`; it comes back `startAfterMs` later. */
  killSoon(afterMs: number, startAfterMs: number): void {
    this.#later(afterMs, () => {
      const busy = this.#taskManagers().filter((actor) => !this.#phases.phasesOf(actor).has("idle"));
      const actor = this.#rng.pick(busy);
      if (actor !== undefined) this.#kill(actor, startAfterMs, "after a stop was asked for");
    });
  }

  /** From now on nothing is disturbed, and everything that was killed or stopped runs again. */
  calmDown(): void {
    const { simulation, supervisor } = this.#cluster;
    this.#armed = [];
    simulation.onStep = undefined;
    this.#resetWeather();
    supervisor.scale("taskmanager", this.#schedule.cluster.taskManagers ?? 1);
    this.#setRate(this.#schedule.recordsPerSecond);
    for (const actor of this.#live()) actor.stepMs = CALM_STEP_MS;
  }

  #disturb(disturbance: Disturbance): void {
    const { simulation, supervisor } = this.#cluster;
    switch (disturbance.type) {
      case "kill":
        this.#aim(disturbance);
        return;
      case "kill-all":
        for (const actor of this.#taskManagers()) this.#kill(actor, disturbance.startAfterMs * this.#rng.next(), "with all others");
        return;
      case "scale":
        this.#note("scale");
        supervisor.scale("taskmanager", disturbance.replicas);
        this.#later(disturbance.backAfterMs, () => supervisor.scale("taskmanager", this.#schedule.cluster.taskManagers ?? 1));
        return;
      case "throw":
        this.#note(`throw in the ${disturbance.vertex}`);
        this.#cluster.post("POST", "/playground/faults", {
          kind: "throw",
          vertex: this.#vertexIds.get(disturbance.vertex),
          times: disturbance.times,
        });
        return;
      case "stall": {
        this.#note(`stall of a ${disturbance.who}`);
        const actor = disturbance.who === "taskmanager" ? this.#rng.pick(this.#taskManagers()) : simulation.actor(disturbance.who);
        if (actor !== undefined) simulation.stall(actor, disturbance.durationMs);
        return;
      }
      case "hang": {
        this.#note("hanging taskmanager");
        const actor = this.#rng.pick(this.#taskManagers());
        if (actor !== undefined) simulation.stall(actor, disturbance.durationMs);
        return;
      }
      case "stall-link": {
        this.#note("stall of a split");
        const actor = this.#rng.pick(this.#taskManagers());
        if (actor !== undefined) simulation.stallLinks(actor.container, "kafka", disturbance.durationMs);
        return;
      }
      case "slow": {
        this.#note("slow actor");
        const actor = this.#rng.pick(this.#live());
        if (actor === undefined) return;
        actor.stepMs = disturbance.stepMs;
        this.#later(disturbance.durationMs, () => (actor.stepMs = CALM_STEP_MS));
        return;
      }
      case "slow-messages":
        this.#note("slow messages");
        simulation.weather.slowMessageProbability = disturbance.probability;
        simulation.weather.slowMessageMs = disturbance.upToMs;
        this.#later(disturbance.durationMs, () => this.#resetWeather());
        return;
      case "storage":
        this.#note("storage errors");
        simulation.weather.storage.errorProbability = disturbance.errorProbability;
        simulation.weather.storage.latencyMs = { low: 0.1, high: disturbance.latencyMs };
        this.#later(disturbance.durationMs, () => this.#resetWeather());
        return;
      case "rate":
        this.#note("change of rate");
        this.#setRate(disturbance.recordsPerSecond);
        this.#later(disturbance.durationMs, () => this.#setRate(this.#schedule.recordsPerSecond));
        return;
      default:
        assertUnreachable(disturbance);
    }
  }

  #aim(kill: Kill): void {
    const { phase } = kill;
    if (phase === undefined) {
      this.#strikeAnywhere(kill);
      return;
    }
    const armed: ArmedKill = { kill: { ...kill, phase }, stepsLeft: kill.afterSteps };
    this.#armed.push(armed);
    this.#later(AIM_FOR_MS, () => {
      if (!this.#armed.includes(armed)) return;
      this.#armed = this.#armed.filter((other) => other !== armed);
      this.#strikeAnywhere(kill);
    });
  }

  #strikeAnywhere(kill: Kill): void {
    const all = this.#taskManagers();
    const withTasks = all.filter((actor) => !this.#phases.phasesOf(actor).has("idle"));
    const actor = this.#rng.pick(withTasks.length > 0 ? withTasks : all);
    if (actor !== undefined) this.#strike(actor, kill);
  }

  #beforeStep(actor: SimulatedActor): void {
    if (this.#armed.length === 0 || !actor.container.startsWith("taskmanager-")) return;
    const phases = this.#phases.phasesOf(actor);
    const due = this.#armed.find((armed) => phases.has(armed.kill.phase) && armed.stepsLeft-- <= 0);
    if (due === undefined) return;
    this.#armed = this.#armed.filter((other) => other !== due);
    this.#strike(actor, due.kill);
  }

  #strike(actor: SimulatedActor, kill: Kill): void {
    if (kill.calls === undefined) {
      this.#kill(actor, kill.startAfterMs, "between two steps");
      return;
    }
    this.#startAfterMs.set(actor.container, kill.startAfterMs);
    actor.dieAfterCalls(kill.calls);
  }

  #kill(actor: SimulatedActor, startAfterMs: number, how: string): void {
    const { supervisor } = this.#cluster;
    const phases = this.#phases.phasesOf(actor);
    if (!supervisor.kill(actor.container).ok) return;
    this.#note("kill");
    this.#note(`kill ${how}`);
    for (const phase of phases) this.#note(`kill while ${phase}`);
    this.#later(startAfterMs, () => supervisor.start(actor.container));
  }

  #setRate(recordsPerSecond: number): void {
    this.#cluster.post("PATCH", "/playground/generator", { recordsPerSecond });
  }

  #resetWeather(): void {
    const { weather } = this.#cluster.simulation;
    weather.slowMessageProbability = 0.01;
    weather.slowMessageMs = 50;
    weather.storage.errorProbability = 0;
    weather.storage.latencyMs = { low: 0.1, high: 10 };
  }

  #taskManagers(): SimulatedActor[] {
    return this.#live().filter((actor) => actor.container.startsWith("taskmanager-"));
  }

  #live(): SimulatedActor[] {
    const { simulation, supervisor } = this.#cluster;
    return supervisor
      .containers()
      .map(({ name }) => simulation.actor(name))
      .filter((actor) => actor !== undefined);
  }

  #later(delayMs: number, run: () => void): void {
    const { simulation } = this.#cluster;
    simulation.at(simulation.nowMs + delayMs, "disturbance over", run);
  }

  #note(what: string): void {
    this.coverage[what] = (this.coverage[what] ?? 0) + 1;
  }
}

const CALM_STEP_MS = 0.01;

/** The ids follow from the uids, so that nothing has to be asked before the first disturbance. */
function clickEventCountVertices(): Map<string, string> {
  const options = parseClickEventCountArguments([]);
  assert(options.ok, "no arguments are right arguments");
  const { vertices } = clickEventCount(options.value, {
    jobId: "",
    slotSharingGroupId: "",
    parallelism: 1,
    checkpoints: { timeoutMs: 0, minPauseMs: 0, tolerableFailures: 0, retention: "NO_EXTERNALIZED_CHECKPOINTS", numRetained: 1 },
    bufferTimeoutMs: 0,
    autoWatermarkIntervalMs: 0,
  });
  return new Map(vertices.map(({ id, operator }) => [NAMES[operator.kind], id]));
}

const NAMES = {
  source: "source",
  "slow-map": "slow",
  "window-count": "counter",
  "sink-writer": "writer",
  "sink-committer": "committer",
} as const;
