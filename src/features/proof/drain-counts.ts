import type { Drain } from "../../rest/playground.ts";

/** How many stops with drain were triggered, and how many of their savepoints completed. */
export type DrainCounts = { begun: number; completed: number };

export const NO_DRAINS: DrainCounts = { begun: 0, completed: 0 };

/** Counts the drains of a cluster. */
export function countDrains(drains: readonly Drain[]): DrainCounts {
  return { begun: drains.length, completed: drains.filter(({ completed }) => completed).length };
}
