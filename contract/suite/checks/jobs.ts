// Jobs: lists, details, plan, configuration, exceptions.
import type { Job } from "../../../src/rest/jobs.ts";
import type { Plan } from "../../../src/rest/plan.ts";
import { EXECUTION_STATES } from "../../../src/rest/states.ts";
import type { Backend } from "../backend.ts";
import type { Check } from "../check.ts";
import {
  about,
  atLeast,
  atMost,
  both,
  type Claim,
  type Claims,
  each,
  is,
  now,
  ofEach,
  ofSize,
  oneOf,
  otherThan,
  presentIf,
  recent,
  sameMembers,
  some,
  sum,
} from "../claims.ts";
import { PARALLELISM, type Scene } from "../scene.ts";

const none = () => ({ params: {}, query: {} });
const ofJob = ({ jobid }: Scene) => ({ params: { jobid }, query: {} });

const jobs: Check<"jobs"> = {
  call: none,
  means: (reply, { jobid }) => ({ "the job RUNS": is(reply, { jobs: some({ id: jobid, status: "RUNNING" }) }) }),
};

const jobsOverview: Check<"jobsOverview"> = {
  call: none,
  means: (reply, scene) => {
    const { backend, jobid } = scene;
    const job = reply.jobs.find(({ jid }) => jid === jobid);
    if (job === undefined) return { "the job is there": is(reply, { jobs: some({ jid: jobid }) }) };
    const { total, ...counts } = job.tasks;
    const only2x = <T>(value: T) => (backend.version === "1.20" ? otherThan(value) : value);
    return {
      "it RUNS": is(job, { state: "RUNNING" }),
      "the start is in epoch ms": is(job, { "start-time": recent(backend) }),
      "the end is -1 while it lives": is(job, { "end-time": -1 }),
      "the duration is in ms since the start": is(
        { "start-time + duration": job["start-time"] + job.duration },
        { "start-time + duration": now(scene) },
      ),
      "it was last changed after it was started": both(
        is(job, { "last-modification": atLeast(job["start-time"]) }),
        is(job, { "last-modification": recent(backend) }),
      ),
      "tasks by state add up to their total": is({ total, sum: sum(Object.values(counts)) }, { total: 8, sum: 8 }),
      "2.x names the kind of job and its scheduler": is(job, {
        jobType: only2x("STREAMING"),
        schedulerType: only2x("Default"),
        "pending-operators": only2x(0),
      }),
    };
  },
};

const job: Check<"job"> = {
  call: ofJob,
  eventually: ({ vertices: [source] }, { backend }) => ({
    "a source counts what it reads from outside as read, and writes as much, give or take what comes between two of Flink's counts; 1.20 counts only what it writes":
      sourceClaim(source?.metrics, backend),
  }),
  means: (reply, scene) => ({
    "now is the cluster's clock, and may be some seconds old": is(reply, { now: now(scene) }),
    "the start is in epoch ms, the end -1, the duration in ms": is(reply, {
      "start-time": recent(scene.backend),
      "end-time": -1,
      duration: about(reply.now - reply["start-time"], 50),
    }),
    "a job that stops with a savepoint well is not called stoppable": is(reply, { isStoppable: false }),
    "it sets no maximum parallelism itself: -1": is(reply, { maxParallelism: -1 }),
    "states it has been in have their time in epoch ms, others 0": is(reply.timestamps, {
      INITIALIZING: atMost(reply.timestamps.RUNNING),
      RUNNING: recent(scene.backend),
      FINISHED: 0,
      FAILED: 0,
      CANCELED: 0,
      RESTARTING: 0,
    }),
    "every state is counted, zeros too": both(
      hasEveryState(reply["status-counts"]),
      ...reply.vertices.map(({ tasks }) => hasEveryState(tasks)),
    ),
    "vertices by state add up to the vertices": is(sum(Object.values(reply["status-counts"])), reply.vertices.length),
    "a vertex has a maximum parallelism of 128": is(reply, { vertices: each({ maxParallelism: 128 }) }),
    ...ofEach(reply.vertices, ({ tasks, metrics, parallelism, ...vertex }) => ({
      "tasks by state add up to the parallelism": is(sum(Object.values(tasks)), parallelism),
      "a vertex starts after the job, lives with end -1, for ms": is(vertex, {
        "start-time": atLeast(reply["start-time"]),
        "end-time": -1,
        duration: about(reply.now - vertex["start-time"], 50),
      }),
      "times of its subtasks together are in ms: no more than they have lived": is(
        metrics["accumulated-idle-time"] + metrics["accumulated-backpressured-time"],
        atMost((vertex.duration + 1_000) * parallelism),
      ),
    })),
    ...planClaims(reply.plan, scene.vertexIds, PARALLELISM),
  }),
};

/**
 * A live Flink reads the two numbers one after the other while clicks flow. This many may arrive in
 * between, and more while it catches up. The engine reads both at once.
 */
const MOST_BETWEEN = 20;

function sourceClaim(metrics: Job["vertices"][number]["metrics"] | undefined, { kind, version }: Backend): Claim {
  const written = metrics?.["write-records"] ?? 0;
  return is(metrics, {
    "write-records": otherThan(0),
    "read-records": version === "1.20" ? 0 : about(written, kind === "engine" ? 0 : MOST_BETWEEN),
  });
}

function planClaims({ nodes, type }: Plan, vertexIds: readonly string[], parallelism: number): Claims {
  const ids = nodes.map(({ id }) => id);
  return {
    "the plan's nodes are the vertices, the other way round": is(ids.toReversed(), vertexIds),
    "the plan is a STREAMING one": is(type, "STREAMING"),
    "each node has the parallelism": is(nodes, each({ parallelism })),
    "inputs name nodes; the source has none": both(
      ...nodes.map(({ inputs = [] }) => is(inputs, each({ id: oneOf(...ids) }))),
      is(nodes.at(-1)?.inputs, undefined),
    ),
    "clicks are hashed to the counter, the rest is forwarded": is(
      nodes.flatMap(({ inputs = [] }) => inputs.map(({ ship_strategy: strategy }) => strategy)),
      sameMembers(["HASH", "FORWARD", "FORWARD"]),
    ),
  };
}

const jobStatus: Check<"jobStatus"> = {
  call: ofJob,
  means: (reply) => ({ "it RUNS": is(reply, { status: "RUNNING" }) }),
};

const jobPlan: Check<"jobPlan"> = {
  call: ofJob,
  means: ({ plan }, { jobid, vertexIds }) => ({ "it is the job's": is(plan, { jid: jobid }), ...planClaims(plan, vertexIds, PARALLELISM) }),
};

const jobConfig: Check<"jobConfig"> = {
  call: ofJob,
  means: (reply, { backend }) => ({
    "the parallelism is the cluster's default": is(reply, { "execution-config": { "job-parallelism": PARALLELISM } }),
    "only 1.20 has an execution mode": is(reply["execution-config"], { "execution-mode": presentIf(backend.version === "1.20") }),
  }),
};

const jobExceptions: Check<"jobExceptions"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: { maxExceptions: 20 } }),
  means: (reply, { backend }) => ({
    "nothing has failed": is(reply, { exceptionHistory: { entries: [], truncated: false } }),
    "only 1.20 has the fields of old": is(reply, { "all-exceptions": presentIf(backend.version === "1.20") }),
  }),
};

const jarPlan: Check<"jarPlan"> = {
  call: ({ jarid }) => ({ params: { jarid }, query: {} }),
  means: ({ plan }) => ({
    "the name is the job's": is(plan, { name: "Click Event Count" }),
    "it has the four vertices": is(plan, { nodes: ofSize(4) }),
  }),
};

const jarPlanByBody: Check<"jarPlanByBody"> = {
  call: ({ jarid }) => ({ params: { jarid }, query: {}, body: { parallelism: 3 } }),
  means: ({ plan }, { vertexIds }) => planClaims(plan, vertexIds, 3),
};

/** Every state has a number, also 0. */
function hasEveryState(counts: Readonly<Record<string, number>>): Claim {
  return is(Object.keys(counts), sameMembers(EXECUTION_STATES));
}

/** The rows of this file, in the order of their dependencies. */
export const JOB_CHECKS = { jobs, jobsOverview, job, jobStatus, jobPlan, jobConfig, jobExceptions, jarPlan, jarPlanByBody };
