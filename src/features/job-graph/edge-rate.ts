import type { RateBook } from "../../domain/rate.ts";
import type { GraphStructure } from "./structure.ts";

/**
 * Records per second over the edges from one vertex to another. Counters are of vertices: the only way out carries all that the vertex sends,
 * the only way in all that it receives, and between several of both nobody knows.
 */
export function edgeRate(structure: GraphStructure, rates: RateBook | undefined, sourceId: string, targetId: string): number | undefined {
  const { outputs, inputs } = degreesOf(structure);
  if (outputs.get(sourceId) === 1) return rates?.series[sourceId]?.rates?.recordsOutPerSecond;
  if (inputs.get(targetId) === 1) return rates?.series[targetId]?.rates?.recordsInPerSecond;
  return undefined;
}

/** How many edges go out of a vertex, and into it. */
type Degrees = { readonly outputs: ReadonlyMap<string, number>; readonly inputs: ReadonlyMap<string, number> };

/** Counted once for a structure: with thousands of edges, counting for each of them at each refresh is millions of steps. */
const degrees = new WeakMap<GraphStructure, Degrees>();

function degreesOf(structure: GraphStructure): Degrees {
  let known = degrees.get(structure);
  if (known === undefined) {
    known = {
      outputs: count(structure.edges.map(({ sourceId }) => sourceId)),
      inputs: count(structure.edges.map(({ targetId }) => targetId)),
    };
    degrees.set(structure, known);
  }
  return known;
}

function count(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
