import { visibleText } from "../../base/visible-text.ts";
import { descriptionLines } from "../../domain/plan-description.ts";
import type { Job, JobVertex } from "../../rest/jobs.ts";
import type { Plan, PlanNode, StreamGraph } from "../../rest/plan.ts";

/** The fixed facts of a vertex. */
export type StructureVertex = {
  id: string;
  name: string;
  /** Its operators, one per line; empty if the name has all of them. */
  operators: readonly string[];
  /** What its operators do, in the words of the plan (`operator_strategy`); empty in most plans. */
  operation?: string | undefined;
  isSource: boolean;
  isSink: boolean;
  /** An operator that is not in the job graph yet (adaptive batch scheduler). */
  isPending?: boolean;
};

/** An edge from one vertex to another. */
export type StructureEdge = {
  id: string;
  sourceId: string;
  targetId: string;
  shipStrategy: string;
  /** What the target does with its input first, such as a sort. Flink tells it of few batch programs. */
  localStrategy?: string | undefined;
};

/** The job graph without measurements. */
export type GraphStructure = {
  vertices: readonly StructureVertex[];
  edges: readonly StructureEdge[];
  /** The longest path, in vertices. */
  depth: number;
};

/**
 * Reads the structure of a job: vertices in the job's order (sources first), edges from the plan's
 * inputs.
 */
export function graphStructure(job: Pick<Job, "vertices" | "plan">): GraphStructure {
  const nodes = new Map(job.plan.nodes.map((node) => [node.id, node]));
  const known = new Set(job.vertices.map(({ id }) => id));
  const edges = job.plan.nodes.flatMap((node) => (known.has(node.id) ? edgesInto(node, known) : []));
  const withOutput = new Set(edges.map(({ sourceId }) => sourceId));
  const withInput = new Set(edges.map(({ targetId }) => targetId));
  return {
    vertices: job.vertices.map(({ id, name }) => ({
      id,
      name,
      // Read only for vertices whose cards are drawn.
      get operators() {
        return operatorsOf(nodes.get(id)?.description ?? "", name);
      },
      operation: visibleText(nodes.get(id)?.operator_strategy ?? ""),
      isSource: !withInput.has(id),
      isSink: !withOutput.has(id),
    })),
    edges,
    depth: depthOf(
      job.vertices.map(({ id }) => id),
      edges,
    ),
  };
}

const planStructures = new WeakMap<Plan, GraphStructure>();

/** The structure of a plan that is not a job yet. Its vertices have no names, only descriptions. */
export function planStructure(plan: Plan): GraphStructure {
  let structure = planStructures.get(plan);
  if (structure === undefined) {
    const known = new Set(plan.nodes.map(({ id }) => id));
    const edges = plan.nodes.flatMap((node) => edgesInto(node, known));
    const withOutput = new Set(edges.map(({ sourceId }) => sourceId));
    const withInput = new Set(edges.map(({ targetId }) => targetId));
    structure = {
      // Sources first, as in a job.
      vertices: plan.nodes
        .toReversed()
        .map(({ id }) => ({ id, name: "", operators: [], isSource: !withInput.has(id), isSink: !withOutput.has(id) })),
      edges,
      depth: depthOf([...known], edges),
    };
    planStructures.set(plan, structure);
  }
  return structure;
}

const structures = new WeakMap<Plan, GraphStructure>();

/** The structure of a job, read once for each plan as long as the vertices keep their names. */
export function sharedStructure(job: Pick<Job, "vertices" | "plan">): GraphStructure {
  const known = structures.get(job.plan);
  const isSame = ({ id, name }: JobVertex, index: number): boolean => {
    const own = known?.vertices[index];
    return own?.id === id && own.name === name;
  };
  if (known !== undefined && known.vertices.length === job.vertices.length && job.vertices.every(isSame)) return known;
  const structure = graphStructure(job);
  structures.set(job.plan, structure);
  return structure;
}

/** The operators that are not in the job graph yet. */
export function pendingOperators({ "stream-graph": graph }: Pick<Job, "stream-graph">): StreamGraph["nodes"] {
  return graph?.nodes.filter(({ job_vertex_id: vertexId }) => vertexId === undefined) ?? NO_OPERATORS;
}

const NO_OPERATORS: StreamGraph["nodes"] = [];

/** A structure with the operators that are not in the job graph yet, after the vertices they read from. */
function withPending(structure: GraphStructure, streamGraph: StreamGraph): GraphStructure {
  const pending = pendingOperators({ "stream-graph": streamGraph });
  const placeOf = new Map(streamGraph.nodes.map(({ id, job_vertex_id: vertexId }) => [id, vertexId ?? pendingId(id)]));
  const ids = [...structure.vertices.map(({ id }) => id), ...pending.map(({ id }) => pendingId(id))];
  const known = new Set(ids);
  const added = pending.flatMap(({ id, inputs = [] }) =>
    inputs.flatMap((input, index): StructureEdge[] => {
      const sourceId = placeOf.get(input.id);
      if (sourceId === undefined || !known.has(sourceId)) return [];
      const targetId = pendingId(id);
      return [{ id: `${sourceId}:${String(index)}:${targetId}`, sourceId, targetId, shipStrategy: visibleText(input.ship_strategy) }];
    }),
  );
  const edges = [...structure.edges, ...added];
  const withOutput = new Set(edges.map(({ sourceId }) => sourceId));
  const withInput = new Set(edges.map(({ targetId }) => targetId));
  return {
    vertices: [
      ...structure.vertices,
      ...pending.map(({ id, operator, description }) => ({
        id: pendingId(id),
        name: operator === "" ? description : operator,
        operators: [],
        isSource: !withInput.has(pendingId(id)),
        isSink: !withOutput.has(pendingId(id)),
        isPending: true,
      })),
    ],
    edges,
    depth: depthOf(ids, edges),
  };
}

/** Operators have numbers, vertices have ids of 32 digits. */
function pendingId(operatorId: string): string {
  return `operator:${operatorId}`;
}

const structuresWithPending = new WeakMap<StreamGraph, { of: GraphStructure; structure: GraphStructure }>();

/** {@link sharedStructure} with the operators that are not in the job graph yet. */
export function structureWithPending(job: Pick<Job, "vertices" | "plan" | "stream-graph">): GraphStructure {
  const structure = sharedStructure(job);
  const streamGraph = job["stream-graph"];
  if (streamGraph === undefined || pendingOperators(job).length === 0) return structure;
  const known = structuresWithPending.get(streamGraph);
  if (known?.of === structure) return known.structure;
  const made = withPending(structure, streamGraph);
  structuresWithPending.set(streamGraph, { of: structure, structure: made });
  return made;
}

function edgesInto(node: PlanNode, known: ReadonlySet<string>): StructureEdge[] {
  return (node.inputs ?? [])
    .filter((input) => known.has(input.id))
    .map((input) => ({
      id: `${input.id}:${input.num}:${node.id}`,
      sourceId: input.id,
      targetId: node.id,
      shipStrategy: visibleText(input.ship_strategy),
      localStrategy: input.local_strategy === undefined || input.local_strategy === "" ? undefined : visibleText(input.local_strategy),
    }));
}

/** Flink writes a chain as lines, with `+- ` and `:- ` before each operator for the branches. */
function operatorsOf(description: string, name: string): readonly string[] {
  const lines = descriptionLines(description)
    .map((line) => line.replace(/^[\s:+|-]*(?:[+:]- )?/, "").trim())
    .filter((line) => line !== "");
  return lines.join(" -> ") === name ? [] : lines;
}

/** The longest path, in vertices: rounds over the edges of the vertices that the last round reached. */
function depthOf(ids: readonly string[], edges: readonly StructureEdge[]): number {
  const outputs = Map.groupBy(edges, ({ sourceId }) => sourceId);
  const waitsFor = new Map(ids.map((id) => [id, 0]));
  for (const { targetId } of edges) waitsFor.set(targetId, (waitsFor.get(targetId) ?? 0) + 1);
  let reached = ids.filter((id) => waitsFor.get(id) === 0);
  let depth = 0;
  // Plans have no cycles (Flink 2.0 removed iterations), but an older one must not hang the page:
  // the vertices of a cycle wait for each other, and count as one line.
  let left = ids.length;
  while (reached.length > 0) {
    depth++;
    left -= reached.length;
    const next: string[] = [];
    for (const id of reached) {
      for (const { targetId } of outputs.get(id) ?? []) {
        const count = (waitsFor.get(targetId) ?? 0) - 1;
        waitsFor.set(targetId, count);
        if (count === 0) next.push(targetId);
      }
    }
    reached = next;
  }
  return depth + left;
}
