// What the Docker daemon is to the Operations Playground: it starts and ends containers, keeps the table of links between them, and hands
// requests to whoever answers them. It knows no platform (ContainerRuntime) and nothing of what the containers do.
//
// The order of a kill, the same on every platform:
//   1. every survivor's host closes its end, so that nothing of the dead arrives later;
//   2. `data` links report a reset at once;
//   3. `rpc` links stay silent until the next send;
//   4. the thread is terminated.
// A container that hangs is not noticed here. Only the heartbeats of those who wait for it find that out.

import { ensureExists } from "../../base/assert.ts";
import { okResult, type Result } from "../../base/result.ts";
import type { Clock, EngineRequest, EngineResponse, Rng, Timer } from "../host.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import { commandOf, identify, mainOf } from "./cluster-plan.ts";
import { type ContainerRecord, type ContainerView, type Service, SERVICES, taskManagerNumber, viewContainer } from "./container-table.ts";
import type { ContainerEvents, ContainerRuntime, Incarnation, OutgoingLink } from "./container-runtime.ts";
import { createLinkTable, type LinkTable } from "./link-table.ts";
import type { MemoryStorage } from "./memory-storage.ts";
import { createPendingRequests, type PendingRequests } from "./pending-requests.ts";
import { containerUnavailable, noLeader } from "../responses.ts";

/** 128 + SIGKILL. */
const KILLED_EXIT_CODE = 137;
/** 128 + SIGTERM. */
const STOPPED_EXIT_CODE = 143;
/** Flink: FatalExitExceptionHandler ends the process with -17, an uncaught error. */
const CRASHED_EXIT_CODE = 239;

/** How long a clean stop may take before it becomes a kill, as `docker stop` has it. */
const STOP_GRACE_MS = 10_000;

/** Services that can be killed and started by hand. The others follow with the loss of the JobManager. */
const RESTARTABLE: readonly Service[] = ["taskmanager"];

/** What the supervisor needs of the world. */
export interface SupervisorArgs<End> {
  readonly clock: Clock;
  readonly rng: Rng;
  setTimer(delayMs: number, callback: () => void): Timer;
  /** Checkpoints and savepoints; emptied by a reset. */
  readonly storage: MemoryStorage;
  readonly options: ClusterOptions;
  /** Makes the platform, given who listens to it. */
  connectRuntime(events: ContainerEvents<End>): ContainerRuntime<End>;
  /** Told when a container ends by an error of its own, with the error's text. */
  onCrash?(container: string, reason: string): void;
}

/** Why a call on a container was refused. */
export interface Refusal {
  readonly status: 400 | 404 | 409;
  readonly message: string;
}

type Outcome = Result<undefined, Refusal>;

/** The supervisor of one cluster. `boot` starts it; nothing else runs before. */
export class Supervisor<End> {
  readonly #args: SupervisorArgs<End>;
  readonly #runtime: ContainerRuntime<End>;
  readonly #containers = new Map<string, ContainerRecord>();
  readonly #byIncarnation = new Map<Incarnation, ContainerRecord>();
  readonly #requests: PendingRequests;
  #links: LinkTable = createLinkTable();
  #incarnations = 0;

  constructor(args: SupervisorArgs<End>) {
    this.#args = args;
    this.#requests = createPendingRequests((delayMs, callback) => args.setTimer(delayMs, callback), unavailable);
    this.#runtime = args.connectRuntime({
      onConnect: (incarnation, link) => {
        this.#connect(incarnation, link);
      },
      onLinkClosed: (incarnation, linkId) => {
        this.#links.close(linkId, incarnation);
      },
      onResponse: (incarnation, requestId, response) => {
        this.#requests.answer(incarnation, requestId, response);
      },
      onStopped: (incarnation) => {
        this.#afterStop(incarnation);
      },
      onCrashed: (incarnation, reason) => {
        this.#afterCrash(incarnation, reason);
      },
    });
  }

  /** Starts the cluster as its options describe it. */
  boot(): void {
    const { taskManagers } = this.#args.options;
    for (const service of SERVICES) {
      if (service !== "taskmanager") this.#start(this.#add(service, service));
      else for (let number = 1; number <= taskManagers; number++) this.#start(this.#addTaskManager(number));
    }
  }

  /** Ends every container without a goodbye. Nothing runs afterwards until `boot`. */
  stop(): void {
    for (const record of this.#containers.values()) {
      if (record.life === undefined) continue;
      this.#runtime.terminate(record.life.incarnation);
      this.#requests.giveUp(record.life.incarnation, "the cluster was stopped");
      // A grace period that still runs must find nothing to end.
      record.life = undefined;
    }
    this.#containers.clear();
    this.#byIncarnation.clear();
    this.#links = createLinkTable();
  }

  /** As `docker compose down -v` and `up -d`: all data gone, everything anew. */
  reset(): void {
    this.stop();
    this.#args.storage.delete("");
    this.boot();
  }

  /** The table, TaskManagers in the order of their numbers. */
  containers(): readonly ContainerView[] {
    return SERVICES.flatMap((service) => this.#ofService(service)).map(viewContainer);
  }

  /** No goodbye: exit code 137. */
  kill(name: string): Outcome {
    const found = this.#find(name);
    if (!found.ok) return found;
    if (found.value.life === undefined) return refuse(409, `Conflict: container ${name} is not running`);
    // Whatever a clean stop under way had in mind: it is dead now.
    found.value.life.stopping = undefined;
    this.#end(found.value, KILLED_EXIT_CODE, "it was killed");
    return okResult(undefined);
  }

  /** A new incarnation of one that has exited. */
  start(name: string): Outcome {
    const found = this.#find(name);
    if (!found.ok) return found;
    if (found.value.life !== undefined) return refuse(409, `Conflict: container ${name} is already running`);
    this.#start(found.value);
    return okResult(undefined);
  }

  /** Kills all that run of a service. */
  killService(name: string): Outcome {
    return this.#eachOfService(
      name,
      "running",
      (record) => record.life !== undefined,
      (record) => this.kill(record.name),
    );
  }

  /** Starts all that have exited of a service. */
  startService(name: string): Outcome {
    return this.#eachOfService(
      name,
      "exited",
      (record) => record.life === undefined,
      (record) => this.start(record.name),
    );
  }

  /** Brings the number of running TaskManagers to `replicas`: exited ones start before new ones are made, the highest numbers stop first. */
  scale(name: string, replicas: number): Outcome {
    const service = this.#service(name);
    if (!service.ok) return service;
    if (service.value !== "taskmanager") return refuse(409, `Conflict: service ${name} cannot be scaled`);
    const all = this.#ofService("taskmanager");
    const staying = all.filter((record) => record.life !== undefined && record.life.stopping !== "then-stay");
    for (const record of staying.slice(replicas).toReversed()) this.#shutDown(record);
    let missing = replicas - staying.length;
    for (const record of all) {
      if (missing <= 0) break;
      if (staying.includes(record)) continue;
      if (record.life === undefined) this.#start(record);
      else record.life.stopping = "then-start";
      missing--;
    }
    for (let number = all.length + 1; missing > 0; number++, missing--) this.#start(this.#addTaskManager(number));
    return okResult(undefined);
  }

  /** Asks a container. Always resolves: 503 if it does not run, dies meanwhile, or lets the deadline pass, and when `signal` aborts. */
  ask(name: string, request: EngineRequest, signal?: AbortSignal): Promise<EngineResponse> {
    const life = this.#containers.get(name)?.life;
    if (life === undefined) return Promise.resolve(unavailable(name, "it is not running"));
    const send = (requestId: number) => this.#runtime.request(life.incarnation, requestId, request);
    return this.#requests.ask(life.incarnation, name, send, signal);
  }

  #add(name: string, service: Service): ContainerRecord {
    const command = commandOf(service);
    const record: ContainerRecord = { name, service, command, life: undefined, exitCode: undefined };
    this.#containers.set(name, record);
    return record;
  }

  #addTaskManager(number: number): ContainerRecord {
    return this.#add(`taskmanager-${String(number)}`, "taskmanager");
  }

  #ofService(service: Service): ContainerRecord[] {
    const records = [...this.#containers.values()].filter((record) => record.service === service);
    if (service !== "taskmanager") return records;
    return records.toSorted((a, b) => taskManagerNumber(a.name) - taskManagerNumber(b.name));
  }

  #service(name: string): Result<Service, Refusal> {
    const service = SERVICES.find((known) => known === name);
    return service === undefined ? refuse(404, `NotFound: no such service: ${name}`) : okResult(service);
  }

  #find(name: string): Result<ContainerRecord, Refusal> {
    const record = this.#containers.get(name);
    if (record === undefined) return refuse(404, `NotFound: no such container: ${name}`);
    return isRestartable(record.service) ? okResult(record) : refuse(409, cannotRestart(record.service));
  }

  #eachOfService(
    name: string,
    wanted: string,
    isMeant: (record: ContainerRecord) => boolean,
    act: (record: ContainerRecord) => Outcome,
  ): Outcome {
    const service = this.#service(name);
    if (!service.ok) return service;
    if (!isRestartable(service.value)) return refuse(409, cannotRestart(service.value));
    const meant = this.#ofService(service.value).filter(isMeant);
    if (meant.length === 0) return refuse(409, `Conflict: no container of service ${name} is ${wanted}`);
    for (const record of meant) act(record);
    return okResult(undefined);
  }

  #start(record: ContainerRecord): void {
    const incarnation = ++this.#incarnations;
    const identity = identify(record.service, record.name, this.#args.rng);
    record.life = {
      incarnation,
      startedAt: this.#args.clock.now(),
      ports: identity.ports,
      taskManagerId: identity.taskManager?.id,
      stopping: undefined,
    };
    record.exitCode = undefined;
    this.#byIncarnation.set(incarnation, record);
    this.#runtime.spawn(incarnation, record.name, mainOf(record.service, record.name, identity, this.#args.options));
  }

  #connect(opener: Incarnation, { linkId, target, kind, protocol, end }: OutgoingLink<End>): void {
    const from = this.#byIncarnation.get(opener);
    if (from === undefined) return;
    const life = this.#containers.get(target)?.life;
    if (life === undefined) {
      this.#runtime.losePeers(opener, [linkId]);
      return;
    }
    this.#links.add(linkId, opener, life.incarnation);
    this.#runtime.deliverLink(life.incarnation, { linkId, peer: from.name, kind, protocol, end });
  }

  #shutDown(record: ContainerRecord): void {
    const life = ensureExists(record.life, `the life of ${record.name}`);
    const isUnderWay = life.stopping !== undefined;
    life.stopping = "then-stay";
    if (isUnderWay) return;
    this.#runtime.shutdown(life.incarnation);
    this.#args.setTimer(STOP_GRACE_MS, () => {
      if (record.life === life) this.#end(record, KILLED_EXIT_CODE, "it was killed");
    });
  }

  #afterStop(incarnation: Incarnation): void {
    const record = this.#byIncarnation.get(incarnation);
    if (record !== undefined) this.#end(record, STOPPED_EXIT_CODE, "it was stopped");
  }

  #afterCrash(incarnation: Incarnation, reason: string): void {
    const record = this.#byIncarnation.get(incarnation);
    if (record === undefined) return;
    this.#end(record, CRASHED_EXIT_CODE, "it crashed");
    this.#args.onCrash?.(record.name, reason);
  }

  #end(record: ContainerRecord, exitCode: number, reason: string): void {
    const life = ensureExists(record.life, `the life of ${record.name}`);
    record.life = undefined;
    record.exitCode = exitCode;
    this.#byIncarnation.delete(life.incarnation);
    for (const [survivor, linkIds] of this.#links.removeAllOf(life.incarnation, exitCode === STOPPED_EXIT_CODE ? "stopped" : "killed")) {
      this.#runtime.losePeers(survivor, linkIds);
    }
    this.#runtime.terminate(life.incarnation);
    this.#requests.giveUp(life.incarnation, reason);
    if (life.stopping === "then-start") this.#start(record);
  }
}

function isRestartable(service: Service): boolean {
  return RESTARTABLE.includes(service);
}

function cannotRestart(service: Service): string {
  return `Conflict: ${service} cannot be killed or started here: losing it is not built yet`;
}

function refuse(status: Refusal["status"], message: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: { status, message } };
}

function unavailable(container: string, reason: string): EngineResponse {
  return container === "jobmanager" ? noLeader : containerUnavailable(container, reason);
}
