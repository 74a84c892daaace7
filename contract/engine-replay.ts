// Makes the calls of a recording against the engine in the simulation, with the engine's ids of
// jobs, vertices, checkpoints and TaskManagers.
import type { SimulatedCluster } from "../src/engine/simulation/simulated-cluster.ts";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import { compareReplies, type Difference } from "./contract-walker.ts";
import type { RecordedCall } from "../mocks/recordings.ts";

/** The engine's ids in the order of the recording's. */
interface EngineIds {
  readonly jobId: string | undefined;
  readonly vertexIds: readonly string[];
  /** By status and type, newest first. */
  readonly checkpointIds: Readonly<Record<string, readonly number[]>>;
  readonly taskManagerIds: readonly string[];
}

interface Ids {
  readonly jobs: readonly { readonly id: string }[];
  readonly vertices: readonly { readonly id: string }[];
  readonly history: readonly { readonly id: number; readonly status: string; readonly checkpoint_type: string }[];
  readonly taskmanagers: readonly { readonly id: string }[];
}

/**
 * Makes each of `calls` against `cluster` and returns how the replies differ from the recorded
 * ones. Calls that are not in the endpoint table are included, because their errors are part of the
 * contract. Metrics are fetched once beforehand, so that the first call finds them.
 */
export async function replay(cluster: SimulatedCluster, calls: readonly RecordedCall[]): Promise<readonly Difference[]> {
  await cluster.request("GET", "/jobs/metrics?get=numRestarts");
  await cluster.simulation.runUntil(cluster.simulation.nowMs + 500);
  const ids = await engineIds(cluster);
  const replace = replacement(calls, ids);
  const differences: Difference[] = [];
  for (const call of calls) {
    const path = replace(call.path);
    const response = await cluster.request(call.method, path, call.body);
    const isJson = response.contentType.startsWith("application/json");
    differences.push(
      ...compareReplies(matchEndpoint(call.method, path.split("?")[0] ?? "")?.id, call, {
        status: response.status,
        contentType: response.contentType,
        reply: isJson ? JSON.parse(response.body) : response.body,
      }),
    );
  }
  return differences;
}

async function engineIds(cluster: SimulatedCluster): Promise<EngineIds> {
  const jobs = await cluster.get<Pick<Ids, "jobs">>("/jobs");
  const taskManagers = await cluster.get<Pick<Ids, "taskmanagers">>("/taskmanagers");
  const taskManagerIds = taskManagers.taskmanagers.map(({ id }) => id);
  const jobId = jobs.jobs[0]?.id;
  if (jobId === undefined) return { jobId, vertexIds: [], checkpointIds: {}, taskManagerIds };
  const job = await cluster.get<Pick<Ids, "vertices">>(`/jobs/${jobId}`);
  const checkpoints = await cluster.get<Pick<Ids, "history">>(`/jobs/${jobId}/checkpoints`);
  return {
    jobId,
    vertexIds: job.vertices.map(({ id }) => id),
    checkpointIds: idsByKind(checkpoints.history),
    taskManagerIds,
  };
}

function idsByKind(history: Ids["history"]): Record<string, number[]> {
  const byKind: Record<string, number[]> = {};
  for (const { id, ...checkpoint } of history) (byKind[kindOf(checkpoint)] ??= []).push(id);
  return byKind;
}

function kindOf(checkpoint: object): string {
  const { status, checkpoint_type: type } = checkpoint as Partial<Ids["history"][number]>;
  return `${String(status)} ${String(type)}`;
}

/** A checkpoint of the engine with the recorded one's type and status, or a completed one. */
function checkpointLike(calls: readonly RecordedCall[], { checkpointIds }: EngineIds, recorded: string, index: number): number | string {
  const reply = calls.find(({ path }) => path.endsWith(`/checkpoints/details/${recorded}`))?.reply;
  const candidates = checkpointIds[kindOf(Object(reply))] ?? checkpointIds["COMPLETED CHECKPOINT"] ?? [];
  return candidates[index % candidates.length] ?? recorded;
}

const UNKNOWN_ID = "00000000000000000000000000000000";

/** The recorded ids are replaced by the engine's in order of appearance. */
function replacement(calls: readonly RecordedCall[], ids: EngineIds): (path: string) => string {
  const paths = calls.map(({ path }) => path);
  const found = (pattern: RegExp): readonly string[] =>
    [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))].filter((id) => id !== UNKNOWN_ID);
  const pairs = [
    ...found(/\/jobs\/([0-9a-f]{32})/).map((id) => [id, ids.jobId] as const),
    ...found(/\/vertices\/([0-9a-f]{32})/).map((id, index) => [id, ids.vertexIds[index % ids.vertexIds.length]] as const),
    ...found(/\/details\/\d+\/subtasks\/([0-9a-f]{32})/).map((id, index) => [id, ids.vertexIds[index % ids.vertexIds.length]] as const),
    ...found(/\/taskmanagers\/(tm\d)/).map((id, index) => [id, ids.taskManagerIds[index % ids.taskManagerIds.length]] as const),
  ];
  const byRecorded = new Map(pairs.map(([recorded, ours]) => [recorded, ours ?? recorded]));
  const checkpoints = found(/\/checkpoints\/details\/(\d+)/).filter((id) => id !== "999999");
  const checkpointOf = new Map(checkpoints.map((id, index) => [id, checkpointLike(calls, ids, id, index)]));
  return (path) =>
    path
      .replaceAll(/[0-9a-f]{32}|(?<=\/taskmanagers\/)tm\d/g, (id) => encodeURIComponent(byRecorded.get(id) ?? id))
      .replace(/(?<=\/details\/)\d+/, (id) => String(checkpointOf.get(id) ?? id));
}
