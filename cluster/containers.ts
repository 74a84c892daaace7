// The table of the playground's containers, each of them a Java process on this machine: what Docker is to the Operations Playground.
import { ensureExists } from "../src/base/assert.ts";
import { okResult, type Result } from "../src/base/result.ts";
import { type ContainerView, type Service, SERVICES, taskManagerNumber } from "../src/engine/supervisor/container-table.ts";
import type { Refusal } from "../src/engine/supervisor/supervisor.ts";

/** How long a clean stop may take before it becomes a kill, as `docker stop` has it. */
const STOP_GRACE_MS = 10_000;

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
  /** What its end will be: `killed` by us, or after a clean stop one of the other two. Undefined: nobody wants it to end. */
  ending: "killed" | "then-stay" | "then-start" | undefined;
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

  /** `onCrash` is told of a container that ended although nobody here ended it. */
  constructor(start: Starter, onCrash: (name: string, exitCode: number) => void) {
    this.#start = start;
    this.#onCrash = onCrash;
  }

  /** The table, TaskManagers in the order of their numbers. */
  list(): readonly ContainerView[] {
    return SERVICES.flatMap((service) => this.#ofService(service)).map(view);
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
    return this.#inTurn(async () => {
      const container = this.#containers.get(name);
      if (container === undefined) return refuse(404, `NotFound: no such container: ${name}`);
      if (container.life === undefined) return refuse(409, `Conflict: container ${name} is not running`);
      await end(container);
      return okResult(undefined);
    });
  }

  /** A new incarnation of one that has exited. */
  start(name: string): Promise<Outcome> {
    return this.#inTurn(async () => {
      const container = this.#containers.get(name);
      if (container === undefined) return refuse(404, `NotFound: no such container: ${name}`);
      if (container.life !== undefined) return refuse(409, `Conflict: container ${name} is already running`);
      await this.#run(container);
      return okResult(undefined);
    });
  }

  /** Kills all that run of a service. */
  killService(name: string): Promise<Outcome> {
    return this.#eachOfService(name, "running", (container) => container.life !== undefined, end);
  }

  /** Starts all that have exited of a service. */
  startService(name: string): Promise<Outcome> {
    return this.#eachOfService(
      name,
      "exited",
      (container) => container.life === undefined,
      (container) => this.#run(container),
    );
  }

  /** Brings the number of running TaskManagers to `replicas`: exited ones start before new ones are made, the highest numbers stop first. */
  scale(name: string, replicas: number): Promise<Outcome> {
    return this.#inTurn(async () => {
      const service = serviceOf(name);
      if (!service.ok) return service;
      if (service.value !== "taskmanager") return refuse(409, `Conflict: service ${name} cannot be scaled`);
      const all = this.#ofService("taskmanager");
      const staying = all.filter(({ life }) => life !== undefined && life.ending !== "then-stay");
      for (const container of staying.slice(replicas).toReversed()) this.#shutDown(container);
      let missing = replicas - staying.length;
      for (const container of all) {
        if (missing <= 0) break;
        if (staying.includes(container)) continue;
        if (container.life === undefined) await this.#run(container);
        else container.life.ending = "then-start";
        missing--;
      }
      for (let number = all.length + 1; missing > 0; number++, missing--) await this.#add("taskmanager", `taskmanager-${String(number)}`);
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

  #ofService(service: Service): Container[] {
    const containers = [...this.#containers.values()].filter((container) => container.service === service);
    if (service !== "taskmanager") return containers;
    return containers.toSorted((a, b) => taskManagerNumber(a.name) - taskManagerNumber(b.name));
  }

  #eachOfService(
    name: string,
    wanted: string,
    isMeant: (container: Container) => boolean,
    act: (container: Container) => Promise<void>,
  ): Promise<Outcome> {
    return this.#inTurn(async () => {
      const service = serviceOf(name);
      if (!service.ok) return service;
      const meant = this.#ofService(service.value).filter(isMeant);
      if (meant.length === 0) return refuse(409, `Conflict: no container of service ${name} is ${wanted}`);
      await Promise.all(meant.map(act));
      return okResult(undefined);
    });
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
    const life = ensureExists(container.life, `the life of ${container.name}`);
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

function serviceOf(name: string): Result<Service, Refusal> {
  const service = SERVICES.find((known) => known === name);
  return service === undefined ? refuse(404, `NotFound: no such service: ${name}`) : okResult(service);
}

function refuse(status: Refusal["status"], message: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: { status, message } };
}

function view({ name, service, command, life, exitCode }: Container): ContainerView {
  return {
    name,
    service,
    state: life === undefined ? "exited" : "running",
    exitCode: life === undefined ? (exitCode ?? null) : null,
    command,
    ports: life?.ports ?? [],
    startedAt: life?.startedAt ?? null,
    taskManagerId: life?.taskManagerId ?? null,
  };
}
