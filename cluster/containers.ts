// The table of the playground's containers, each of them a Java process on this machine: what Docker is to the Operations Playground.
import { ensureExists } from "../src/base/assert.ts";
import { okResult, type Result } from "../src/base/result.ts";
import {
  type AfterStop,
  type FleetCommand,
  type FleetStep,
  inFleetOrder,
  planFleet,
  type Refusal,
  STOP_GRACE_MS,
} from "../src/engine/supervisor/container-fleet.ts";
import { type ContainerView, type Service, SERVICES, viewContainer } from "../src/engine/supervisor/container-table.ts";

/** What is needed of a process: `Jvm` is one. */
export interface ContainerProcess {
  /** Its exit code, as Docker would show it. */
  readonly ended: Promise<number>;
  /** Without a goodbye. Resolves when it is gone. */
  kill(): Promise<void>;
  /** With one, and without if that takes too long. */
  stop(graceMs: number): Promise<void>;
}

/** A process that plays a container. */
export interface Incarnation {
  readonly jvm: ContainerProcess;
  readonly command: string;
  /** As `docker ps` shows them. */
  readonly ports: readonly string[];
  readonly taskManagerId?: string;
}

/** Starts a process for a container. */
export type Starter = (service: Service, name: string) => Promise<Incarnation>;

interface Life extends Incarnation {
  /** Epoch ms. */
  readonly startedAt: number;
  /**
   * What its end will be: `killed` by us, or after a clean stop one of the other two. Undefined
   * while it should run.
   */
  ending: "killed" | AfterStop | undefined;
}

interface Container {
  readonly name: string;
  readonly service: Service;
  command: string;
  life: Life | undefined;
  exitCode: number | undefined;
}

type Outcome = Result<undefined, Refusal>;

/** The containers of one cluster. Calls take effect one after the other. */
export class Containers {
  readonly #start: Starter;
  readonly #onCrash: (name: string, exitCode: number) => void;
  readonly #containers = new Map<string, Container>();
  #turn: Promise<unknown> = Promise.resolve();

  /** `onCrash` is called for a container that ended unexpectedly. */
  constructor(start: Starter, onCrash: (name: string, exitCode: number) => void) {
    this.#start = start;
    this.#onCrash = onCrash;
  }

  /** The table, TaskManagers in the order of their numbers. */
  list(): readonly ContainerView[] {
    return inFleetOrder(this.#containers.values()).map(viewContainer);
  }

  /** Whether a process plays that container now. */
  isRunning(name: string): boolean {
    return this.#containers.get(name)?.life !== undefined;
  }

  /** Makes a container and starts it. Rejects if its process cannot be started. */
  add(service: Service, name: string): Promise<void> {
    return this.#inTurn(() => this.#add(service, name));
  }

  /** SIGKILL: exit code 137. Resolves when it is gone. */
  kill(name: string): Promise<Outcome> {
    return this.command({ kind: "kill", container: name });
  }

  /** A new incarnation of one that has exited. */
  start(name: string): Promise<Outcome> {
    return this.command({ kind: "start", container: name });
  }

  /** Carries out what {@link planFleet} decides; resolves when it is done. Rejects if a process cannot be started. */
  command(command: FleetCommand): Promise<Outcome> {
    return this.#inTurn(async () => {
      const members = Array.from(this.#containers.values(), ({ name, service, life }) => {
        const afterStop = life?.ending === "killed" ? undefined : life?.ending;
        return { name, service, isRunning: life !== undefined, afterStop };
      });
      const plan = planFleet(members, command, SERVICES);
      if (!plan.ok) return plan;
      if (command.kind === "scale") {
        // One after the other: each new JVM takes a small machine for seconds.
        for (const step of plan.value) await this.#carryOut(step);
      } else {
        await Promise.all(plan.value.map((step) => this.#carryOut(step)));
      }
      return okResult(undefined);
    });
  }

  /** Kills all and forgets them. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      await Promise.all(Array.from(this.#containers.values(), end));
      this.#containers.clear();
    });
  }

  async #add(service: Service, name: string): Promise<void> {
    const container: Container = { name, service, command: "", life: undefined, exitCode: undefined };
    this.#containers.set(name, container);
    await this.#run(container);
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(action);
    // Who asked hears of the error; the next has its turn all the same.
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #carryOut({ action, name }: FleetStep): Promise<void> {
    if (action === "create") {
      await this.#add("taskmanager", name);
      return;
    }
    const container = ensureExists(this.#containers.get(name), `the container ${name}`);
    switch (action) {
      case "kill":
        await end(container);
        break;
      case "start":
        await this.#run(container);
        break;
      case "stop":
        this.#shutDown(container);
        break;
      case "start-after-stop":
        // It may have ended since the plan was made.
        if (container.life === undefined) await this.#run(container);
        else container.life.ending = "then-start";
        break;
    }
  }

  async #run(container: Container): Promise<void> {
    const incarnation = await this.#start(container.service, container.name);
    const life: Life = { ...incarnation, startedAt: Date.now(), ending: undefined };
    container.command = incarnation.command;
    container.life = life;
    container.exitCode = undefined;
    void incarnation.jvm.ended.then((exitCode) => this.#afterEnd(container, life, exitCode));
  }

  #afterEnd(container: Container, life: Life, exitCode: number): void {
    container.life = undefined;
    container.exitCode = exitCode;
    if (life.ending === undefined) this.#onCrash(container.name, exitCode);
    if (life.ending !== "then-start") return;
    this.#inTurn(async () => {
      if (container.life === undefined && this.#containers.has(container.name)) await this.#run(container);
    }).catch(() => this.#onCrash(container.name, exitCode));
  }

  #shutDown(container: Container): void {
    const { life } = container;
    // It may have ended since the plan was made.
    if (life === undefined) return;
    const isUnderWay = life.ending !== undefined;
    life.ending = "then-stay";
    if (!isUnderWay) void life.jvm.stop(STOP_GRACE_MS);
  }
}

async function end({ life }: Container): Promise<void> {
  if (life === undefined) return;
  // Whatever a clean stop under way had in mind: it is dead now.
  life.ending = "killed";
  await life.jvm.kill();
}
