import type { JobVertex } from "../rest/jobs.ts";
import { knownAmount } from "./task-manager.ts";

/**
 * The slots that a job needs: one for each subtask of the widest vertex of each slot sharing group.
 */
export function slotsNeeded(vertices: readonly Pick<JobVertex, "slotSharingGroupId" | "parallelism">[]): number {
  const widest = new Map<string, number>();
  for (const { slotSharingGroupId, parallelism } of vertices) {
    widest.set(slotSharingGroupId, Math.max(widest.get(slotSharingGroupId) ?? 0, knownAmount(parallelism) ?? 0));
  }
  return [...widest.values()].reduce((sum, count) => sum + count, 0);
}
