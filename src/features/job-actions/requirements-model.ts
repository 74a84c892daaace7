// Requirements as typed, and what they ask for.
import { parseParallelism } from "../../domain/program-arguments.ts";
import { slotsNeeded } from "../../domain/slots-needed.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";

/** The bounds of a vertex, or of all, as typed. */
export type BoundsText = { readonly lower: string; readonly upper: string };

/** What is typed: one pair of bounds for all vertices, or one for each by its id. */
export type RequirementsText = {
  readonly isPerVertex: boolean;
  readonly all: BoundsText;
  readonly byVertex: Readonly<Record<string, BoundsText>>;
};

/** Why bounds are none, in words, by the field it is about. */
export type BoundsFault = { readonly lower?: string; readonly upper?: string };

/** The requirements, or what is wrong with what was typed: under a vertex id, or under "all". */
export type ReadRequirements =
  | { readonly requirements: ResourceRequirements }
  | { readonly faults: Readonly<Record<string, BoundsFault | undefined>> };

/** What is declared now, as text. Vertices that differ are asked for one by one. */
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

/** Reads what was typed. Flink wants every vertex of the job in it. */
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

/** Slots that requirements ask for, and those without which the job does not run. */
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

/** Whether every vertex runs at the upper bound that is asked for. */
export function isAtUpperBounds(job: Pick<Job, "vertices">, requirements: ResourceRequirements): boolean {
  return job.vertices.every(({ id, parallelism }) => parallelism === requirements[id]?.parallelism.upperBound);
}
