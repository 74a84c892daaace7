// Jobs: lists, details, plan, configuration, exceptions.
import type { Job } from "../../../src/rest/jobs.ts";
import type { Plan } from "../../../src/rest/plan.ts";
import { EXECUTION_STATES } from "../../../src/rest/states.ts";
import type { Backend } from "../backend.ts";
import type { Check, Claims } from "../check.ts";
import { isAbout, isNow, isRecent, sameMembers, sum } from "../claims.ts";
import { PARALLELISM, type Scene } from "../scene.ts";

const none = () => ({ params: {}, query: {} });
const ofJob = ({ jobid }: Scene) => ({ params: { jobid }, query: {} });

export const jobs: Check<"jobs"> = {
  call: none,
  means: (reply, { jobid }) => ({ "the job RUNS": reply.jobs.some(({ id, status }) => id === jobid && status === "RUNNING") }),
};

export const jobsOverview: Check<"jobsOverview"> = {
  call: none,
  means: (reply, scene) => {
    const { backend, jobid } = scene;
    const job = reply.jobs.find(({ jid }) => jid === jobid);
    if (job === undefined) return { "the job is there": false };
    const { total, ...counts } = job.tasks;
    const is2x = backend.version !== "1.20";
    return {
      "it RUNS": job.state === "RUNNING",
      "the start is in epoch ms": isRecent(job["start-time"], backend),
      "the end is -1 while it lives": job["end-time"] === -1,
      "the duration is in ms since the start": isNow(job["start-time"] + job.duration, scene),
      "it was last changed after it was started":
        job["last-modification"] >= job["start-time"] && isRecent(job["last-modification"], backend),
      "tasks by state add up to their total": sum(Object.values(counts)) === total && total === 8,
      "2.x names the kind of job and its scheduler":
        (job.jobType === "STREAMING") === is2x && (job.schedulerType === "Default") === is2x && (job["pending-operators"] === 0) === is2x,
    };
  },
};

export const job: Check<"job"> = {
  call: ofJob,
  eventually: ({ vertices }, { backend }) => ({
    "a source counts what it reads from outside as read, and writes as much, give or take what comes between two of Flink's counts; 1.20 counts only what it writes":
      isSourceCounted(vertices[0]?.metrics, backend),
  }),
  means: (reply, scene) => ({
    "now is the cluster's clock, and may be some seconds old": isNow(reply.now, scene),
    "the start is in epoch ms, the end -1, the duration in ms":
      isRecent(reply["start-time"], scene.backend) &&
      reply["end-time"] === -1 &&
      isAbout(reply.duration, reply.now - reply["start-time"], 50),
    "a job that stops with a savepoint well is not called stoppable": !reply.isStoppable,
    "it sets no maximum parallelism itself: -1": reply.maxParallelism === -1,
    "states it has been in have their time in epoch ms, others 0":
      reply.timestamps.INITIALIZING <= reply.timestamps.RUNNING &&
      isRecent(reply.timestamps.RUNNING, scene.backend) &&
      [reply.timestamps.FINISHED, reply.timestamps.FAILED, reply.timestamps.CANCELED, reply.timestamps.RESTARTING].every((ms) => ms === 0),
    "every state is counted, zeros too": [reply["status-counts"], ...reply.vertices.map(({ tasks }) => tasks)].every(hasEveryState),
    "vertices by state add up to the vertices": sum(Object.values(reply["status-counts"])) === reply.vertices.length,
    "tasks by state add up to the parallelism": reply.vertices.every(({ tasks, parallelism }) => sum(Object.values(tasks)) === parallelism),
    "a vertex has a maximum parallelism of 128": reply.vertices.every(({ maxParallelism }) => maxParallelism === 128),
    "a vertex starts after the job, lives with end -1, for ms": reply.vertices.every(
      (vertex) =>
        vertex["start-time"] >= reply["start-time"] &&
        vertex["end-time"] === -1 &&
        isAbout(vertex.duration, reply.now - vertex["start-time"], 50),
    ),
    "times of its subtasks together are in ms: no more than they have lived": reply.vertices.every(
      ({ metrics, duration, parallelism }) =>
        metrics["accumulated-idle-time"] + metrics["accumulated-backpressured-time"] <= (duration + 1_000) * parallelism,
    ),
    ...planClaims(reply.plan, scene.vertexIds, PARALLELISM),
  }),
};

/**
 * A live Flink reads the two numbers one after the other while clicks go through: so many may have come between, and more while it catches up. The engine
 * reads them at once.
 */
const MOST_BETWEEN = 20;

function isSourceCounted(metrics: Job["vertices"][number]["metrics"] | undefined, { kind, version }: Backend): boolean {
  if (metrics === undefined) return false;
  const { "read-records": read, "write-records": written } = metrics;
  if (written === 0) return false;
  return version === "1.20" ? read === 0 : Math.abs(read - written) <= (kind === "engine" ? 0 : MOST_BETWEEN);
}

function planClaims({ nodes, type }: Plan, vertexIds: readonly string[], parallelism: number): Claims {
  const ids = nodes.map(({ id }) => id);
  return {
    "the plan's nodes are the vertices, the other way round": JSON.stringify(ids.toReversed()) === JSON.stringify(vertexIds),
    "the plan is a STREAMING one": type === "STREAMING",
    "each node has the parallelism": nodes.every((node) => node.parallelism === parallelism),
    "inputs name nodes; the source has none":
      nodes.every(({ inputs }) => inputs === undefined || inputs.every(({ id }) => ids.includes(id))) && nodes.at(-1)?.inputs === undefined,
    "clicks are hashed to the counter, the rest is forwarded": sameMembers(
      nodes.flatMap(({ inputs }) => inputs ?? []).map(({ ship_strategy: strategy }) => strategy),
      ["HASH", "FORWARD", "FORWARD"],
    ),
  };
}

export const jobStatus: Check<"jobStatus"> = {
  call: ofJob,
  means: ({ status }) => ({ "it RUNS": status === "RUNNING" }),
};

export const jobPlan: Check<"jobPlan"> = {
  call: ofJob,
  means: ({ plan }, { jobid, vertexIds }) => ({ "it is the job's": plan.jid === jobid, ...planClaims(plan, vertexIds, PARALLELISM) }),
};

export const jobConfig: Check<"jobConfig"> = {
  call: ofJob,
  means: (reply, { backend }) => ({
    "the parallelism is the cluster's default": reply["execution-config"]["job-parallelism"] === PARALLELISM,
    "only 1.20 has an execution mode": (reply["execution-config"]["execution-mode"] !== undefined) === (backend.version === "1.20"),
  }),
};

export const jobExceptions: Check<"jobExceptions"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: { maxExceptions: 20 } }),
  means: ({ exceptionHistory, ...old }, { backend }) => ({
    "nothing has failed": exceptionHistory.entries.length === 0 && !exceptionHistory.truncated,
    "only 1.20 has the fields of old": (old["all-exceptions"] !== undefined) === (backend.version === "1.20"),
  }),
};

export const jarPlan: Check<"jarPlan"> = {
  call: ({ jarid }) => ({ params: { jarid }, query: {} }),
  means: ({ plan }) => ({
    "the name is the job's": plan.name === "Click Event Count",
    "it has the four vertices": plan.nodes.length === 4,
  }),
};

export const jarPlanByBody: Check<"jarPlanByBody"> = {
  call: ({ jarid }) => ({ params: { jarid }, query: {}, body: { parallelism: 3 } }),
  means: ({ plan }, { vertexIds }) => planClaims(plan, vertexIds, 3),
};

/** Every state has its number, zeros too. */
function hasEveryState(counts: Readonly<Record<string, number>>): boolean {
  return sameMembers(Object.keys(counts), EXECUTION_STATES);
}
