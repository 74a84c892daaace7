import { knownAmount } from "../../domain/task-manager.ts";
import type { TaskManagerInfo } from "../../rest/taskmanagers.ts";

/** A TaskManager as a row of the list. A value is absent if the process does not report it. */
export type TaskManagerRow = {
  id: string;
  path: string;
  dataPort: number | undefined;
  lastHeartbeatMs: number;
  slotCount: number;
  freeSlotCount: number;
  taskCount: number | undefined;
  cpuCores: number | undefined;
  physicalMemoryBytes: number | undefined;
  /** What Flink's WebUI calls JVM heap size: the most that the heap may use. */
  jvmHeapBytes: number | undefined;
  taskHeapBytes: number | undefined;
  managedMemoryBytes: number | undefined;
  networkMemoryBytes: number | undefined;
  /** Whether Flink keeps new tasks away from it (blocklist). */
  isBlocked: boolean;
};

/** A row from `GET /taskmanagers`. */
export function taskManagerRow(info: TaskManagerInfo): TaskManagerRow {
  return {
    id: info.id,
    path: info.path,
    dataPort: info.dataPort > 0 ? info.dataPort : undefined,
    lastHeartbeatMs: info.timeSinceLastHeartbeat,
    slotCount: info.slotsNumber,
    freeSlotCount: info.freeSlots,
    taskCount: info.assignedTasks,
    cpuCores: knownAmount(info.hardware.cpuCores),
    physicalMemoryBytes: knownAmount(info.hardware.physicalMemory),
    jvmHeapBytes: knownAmount(info.hardware.freeMemory),
    taskHeapBytes: knownAmount(info.memoryConfiguration.taskHeap),
    managedMemoryBytes: knownAmount(info.memoryConfiguration.managedMemory),
    networkMemoryBytes: knownAmount(info.memoryConfiguration.networkMemory),
    isBlocked: info.blocked === true,
  };
}

/** Totals of the list. */
export type TaskManagerTotals = { count: number; slotCount: number; freeSlotCount: number; taskCount: number | undefined };

/** Sums over the list; tasks are absent if the cluster does not count them. */
export function taskManagerTotals(rows: readonly TaskManagerRow[]): TaskManagerTotals {
  const sum = (read: (row: TaskManagerRow) => number): number => rows.reduce((total, row) => total + read(row), 0);
  return {
    count: rows.length,
    slotCount: sum((row) => row.slotCount),
    freeSlotCount: sum((row) => row.freeSlotCount),
    taskCount: rows.some((row) => row.taskCount === undefined) ? undefined : sum((row) => row.taskCount ?? 0),
  };
}
