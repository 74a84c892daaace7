// What the Docker daemon is to the Operations Playground: it starts and ends containers, keeps the
// table of links between them, and passes requests to the containers that answer them. It does not
// depend on a platform (ContainerRuntime) or on what the containers do.
//
// The order of a kill, the same on every platform:
//   1. every survivor's host closes its end, so that nothing from the dead container arrives later;
//   2. `data` links report a reset at once;
//   3. `rpc` links stay silent until the next send;
//   4. the thread is terminated.
// The supervisor does not detect that a container hangs. Only heartbeats between containers do.

import { ensureExists } from "../../base/assert.ts";
import { okResult, type Result } from "../../base/result.ts";
import type { Clock, EngineRequest, EngineResponse, Rng, Timer } from "../host.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import { commandOf, identify, mainOf } from "./cluster-plan.ts";
import { type FleetCommand, type FleetStep, inFleetOrder, planFleet, type Refusal, STOP_GRACE_MS } from "./container-fleet.ts";
import { type ContainerRecord, type ContainerView, type Life, type Service, SERVICES, viewContainer } from "./container-table.ts";
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

/** Services whose containers can be killed and started. The engine cannot recover from the loss of the others. */
export const RESTARTABLE: readonly Service[] = ["taskmanager"];

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
  /** Called with the error's text when a container ends by an uncaught error. */
  onCrash?(container: string, reason: string): void;
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
      else for (let number = 1; number <= taskManagers; number++) this.#start(this.#add(`taskmanager-${String(number)}`, service));
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

  /** As `docker compose down -v` and `up -d`: deletes all data and starts all containers again. */
  reset(): void {
    this.stop();
    this.#args.storage.delete("");
    this.boot();
  }

  /** The table, TaskManagers in the order of their numbers. */
  containers(): readonly ContainerView[] {
    return inFleetOrder(this.#containers.values()).map(viewContainer);
  }

  /** No goodbye: exit code 137. */
  kill(name: string): Outcome {
    return this.command({ kind: "kill", container: name });
  }

  /** A new incarnation of one that has exited. */
  start(name: string): Outcome {
    return this.command({ kind: "start", container: name });
  }

  /** Brings the number of running TaskManagers to `replicas`. */
  scale(service: string, replicas: number): Outcome {
    return this.command({ kind: "scale", service, replicas });
  }

  /** Carries out what {@link planFleet} decides. */
  command(command: FleetCommand): Outcome {
    const members = Array.from(this.#containers.values(), ({ name, service, life }) => {
      return { name, service, isRunning: life !== undefined, afterStop: life?.afterStop };
    });
    const plan = planFleet(members, command, RESTARTABLE);
    if (!plan.ok) return plan;
    for (const step of plan.value) this.#carryOut(step);
    return okResult(undefined);
  }

  /**
   * Asks a container. Always resolves: with 503 if the container does not run, dies before it
   * answers or misses the deadline, or if `signal` aborts.
   */
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

  #carryOut({ action, name }: FleetStep): void {
    if (action === "create") {
      this.#start(this.#add(name, "taskmanager"));
      return;
    }
    const record = ensureExists(this.#containers.get(name), `the record of ${name}`);
    switch (action) {
      case "kill":
        // It also ends a clean stop that was in progress.
        this.#lifeOf(record).afterStop = undefined;
        this.#end(record, KILLED_EXIT_CODE, "it was killed");
        break;
      case "start":
        this.#start(record);
        break;
      case "stop":
        this.#shutDown(record);
        break;
      case "start-after-stop":
        this.#lifeOf(record).afterStop = "then-start";
        break;
    }
  }

  #lifeOf(record: ContainerRecord): Life {
    return ensureExists(record.life, `the life of ${record.name}`);
  }

  #start(record: ContainerRecord): void {
    const incarnation = ++this.#incarnations;
    const identity = identify(record.service, record.name, this.#args.rng);
    record.life = {
      incarnation,
      startedAt: this.#args.clock.now(),
      ports: identity.ports,
      taskManagerId: identity.taskManager?.id,
      afterStop: undefined,
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
    const life = this.#lifeOf(record);
    const isUnderWay = life.afterStop !== undefined;
    life.afterStop = "then-stay";
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
    const life = this.#lifeOf(record);
    record.life = undefined;
    record.exitCode = exitCode;
    this.#byIncarnation.delete(life.incarnation);
    for (const [survivor, linkIds] of this.#links.removeAllOf(life.incarnation, exitCode === STOPPED_EXIT_CODE ? "stopped" : "killed")) {
      this.#runtime.losePeers(survivor, linkIds);
    }
    this.#runtime.terminate(life.incarnation);
    this.#requests.giveUp(life.incarnation, reason);
    if (life.afterStop === "then-start") this.#start(record);
  }
}

function unavailable(container: string, reason: string): EngineResponse {
  return container === "jobmanager" ? noLeader : containerUnavailable(container, reason);
}
