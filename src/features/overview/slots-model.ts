import { drawnSlots, knownAmount } from "../../domain/task-manager.ts";
import { jobTitle } from "../../domain/job-name.ts";
import type { JobOverview } from "../../rest/jobs.ts";
import type { TaskManager, TaskManagerInfo } from "../../rest/taskmanagers.ts";

/** A slot of a TaskManager: free, or taken by a job. `jobName` is absent while unknown. */
export type SlotContent =
  | { kind: "free" }
  | { kind: "taken"; jobId: string | undefined; jobName: string | undefined; taskCount: number | undefined };

/** A TaskManager as a card. */
export type TaskManagerCard = {
  id: string;
  lastHeartbeatMs: number;
  /** The slots that are drawn. */
  slots: readonly SlotContent[];
  slotCount: number;
  /** Absent before Flink 2.3. */
  taskCount: number | undefined;
  /** Whether Flink keeps new tasks away from it (blocklist). */
  isBlocked: boolean;
  /** The resources that the process reports; absent if it reports none. */
  cpuCores: number | undefined;
  managedMemoryBytes: number | undefined;
};

/**
 * A card from the list's row and, once loaded, the details, which are the only source of each
 * slot's job. Without them, taken slots have no job.
 */
export function taskManagerCard(info: TaskManagerInfo, details: TaskManager | undefined, jobs: readonly JobOverview[]): TaskManagerCard {
  return {
    id: info.id,
    lastHeartbeatMs: info.timeSinceLastHeartbeat,
    slots: slotContents(info, details, jobs),
    slotCount: info.slotsNumber,
    taskCount: info.assignedTasks,
    isBlocked: info.blocked === true,
    cpuCores: knownAmount(info.hardware.cpuCores),
    managedMemoryBytes: knownAmount(info.memoryConfiguration.managedMemory),
  };
}

function slotContents(info: TaskManagerInfo, details: TaskManager | undefined, jobs: readonly JobOverview[]): SlotContent[] {
  // List and details are two calls, so the details may be older than the last assigned slot.
  const allocated = details?.allocatedSlots ?? [];
  const takenCount = Math.max(0, info.slotsNumber - info.freeSlots);
  return Array.from({ length: drawnSlots(info.slotsNumber) }, (_, index): SlotContent => {
    if (index >= takenCount) return { kind: "free" };
    const slot = allocated[index];
    const job = jobs.find(({ jid }) => jid === slot?.jobId);
    return {
      kind: "taken",
      jobId: slot?.jobId,
      jobName: job === undefined ? undefined : jobTitle(job),
      taskCount: slot?.assignedTasks,
    };
  });
}
