import type { StateTone } from "../../base/state-tone.ts";
import { type ContainerHistory, KILLED_EXIT_CODE, lastEnd } from "../../domain/container-history.ts";
import { executionStateFacts } from "../../domain/execution-state.ts";
import { drawnSlots } from "../../domain/task-manager.ts";
import type { Container, Playground } from "../../rest/playground.ts";
import type { TaskManagerInfo } from "../../rest/taskmanagers.ts";
import type { Vertex } from "../../rest/vertices.ts";

/** A task in a slot: the short name of its vertex, its state's look, and all of it in words. */
export type SlotTask = { name: string; tone: StateTone; words: string };

/** A slot of a TaskManager. `gone` went with its container; `unknown` is free, or taken by tasks of which the cluster does not tell. */
export type RackSlot = { index: number; kind: "taken" | "free" | "gone" | "unknown"; tasks: readonly SlotTask[] };

/** The vertices that are known. Without all of them nobody can tell which slots are free. */
export type KnownVertices = { readonly vertices: readonly Vertex[]; readonly isComplete: boolean };

/** A container in the rack. Times in epoch ms. */
export type RackBox = {
  name: string;
  service: string;
  isRunning: boolean;
  /** `running` or `exited`, as reported. */
  stateWord: string;
  /** Registered at the JobManager: when its last heartbeat came. */
  heartbeatMs: number | undefined;
  /** Undefined while it is not known. */
  isRegistered: boolean | undefined;
  /** When it was first seen gone, if the page saw it. */
  endedMs: number | undefined;
  wasKilled: boolean;
  exitCode: number | null;
  slots: readonly RackSlot[];
  /** How many more slots there are than those that are drawn. */
  moreSlots: number;
  /** Why it cannot be switched; undefined if it can. */
  fixedReason: string | undefined;
};

/** The services in the rack's order: who schedules, who works, what is read and written, who writes. Others after them, as they come. */
const ORDER = ["jobmanager", "taskmanager", "kafka", "clickevent-generator"];

/** TaskManagers of the playground have so many slots; what one that is gone had can only be remembered. */
export type SlotMemory = Readonly<Record<string, number>>;

/** How many slots each container's TaskManager was last seen with. */
export function nextSlotMemory(
  before: SlotMemory,
  containers: readonly Container[],
  taskManagers: readonly TaskManagerInfo[] | undefined,
): SlotMemory {
  const seen = containers.flatMap(({ name, taskManagerId }) => {
    const slots = taskManagers?.find(({ id }) => id === taskManagerId)?.slotsNumber ?? 0;
    return slots > 0 && before[name] !== slots ? [[name, slots] as const] : [];
  });
  return seen.length === 0 ? before : { ...before, ...Object.fromEntries(seen) };
}

/** All containers, in the rack's order. `playground` and `taskManagers` are undefined while they are not known. */
export function rackBoxes(
  history: ContainerHistory,
  playground: Pick<Playground, "restartable"> | undefined,
  taskManagers: readonly TaskManagerInfo[] | undefined,
  vertices: KnownVertices,
  memory: SlotMemory,
): readonly RackBox[] {
  const rank = ({ service }: Container): number => {
    const index = ORDER.indexOf(service);
    return index < 0 ? ORDER.length : index;
  };
  return history.containers
    .toSorted((a, b) => rank(a) - rank(b) || numberOf(a.name) - numberOf(b.name))
    .map((container) => {
      const end = container.state === "running" ? undefined : lastEnd(history, container.name);
      const info = container.taskManagerId === null ? undefined : taskManagers?.find(({ id }) => id === container.taskManagerId);
      return {
        name: container.name,
        service: container.service,
        isRunning: container.state === "running",
        stateWord: container.state,
        heartbeatMs: info?.timeSinceLastHeartbeat,
        isRegistered: taskManagers === undefined ? undefined : info !== undefined,
        endedMs: end?.seenMs,
        wasKilled: container.exitCode === KILLED_EXIT_CODE,
        exitCode: container.exitCode,
        slots: slotsOf(container, info, vertices, memory[container.name] ?? 0),
        moreSlots: info === undefined ? 0 : Math.max(0, info.slotsNumber - drawnSlots(info.slotsNumber)),
        fixedReason: fixedReason(container, playground),
      };
    });
}

function fixedReason({ name, service }: Container, playground: Pick<Playground, "restartable"> | undefined): string | undefined {
  if (playground === undefined) return `It is not known yet whether this backend can kill and start ${name}.`;
  return playground.restartable.includes(service) ? undefined : `This backend can neither kill nor start ${name}.`;
}

function numberOf(name: string): number {
  return Number(/-(\d+)$/.exec(name)?.[1] ?? 0);
}

/**
 * Slots as the subtasks fill them. Flink does not tell which task sits in which slot of a TaskManager, only on which TaskManager; but
 * subtasks of the same index share a slot, so each index found there is one.
 */
function slotsOf(
  container: Container,
  info: TaskManagerInfo | undefined,
  { vertices, isComplete }: KnownVertices,
  remembered: number,
): RackSlot[] {
  if (container.service !== "taskmanager") return [];
  if (container.state !== "running")
    return Array.from({ length: drawnSlots(remembered) }, (_, index) => ({ index, kind: "gone", tasks: [] }));
  if (info === undefined) return [];
  const bySubtask = new Map<number, SlotTask[]>();
  for (const vertex of vertices) {
    for (const subtask of vertex.subtasks) {
      if (subtask["taskmanager-id"] !== info.id || executionStateFacts(subtask.status).isTerminal) continue;
      const tasks = bySubtask.get(subtask.subtask) ?? [];
      tasks.push({
        name: shortVertexName(vertex.name),
        tone: executionStateFacts(subtask.status).tone,
        words: `${vertex.name} (${subtask.subtask + 1}/${vertex.parallelism}): ${subtask.status}`,
      });
      bySubtask.set(subtask.subtask, tasks);
    }
  }
  const taken = [...bySubtask].toSorted(([a], [b]) => a - b).map(([, tasks]) => mergeTasks(tasks));
  return Array.from({ length: drawnSlots(Math.max(info.slotsNumber, taken.length)) }, (_, index) => {
    const tasks = taken[index];
    return tasks === undefined ? { index, kind: isComplete ? "free" : "unknown", tasks: [] } : { index, kind: "taken", tasks };
  });
}

/** `Source: ClickEvent Source` is a Source, `ClickEvent Counter` a Counter, `ClickEventStatistics Sink: Writer` belongs to a Sink. */
export function shortVertexName(name: string): string {
  const head = name.split(":")[0] ?? name;
  return head.trim().split(/\s+/).at(-1) ?? name;
}

/** Tasks of one short name (a sink's writer and committer) share a chip while they share a state. */
function mergeTasks(tasks: readonly SlotTask[]): SlotTask[] {
  const merged: SlotTask[] = [];
  for (const task of tasks) {
    const same = merged.findIndex(({ name, tone }) => name === task.name && tone === task.tone);
    const earlier = merged[same];
    if (earlier === undefined) merged.push(task);
    else merged[same] = { ...earlier, words: `${earlier.words}; ${task.words}` };
  }
  return merged;
}

/** `4 of 4 running`: for the folded playground panel. */
export function runningWords(containers: readonly Pick<Container, "state">[]): string {
  return `${containers.filter(({ state }) => state === "running").length} of ${containers.length} running`;
}

/** Paces of the slider, records/s: paused, then from a tenth of the playground's own to beyond what it could, and last without a limit. */
export const PACES: readonly (number | null)[] = [
  0,
  40,
  100,
  200,
  400,
  500,
  1000,
  2000,
  4000,
  10_000,
  40_000,
  100_000,
  400_000,
  1_000_000,
  null,
];

/** The slider's place for a pace: the nearest. */
export function paceIndex(recordsPerSecond: number | null): number {
  if (recordsPerSecond === null) return PACES.length - 1;
  let best = 0;
  PACES.forEach((pace, index) => {
    const bestPace = PACES[best] ?? 0;
    if (pace !== null && Math.abs(pace - recordsPerSecond) < Math.abs(bestPace - recordsPerSecond)) best = index;
  });
  return best;
}
