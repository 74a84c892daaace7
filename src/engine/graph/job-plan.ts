import type { Plan, PlanNode } from "../../rest/plan.ts";
import type { JobGraph, JobVertex } from "./job-graph.ts";

/** The plan of a job as the REST API prints it: sinks first, source last. Flink: JsonPlanGenerator. */
export function jobPlan(graph: JobGraph): Plan {
  const nodes = graph.vertices.map((vertex) => planNode(graph, vertex)).toReversed();
  return { jid: graph.jobId, name: graph.name, type: "STREAMING", nodes };
}

function planNode(graph: JobGraph, vertex: JobVertex): PlanNode {
  const inputs = graph.edges
    .filter((edge) => edge.targetId === vertex.id)
    .map((edge, num) => ({ num, id: edge.sourceId, ship_strategy: edge.shipStrategy, exchange: "pipelined_bounded" }));
  return {
    id: vertex.id,
    parallelism: vertex.parallelism,
    operator: "",
    operator_strategy: "",
    description: `${escapeForPlan(vertex.description)}<br/>`,
    ...(inputs.length === 0 ? {} : { inputs }),
    optimizer_properties: {},
  };
}

/** As Flink escapes a description for its own page: HTML entities, then the backslash. */
function escapeForPlan(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "<br/>")
    .replaceAll("\\", "&#92;");
}
