import type { RateBook } from "../../domain/rate.ts";
import type { GraphStructure } from "./structure.ts";

/**
 * Records per second over the edges between two vertices. Counters belong to vertices: a single
 * outgoing edge carries all records the vertex sends, a single incoming edge all it receives.
 * Between several of both the rate is unknown.
 */
export function edgeRate(structure: GraphStructure, rates: RateBook | undefined, sourceId: string, targetId: string): number | undefined {
  const { outputs, inputs } = degreesOf(structure);
  if (outputs.get(sourceId) === 1) return rates?.series[sourceId]?.rates?.recordsOutPerSecond;
  if (inputs.get(targetId) === 1) return rates?.series[targetId]?.rates?.recordsInPerSecond;
  return undefined;
}

/** The number of edges out of a vertex and into it. */
type Degrees = { readonly outputs: ReadonlyMap<string, number>; readonly inputs: ReadonlyMap<string, number> };

/**
 * Counted once per structure. Counting thousands of edges for each of them at each refresh would
 * take millions of steps.
 */
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
