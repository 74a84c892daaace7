import type { JobVertex } from "../rest/jobs.ts";

/**
 * The slots that a job needs: one for each subtask of the widest vertex of each slot sharing group.
 */
export function slotsNeeded(vertices: readonly Pick<JobVertex, "slotSharingGroupId" | "parallelism">[]): number {
  const widest = new Map<string, number>();
  for (const { slotSharingGroupId, parallelism } of vertices) {
    widest.set(slotSharingGroupId, Math.max(widest.get(slotSharingGroupId) ?? 0, parallelism));
  }
  return [...widest.values()].reduce((sum, count) => sum + count, 0);
}
