// The table of the playground's containers. Each is a Java process on this machine. This file has
// the role of Docker in the Operations Playground.
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

/** The required part of a process, implemented by `Jvm`. */
export interface ContainerProcess {
  /** Its exit code, as Docker would show it. */
  readonly ended: Promise<number>;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(): Promise<void>;
  /** Sends SIGTERM, then SIGKILL if it takes too long. */
  stop(graceMs: number): Promise<void>;
}

/** The process of a container. */
export interface Incarnation {
  readonly jvm: ContainerProcess;
  readonly command: string;
  /** As in `docker ps`. */
  readonly ports: readonly string[];
  readonly taskManagerId?: string;
}

/** Starts a process for a container. */
export type Starter = (service: Service, name: string) => Promise<Incarnation>;

interface Life extends Incarnation {
  /** Epoch ms. */
  readonly startedAt: number;
  /**
   * The expected end: `killed`, or after a clean stop one of the other two. Undefined while it
   * should run.
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

/** The containers of one cluster. Calls are executed one after the other. */
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

  /** The containers, TaskManagers by number. */
  list(): readonly ContainerView[] {
    return inFleetOrder(this.#containers.values()).map(viewContainer);
  }

  /** Whether a process runs for that container. */
  isRunning(name: string): boolean {
    return this.#containers.get(name)?.life !== undefined;
  }

  /** Creates a container and starts it. Rejects if its process cannot be started. */
  add(service: Service, name: string): Promise<void> {
    return this.#inTurn(() => this.#add(service, name));
  }

  /** SIGKILL: exit code 137. Resolves when it has ended. */
  kill(name: string): Promise<Outcome> {
    return this.command({ kind: "kill", container: name });
  }

  /** Starts a new incarnation of a container that has exited. */
  start(name: string): Promise<Outcome> {
    return this.command({ kind: "start", container: name });
  }

  /**
   * Executes the plan of {@link planFleet}. Resolves when it is done. Rejects if a process cannot
   * be started.
   */
  command(command: FleetCommand): Promise<Outcome> {
    return this.#inTurn(async () => {
      const members = Array.from(this.#containers.values(), ({ name, service, life }) => {
        const afterStop = life?.ending === "killed" ? undefined : life?.ending;
        return { name, service, isRunning: life !== undefined, afterStop };
      });
      const plan = planFleet(members, command, SERVICES);
      if (!plan.ok) return plan;
      if (command.kind === "scale") {
        // One after the other, because a new JVM keeps a small machine busy for seconds.
        for (const step of plan.value) await this.#carryOut(step);
      } else {
        await Promise.all(plan.value.map((step) => this.#carryOut(step)));
      }
      return okResult(undefined);
    });
  }

  /** Kills all processes and forgets them. */
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
    // The caller receives the error. The next call runs regardless.
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
        // The process may have ended since the plan was made.
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
    // The process may have ended since the plan was made.
    if (life === undefined) return;
    const isUnderWay = life.ending !== undefined;
    life.ending = "then-stay";
    if (!isUnderWay) void life.jvm.stop(STOP_GRACE_MS);
  }
}

async function end({ life }: Container): Promise<void> {
  if (life === undefined) return;
  // A clean stop in progress no longer matters, because the process has been killed.
  life.ending = "killed";
  await life.jvm.kill();
}
