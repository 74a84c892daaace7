import { visibleText } from "../../base/visible-text.ts";
import { descriptionLines } from "../../domain/plan-description.ts";
import type { Job } from "../../rest/jobs.ts";
import type { PlanNode } from "../../rest/plan.ts";

/** The fixed facts of a vertex. */
export type StructureVertex = {
  id: string;
  name: string;
  /** Its operators, one per line; empty if the name has all of them. */
  operators: readonly string[];
  isSource: boolean;
  isSink: boolean;
};

/** An edge from one vertex to another. */
export type StructureEdge = { id: string; sourceId: string; targetId: string; shipStrategy: string };

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
      operators: operatorsOf(nodes.get(id)?.description ?? "", name),
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

function edgesInto(node: PlanNode, known: ReadonlySet<string>): StructureEdge[] {
  return (node.inputs ?? [])
    .filter((input) => known.has(input.id))
    .map((input) => ({
      id: `${input.id}:${input.num}:${node.id}`,
      sourceId: input.id,
      targetId: node.id,
      shipStrategy: visibleText(input.ship_strategy),
    }));
}

/** Flink writes a chain as lines, with `+- ` and `:- ` before each operator for the branches. */
function operatorsOf(description: string, name: string): readonly string[] {
  const lines = descriptionLines(description)
    .map((line) => line.replace(/^[\s:+|-]*(?:[+:]- )?/, "").trim())
    .filter((line) => line !== "");
  return lines.join(" -> ") === name ? [] : lines;
}

function depthOf(ids: readonly string[], edges: readonly StructureEdge[]): number {
  const inputs = Map.groupBy(edges, ({ targetId }) => targetId);
  const depths = new Map<string, number>();
  const depth = (id: string, path: ReadonlySet<string>): number => {
    const seen = depths.get(id);
    if (seen !== undefined) return seen;
    // Plans have no cycles (Flink 2.0 removed iterations), but an older one must not hang the page.
    const above = (inputs.get(id) ?? []).filter(({ sourceId }) => !path.has(sourceId));
    const own = 1 + Math.max(0, ...above.map(({ sourceId }) => depth(sourceId, new Set([...path, id]))));
    depths.set(id, own);
    return own;
  };
  return Math.max(0, ...ids.map((id) => depth(id, new Set())));
}
