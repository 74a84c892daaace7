// The containers of the cluster, as `docker compose ps -a` lists them: what each is, and which life it is living.

import type { Incarnation } from "./container-runtime.ts";

/** The services of the Operations Playground's compose file. */
export type Service = "jobmanager" | "taskmanager" | "kafka" | "clickevent-generator";

/** All of them. */
export const SERVICES: readonly Service[] = ["jobmanager", "taskmanager", "kafka", "clickevent-generator"];

/** The present life of a container that runs. */
export interface Life {
  readonly incarnation: Incarnation;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly ports: readonly string[];
  readonly taskManagerId: string | undefined;
  /** Set while it stops cleanly: whether it starts again afterwards. */
  afterStop: "then-stay" | "then-start" | undefined;
}

/** One container. `life` undefined: exited, or not yet started. */
export interface ContainerRecord {
  readonly name: string;
  readonly service: Service;
  readonly command: string;
  life: Life | undefined;
  exitCode: number | undefined;
}

/** A container as `GET /playground/containers` shows it. */
export interface ContainerView {
  readonly name: string;
  readonly service: Service;
  readonly state: "running" | "exited";
  readonly exitCode: number | null;
  readonly command: string;
  readonly ports: readonly string[];
  readonly startedAt: number | null;
  readonly taskManagerId: string | null;
}

/** What is shown of a container, whatever plays it. */
interface ShownContainer extends Pick<ContainerRecord, "name" | "service" | "command" | "exitCode"> {
  readonly life:
    | {
        readonly startedAt: number;
        readonly ports: readonly string[];
        readonly taskManagerId?: string | undefined;
      }
    | undefined;
}

/** A container as contract 2 shows it. `startedAt` stays known of one that has exited only while it runs: the wire has null then. */
export function viewContainer(record: ShownContainer): ContainerView {
  const { life } = record;
  return {
    name: record.name,
    service: record.service,
    state: life === undefined ? "exited" : "running",
    exitCode: life === undefined ? (record.exitCode ?? null) : null,
    command: record.command,
    ports: life?.ports ?? [],
    startedAt: life?.startedAt ?? null,
    taskManagerId: life?.taskManagerId ?? null,
  };
}

/** Number of a TaskManager by its container's name. */
export function taskManagerNumber(name: string): number {
  return Number(name.slice("taskmanager-".length));
}
