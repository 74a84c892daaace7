import type { SeededRng } from "../../base/seeded-rng.ts";
import { type Phase, PhaseTracker } from "./phases.ts";
import type { SimulatedActor } from "./simulated-actor.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";

/** A kill of one TaskManager. */
export interface Kill {
  /** Strikes when a TaskManager is in this phase; undefined: at once. */
  readonly phase?: Phase | undefined;
  /** How many steps of a TaskManager in that phase pass first. */
  readonly afterSteps: number;
  /** At this host call of the step, so in the middle of it; undefined: before the step. */
  readonly calls?: number | undefined;
  /** How long the TaskManager stays away, ms. */
  readonly startAfterMs: number;
}

/** What waits for a TaskManager in a phase. */
interface Armed {
  readonly phase: Phase;
  stepsLeft: number;
  readonly strike: (actor: SimulatedActor) => void;
}

/** A kill that waits for its phase strikes anywhere after this time, ms. */
const AIM_FOR_MS = 6_000;

/**
 * Kills TaskManagers, at once or as soon as one is in the phase that the kill is aimed at, and
 * notes where each kill struck.
 */
export class Kills {
  readonly #cluster: SimulatedCluster;
  readonly #phases: PhaseTracker;
  readonly #note: (what: string) => void;
  #armed: Armed[] = [];
  /** How long TaskManagers that die in the middle of a step stay away, ms. */
  readonly #startAfterMs = new Map<string, number>();

  constructor(cluster: SimulatedCluster, note: (what: string) => void) {
    this.#cluster = cluster;
    this.#note = note;
    const { simulation } = cluster;
    this.#phases = new PhaseTracker(simulation);
    simulation.onDied = (actor) => this.kill(actor, this.#startAfterMs.get(actor.container) ?? 0, "in the middle of a step");
  }

  /** How often a producer has had to wait because the topic was full. */
  get producersHeldUp(): number {
    return this.#phases.producersHeldUp;
  }

  /** Whether the TaskManager is in that phase now. */
  isIn(actor: SimulatedActor, phase: Phase): boolean {
    return this.#phases.phasesOf(actor).has(phase);
  }

  /** Kills a TaskManager as `kill` says; `rng` chooses it where the phase does not. */
  aim(kill: Kill, rng: SeededRng): void {
    const { phase } = kill;
    if (phase === undefined) {
      this.#strikeAnywhere((actor) => this.#strike(actor, kill), rng);
      return;
    }
    this.aimAt(phase, kill.afterSteps, AIM_FOR_MS, (actor) => this.#strike(actor, kill), rng);
  }

  /**
   * Calls `strike` when a TaskManager has been in `phase` for so many steps. After `aimForMs` without one it strikes any of those that have tasks,
   * chosen by `rng`.
   */
  aimAt(phase: Phase, afterSteps: number, aimForMs: number, strike: (actor: SimulatedActor) => void, rng: SeededRng): void {
    const armed: Armed = { phase, stepsLeft: afterSteps, strike };
    this.#arm([...this.#armed, armed]);
    this.#later(aimForMs, () => {
      if (!this.#armed.includes(armed)) return;
      this.#arm(this.#armed.filter((other) => other !== armed));
      this.#strikeAnywhere(strike, rng);
    });
  }

  /** Forgets whatever still waits for its phase. */
  disarm(): void {
    this.#arm([]);
  }

  /** Kills one of the TaskManagers that have tasks after `afterMs`; it comes back `startAfterMs` later. */
  killSoon(afterMs: number, startAfterMs: number, how: string, rng: SeededRng): void {
    this.#later(afterMs, () => {
      const actor = rng.pick(this.#withTasks());
      if (actor !== undefined) this.kill(actor, startAfterMs, how);
    });
  }

  /** Kills this TaskManager at once. `how`: for the coverage. */
  kill(actor: SimulatedActor, startAfterMs: number, how: string): void {
    const { supervisor } = this.#cluster;
    const phases = this.#phases.phasesOf(actor);
    if (!supervisor.kill(actor.container).ok) return;
    this.#note("kill");
    this.#note(`kill ${how}`);
    for (const phase of phases) this.#note(`kill while ${phase}`);
    this.#later(startAfterMs, () => supervisor.start(actor.container));
  }

  /** Looks at each step only while something waits: most steps of a run have nothing to look for. */
  #arm(armed: Armed[]): void {
    this.#armed = armed;
    this.#cluster.simulation.onStep = armed.length === 0 ? undefined : (actor) => this.#beforeStep(actor);
  }

  #strikeAnywhere(strike: Armed["strike"], rng: SeededRng): void {
    const withTasks = this.#withTasks();
    const actor = rng.pick(withTasks.length > 0 ? withTasks : this.#taskManagers());
    if (actor !== undefined) strike(actor);
  }

  #beforeStep(actor: SimulatedActor): void {
    if (!actor.container.startsWith("taskmanager-")) return;
    const phases = this.#phases.phasesOf(actor);
    const due = this.#armed.find((armed) => phases.has(armed.phase) && armed.stepsLeft-- <= 0);
    if (due === undefined) return;
    this.#arm(this.#armed.filter((other) => other !== due));
    due.strike(actor);
  }

  #strike(actor: SimulatedActor, kill: Kill): void {
    if (kill.calls === undefined) {
      this.kill(actor, kill.startAfterMs, "between two steps");
      return;
    }
    this.#startAfterMs.set(actor.container, kill.startAfterMs);
    actor.dieAfterCalls(kill.calls);
  }

  #withTasks(): SimulatedActor[] {
    return this.#taskManagers().filter((actor) => !this.#phases.phasesOf(actor).has("idle"));
  }

  #taskManagers(): SimulatedActor[] {
    return this.#cluster.liveActors().filter((actor) => actor.container.startsWith("taskmanager-"));
  }

  #later(delayMs: number, run: () => void): void {
    const { simulation } = this.#cluster;
    simulation.at(simulation.nowMs + delayMs, "kill or restart", run);
  }
}
