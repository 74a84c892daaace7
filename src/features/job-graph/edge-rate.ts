import type { RateBook } from "../../domain/rate.ts";
import type { GraphStructure } from "./structure.ts";

/**
 * Records per second over the edges from one vertex to another. Counters are of vertices: the only way out carries all that the vertex sends,
 * the only way in all that it receives, and between several of both nobody knows.
 */
export function edgeRate(structure: GraphStructure, rates: RateBook | undefined, sourceId: string, targetId: string): number | undefined {
  if (structure.edges.filter((edge) => edge.sourceId === sourceId).length === 1) return rates?.series[sourceId]?.rates?.recordsOutPerSecond;
  if (structure.edges.filter((edge) => edge.targetId === targetId).length === 1) return rates?.series[targetId]?.rates?.recordsInPerSecond;
  return undefined;
}
