// Typed requirements and the slots they need.
import { parseParallelism } from "../../domain/program-arguments.ts";
import { slotsNeeded } from "../../domain/slots-needed.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";

/** Typed bounds of a vertex, or of all vertices. */
export type BoundsText = { readonly lower: string; readonly upper: string };

/** The typed text: one pair of bounds for all vertices, or one pair for each by id. */
export type RequirementsText = {
  readonly isPerVertex: boolean;
  readonly all: BoundsText;
  readonly byVertex: Readonly<Record<string, BoundsText>>;
};

/** Why bounds are invalid, by field. */
export type BoundsFault = { readonly lower?: string; readonly upper?: string };

/** The requirements, or the errors in the typed text by vertex id or "all". */
export type ReadRequirements =
  | { readonly requirements: ResourceRequirements }
  | { readonly faults: Readonly<Record<string, BoundsFault | undefined>> };

/** The declared requirements as text. Vertices with different bounds get one pair each. */
export function requirementsText(vertices: readonly JobVertex[], declared: ResourceRequirements): RequirementsText {
  const byVertex = Object.fromEntries(vertices.map((vertex) => [vertex.id, boundsText(vertex, declared)]));
  const texts = Object.values(byVertex);
  const [first = { lower: "1", upper: "1" }] = texts;
  const isPerVertex = texts.some(({ lower, upper }) => lower !== first.lower || upper !== first.upper);
  const widest = texts.reduce((most, { upper }) => Math.max(most, Number(upper)), 1);
  return { isPerVertex, all: isPerVertex ? { lower: "1", upper: String(widest) } : first, byVertex };
}

function boundsText({ id, parallelism }: JobVertex, declared: ResourceRequirements): BoundsText {
  const bounds = declared[id]?.parallelism;
  return { lower: String(bounds?.lowerBound ?? 1), upper: String(bounds?.upperBound ?? parallelism) };
}

/** Parses the typed text. Flink requires bounds for every vertex of the job. */
export function readRequirements(vertices: readonly JobVertex[], text: RequirementsText): ReadRequirements {
  const faults: Record<string, BoundsFault | undefined> = {};
  const entries = vertices.flatMap((vertex): readonly [string, ResourceRequirements[string]][] => {
    const key = text.isPerVertex ? vertex.id : "all";
    const bounds = readBounds(text.isPerVertex ? (text.byVertex[vertex.id] ?? text.all) : text.all, vertex.maxParallelism);
    if ("fault" in bounds) {
      faults[key] ??= bounds.fault;
      return [];
    }
    return [[vertex.id, { parallelism: bounds }]];
  });
  return Object.keys(faults).length > 0 ? { faults } : { requirements: Object.fromEntries(entries) };
}

function readBounds(
  { lower, upper }: BoundsText,
  maxParallelism: number,
): { readonly lowerBound: number; readonly upperBound: number } | { readonly fault: BoundsFault } {
  const most = maxParallelism > 0 ? maxParallelism : undefined;
  const least = parseParallelism(lower, most);
  const wanted = parseParallelism(upper, most);
  if ("words" in wanted || "words" in least) {
    return { fault: { ...("words" in least ? { lower: least.words } : {}), ...("words" in wanted ? { upper: wanted.words } : {}) } };
  }
  return least.value > wanted.value
    ? { fault: { lower: `At least ${String(least.value)} is more than at most ${String(wanted.value)}.` } }
    : { lowerBound: least.value, upperBound: wanted.value };
}

/** The slots that requirements ask for, and the least that the job needs to run. */
export function slotsAskedFor(
  vertices: readonly JobVertex[],
  requirements: ResourceRequirements,
): { readonly desired: number; readonly least: number } {
  const needed = (bound: "lowerBound" | "upperBound"): number =>
    slotsNeeded(
      vertices.map(({ id, slotSharingGroupId, parallelism }) => ({
        slotSharingGroupId,
        parallelism: requirements[id]?.parallelism[bound] ?? parallelism,
      })),
    );
  return { desired: needed("upperBound"), least: needed("lowerBound") };
}

/** Whether every vertex runs at its requested upper bound. */
export function isAtUpperBounds(job: Pick<Job, "vertices">, requirements: ResourceRequirements): boolean {
  return job.vertices.every(({ id, parallelism }) => parallelism === requirements[id]?.parallelism.upperBound);
}
