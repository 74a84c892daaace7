import type { StateTone } from "../../base/state-tone.ts";
import { type ContainerHistory, KILLED_EXIT_CODE, lastEnd } from "../../domain/container-history.ts";
import { executionStateFacts } from "../../domain/execution-state.ts";
import { drawnSlots } from "../../domain/task-manager.ts";
import type { Container, Playground } from "../../rest/playground.ts";
import type { TaskManagerInfo } from "../../rest/taskmanagers.ts";
import type { Vertex } from "../../rest/vertices.ts";

/** A task in a slot: short vertex name, look of its state, and the full text. */
export type SlotTask = { name: string; tone: StateTone; words: string };

/** A slot of a TaskManager. `gone` was lost with its container. `unknown` may be free or taken. */
export type RackSlot = { index: number; kind: "taken" | "free" | "gone" | "unknown"; tasks: readonly SlotTask[] };

/** The known vertices. Free slots can be determined only if all vertices are known. */
export type KnownVertices = { readonly vertices: readonly Vertex[]; readonly isComplete: boolean };

/** A container in the rack. Times in epoch ms. */
export type RackBox = {
  name: string;
  service: string;
  isRunning: boolean;
  /** `running` or `exited`, as reported. */
  stateWord: string;
  /** The time of the last heartbeat, if registered with the JobManager. */
  heartbeatMs: number | undefined;
  /** Undefined while unknown. */
  isRegistered: boolean | undefined;
  /** When its end was first seen, if this page saw it. */
  endedMs: number | undefined;
  wasKilled: boolean;
  exitCode: number | null;
  slots: readonly RackSlot[];
  /** The number of slots beyond those that are drawn. */
  moreSlots: number;
  /** Why it cannot be switched; undefined if it can be. */
  fixedReason: string | undefined;
};

/** The order of services in the rack. Others follow in the order of the reply. */
const ORDER = ["jobmanager", "taskmanager", "kafka", "clickevent-generator"];

/**
 * TaskManagers of the playground have this many slots. Those of a lost TaskManager are remembered.
 */
export type SlotMemory = Readonly<Record<string, number>>;

/** The last seen number of slots of each container's TaskManager. */
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

/**
 * All containers, in the rack's order. `playground` and `taskManagers` are undefined while unknown.
 */
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
 * Slots filled with subtasks. Flink reports the TaskManager of a task but not its slot. Subtasks
 * with the same index share a slot, so each index on a TaskManager is one slot.
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

/**
 * `Source: ClickEvent Source` becomes Source, `ClickEvent Counter` becomes Counter,
 * `ClickEventStatistics Sink: Writer` becomes Sink.
 */
export function shortVertexName(name: string): string {
  const head = name.split(":")[0] ?? name;
  return head.trim().split(/\s+/).at(-1) ?? name;
}

/**
 * Tasks with the same short name (a sink's writer and committer) share a chip if their states are
 * equal.
 */
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

/** `4 of 4 running`, for the collapsed playground panel. */
export function runningWords(containers: readonly Pick<Container, "state">[]): string {
  return `${containers.filter(({ state }) => state === "running").length} of ${containers.length} running`;
}

/**
 * The steps of the slider, records/s: paused, then from a tenth of the playground's default to more
 * than it can produce, and last without a limit.
 */
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

/** The slider step nearest to a pace. */
export function paceIndex(recordsPerSecond: number | null): number {
  if (recordsPerSecond === null) return PACES.length - 1;
  let best = 0;
  PACES.forEach((pace, index) => {
    const bestPace = PACES[best] ?? 0;
    if (pace !== null && Math.abs(pace - recordsPerSecond) < Math.abs(bestPace - recordsPerSecond)) best = index;
  });
  return best;
}
