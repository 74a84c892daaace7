// Every read call that a situation offers. They are used to compare two backends and to record.
import { buildPath } from "../../src/rest/build-path.ts";
import type { EndpointId, PathParams, QueryParams } from "../../src/rest/routes.ts";
import type { Scene } from "./scene.ts";

/**
 * One call. Two backends use the same `key` for calls to compare, because ids differ and their
 * number may.
 */
export interface TourCall {
  readonly key: string;
  readonly id: EndpointId;
  readonly path: string;
}

const JOB_METRICS = ["numRestarts", "lastCheckpointDuration", "lastCheckpointFullSize", "uptime"];
const TASK_METRICS = ["numRecordsIn", "numRecordsOut", "busyTimeMsPerSecond", "idleTimeMsPerSecond", "backPressuredTimeMsPerSecond"];

/** All calls for the scene's newest job and each of its vertices. */
export async function tourOf({ backend, jobid }: Scene): Promise<readonly TourCall[]> {
  const { client } = backend;
  const { taskmanagers } = await client.call("taskManagers", {}, {});
  const { vertices } = await client.call("job", { jobid }, {});
  const { history } = await client.call("checkpoints", { jobid }, {});
  const newest = new Map(history.toReversed().map(({ id, status, checkpoint_type: type }) => [`${status} ${type}`, String(id)]));
  const vertexIds = vertices.map(({ id }) => id);
  const attempts: number[] = [];
  for (const vertexid of vertexIds) attempts.push((await client.call("vertex", { jobid, vertexid }, {})).subtasks[0]?.attempt ?? 0);

  return [
    ...clusterCalls(),
    ...taskmanagers.flatMap(({ id: taskmanagerid, freeSlots, slotsNumber }) => [
      // Flink does not define which of two TaskManagers gets the tasks of a small job.
      call("taskManager", { taskmanagerid }, {}, freeSlots === slotsNumber ? "idle" : ""),
      call("taskManagerLogs", { taskmanagerid }, {}),
    ]),
    ...jobCalls(jobid),
    ...[...newest].flatMap(([kind, checkpointid]) => [
      call("checkpoint", { jobid, checkpointid }, {}, kind),
      ...vertexIds
        .slice(0, 2)
        .map((vertexid, index) => call("checkpointSubtasks", { jobid, checkpointid, vertexid }, {}, `${kind} ${index}`)),
    ]),
    ...vertexIds.flatMap((vertexid, index) => vertexCalls(jobid, vertexid, index, attempts[index] ?? 0)),
  ];
}

function call<Id extends EndpointId>(id: Id, params: PathParams<Id>, query: QueryParams<Id>, role = ""): TourCall {
  return { key: role === "" ? id : `${id} ${role}`, id, path: buildPath(id, params, query) };
}

function clusterCalls(): readonly TourCall[] {
  return [
    call("config", {}, {}),
    call("overview", {}, {}),
    call("jobs", {}, {}),
    call("jobsOverview", {}, {}),
    call("jobsMetrics", {}, { get: "numRestarts", agg: "sum" }),
    call("jobManagerConfig", {}, {}),
    call("jobManagerEnvironment", {}, {}),
    call("jobManagerMetrics", {}, { get: ["numRegisteredTaskManagers", "taskSlotsAvailable", "taskSlotsTotal", "numRunningJobs"] }),
    call("jars", {}, {}),
    call("taskManagers", {}, {}),
  ];
}

function jobCalls(jobid: string): readonly TourCall[] {
  return [
    call("job", { jobid }, {}),
    call("jobStatus", { jobid }, {}),
    call("jobPlan", { jobid }, {}),
    call("jobConfig", { jobid }, {}),
    call("jobExceptions", { jobid }, { maxExceptions: 20 }),
    call("jobMetrics", { jobid }, { get: JOB_METRICS }),
    call("jobAccumulators", { jobid }, {}),
    call("checkpoints", { jobid }, {}),
    call("checkpointConfig", { jobid }, {}),
  ];
}

function vertexCalls(jobid: string, vertexid: string, index: number, attempt: number): readonly TourCall[] {
  const vertex = { jobid, vertexid };
  const subtask = { ...vertex, subtaskindex: "0" };
  const role = String(index);
  const past = attempt === 0 ? [] : [call("subtaskAttempt", { ...subtask, attempt: String(attempt - 1) }, {}, `${role} before`)];
  return [
    call("vertex", vertex, {}, role),
    call("vertexSubtaskTimes", vertex, {}, role),
    call("vertexTaskManagers", vertex, {}, role),
    call("vertexWatermarks", vertex, {}, role),
    call("vertexBackpressure", vertex, {}, role),
    call("subtasksMetrics", vertex, { get: TASK_METRICS }, role),
    call("subtask", subtask, {}, role),
    call("subtaskAttempt", { ...subtask, attempt: String(attempt) }, {}, role),
    ...past,
  ];
}
