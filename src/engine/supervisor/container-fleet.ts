// Which containers a command starts and ends, and which commands are refused: the one state machine of contract 2. It only
// decides. The engine's supervisor carries its steps out on threads, the supervisor of a live cluster on processes.

import { okResult, type Result } from "../../base/result.ts";
import { type Service, SERVICES, taskManagerNumber } from "./container-table.ts";

/** How long a clean stop may take before it becomes a kill, as with `docker stop`. */
export const STOP_GRACE_MS = 10_000;

/** The next state of a container after its clean stop. */
export type AfterStop = "then-stay" | "then-start";

/** What a decision depends on. */
export interface FleetMember {
  readonly name: string;
  readonly service: Service;
  readonly isRunning: boolean;
  /** Set while it stops cleanly. */
  readonly afterStop: AfterStop | undefined;
}

/** A command of contract 2. Names are as the request has them: such a container or service need not exist. */
export type FleetCommand =
  | { readonly kind: "kill" | "start"; readonly container: string }
  | { readonly kind: "killService" | "startService"; readonly service: string }
  | { readonly kind: "scale"; readonly service: string; readonly replicas: number };

/** A step of a command, about one container: `stop` is clean, and `create` makes a TaskManager and starts it. */
export interface FleetStep {
  readonly action: "kill" | "start" | "stop" | "start-after-stop" | "create";
  readonly name: string;
}

/** Why a command was refused. */
export interface Refusal {
  readonly status: 400 | 404 | 409;
  readonly message: string;
}

/**
 * The steps of a command, in their order. `restartable` are the services whose containers can be killed and started.
 */
export function planFleet(
  members: readonly FleetMember[],
  command: FleetCommand,
  restartable: readonly Service[],
): Result<readonly FleetStep[], Refusal> {
  switch (command.kind) {
    case "kill":
    case "start":
      return planContainer(members, command.kind, command.container, restartable);
    case "killService":
    case "startService":
      return planService(members, command.kind === "killService" ? "kill" : "start", command.service, restartable);
    case "scale":
      return planScale(members, command.service, command.replicas);
  }
}

/** Containers by service, TaskManagers by their numbers. */
export function inFleetOrder<T extends Pick<FleetMember, "name" | "service">>(containers: Iterable<T>): readonly T[] {
  const all = [...containers];
  return SERVICES.flatMap((service) => {
    const own = all.filter((container) => container.service === service);
    return service === "taskmanager" ? own.toSorted((a, b) => taskManagerNumber(a.name) - taskManagerNumber(b.name)) : own;
  });
}

function planContainer(
  members: readonly FleetMember[],
  action: "kill" | "start",
  name: string,
  restartable: readonly Service[],
): Result<readonly FleetStep[], Refusal> {
  const member = members.find((one) => one.name === name);
  if (member === undefined) return refuse(404, `NotFound: no such container: ${name}`);
  if (!restartable.includes(member.service)) return refuse(409, cannotRestart(member.service));
  if (action === "kill" && !member.isRunning) return refuse(409, `Conflict: container ${name} is not running`);
  if (action === "start" && member.isRunning) return refuse(409, `Conflict: container ${name} is already running`);
  return okResult([{ action, name }]);
}

function planService(
  members: readonly FleetMember[],
  action: "kill" | "start",
  name: string,
  restartable: readonly Service[],
): Result<readonly FleetStep[], Refusal> {
  const service = serviceOf(name);
  if (!service.ok) return service;
  if (!restartable.includes(service.value)) return refuse(409, cannotRestart(service.value));
  const meant = inFleetOrder(members).filter((one) => one.service === service.value && one.isRunning === (action === "kill"));
  if (meant.length === 0) {
    return refuse(409, `Conflict: no container of service ${name} is ${action === "kill" ? "running" : "exited"}`);
  }
  return okResult(meant.map((one) => ({ action, name: one.name })));
}

/** Exited TaskManagers start before new ones are made; those with the highest numbers stop first. */
function planScale(members: readonly FleetMember[], name: string, replicas: number): Result<readonly FleetStep[], Refusal> {
  const service = serviceOf(name);
  if (!service.ok) return service;
  if (service.value !== "taskmanager") return refuse(409, `Conflict: service ${name} cannot be scaled`);
  const all = inFleetOrder(members).filter((one) => one.service === "taskmanager");
  const staying = all.filter((one) => one.isRunning && one.afterStop !== "then-stay");
  const leaving = staying.slice(replicas).toReversed();
  const missing = Math.max(0, replicas - staying.length);
  const returning = all.filter((one) => !staying.includes(one)).slice(0, missing);
  return okResult([
    ...leaving.map((one) => ({ action: "stop", name: one.name }) as const),
    ...returning.map((one) => ({ action: one.isRunning ? "start-after-stop" : "start", name: one.name }) as const),
    ...Array.from({ length: missing - returning.length }, (_, index) => {
      return { action: "create", name: `taskmanager-${String(all.length + 1 + index)}` } as const;
    }),
  ]);
}

function serviceOf(name: string): Result<Service, Refusal> {
  const service = SERVICES.find((known) => known === name);
  return service === undefined ? refuse(404, `NotFound: no such service: ${name}`) : okResult(service);
}

function cannotRestart(service: Service): string {
  return `Conflict: ${service} cannot be killed or started: the engine does not support this yet`;
}

function refuse(status: Refusal["status"], message: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: { status, message } };
}
