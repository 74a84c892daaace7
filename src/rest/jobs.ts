import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { ioMetricsSchema } from "./io-metrics.ts";
import { jobPlanSchema, planSchema } from "./plan.ts";
import { flink, none } from "./route.ts";
import { emptyReplySchema, executionStateCountsSchema, executionStateSchema, jobStatusSchema } from "./schema-parts.ts";

const jobTypeSchema = z.enum(["BATCH", "STREAMING"]);
const schedulerTypeSchema = z.enum(["Default", "Adaptive", "AdaptiveBatch"]);

/** `GET /jobs` (JobIdsWithStatusOverview). */
const jobsSchema = z.object({
  jobs: z.array(z.object({ id: z.string(), status: jobStatusSchema })),
});

export type Jobs = z.infer<typeof jobsSchema>;

/** `GET /jobs/:jobid/status`. */
const jobStatusReplySchema = z.object({ status: jobStatusSchema });

export type JobStatusReply = z.infer<typeof jobStatusReplySchema>;

/** Task counts by state in small letters, and their `total`, as only the jobs overview spells them. */
const overviewTaskCountsSchema = z.object({
  total: z.number(),
  created: z.number(),
  scheduled: z.number(),
  deploying: z.number(),
  running: z.number(),
  finished: z.number(),
  canceling: z.number(),
  canceled: z.number(),
  failed: z.number(),
  reconciling: z.number(),
  initializing: z.number(),
});

export type OverviewTaskCounts = z.infer<typeof overviewTaskCountsSchema>;

/** One row of the overview (JobDetails of the dispatcher). Times in epoch ms; `end-time` is -1 while the job lives. */
export const jobOverviewSchema = z.object({
  jid: z.string(),
  name: z.string(),
  jobType: z.optional(jobTypeSchema),
  schedulerType: z.optional(schedulerTypeSchema),
  "start-time": z.number(),
  "end-time": z.number(),
  duration: z.number(),
  state: jobStatusSchema,
  "last-modification": z.number(),
  tasks: overviewTaskCountsSchema,
  "pending-operators": z.optional(z.number()),
});

export type JobOverview = z.infer<typeof jobOverviewSchema>;

/** `GET /jobs/overview` (MultipleJobsDetails). */
export const jobsOverviewSchema = z.object({ jobs: z.array(jobOverviewSchema) });

export type JobsOverview = z.infer<typeof jobsOverviewSchema>;

/** A vertex as the job details list it. `tasks` counts its subtasks by state; times in epoch ms, -1 where not yet. */
const jobVertexSchema = z.object({
  id: z.string(),
  slotSharingGroupId: z.string(),
  name: z.string(),
  maxParallelism: z.number(),
  parallelism: z.number(),
  status: executionStateSchema,
  "start-time": z.number(),
  "end-time": z.number(),
  duration: z.number(),
  tasks: executionStateCountsSchema,
  metrics: ioMetricsSchema,
});

export type JobVertex = z.infer<typeof jobVertexSchema>;

/** `GET /jobs/:jobid` (JobDetailsInfo). `maxParallelism` is -1 unless the job set one; `status-counts` counts vertices. */
export const jobSchema = z.object({
  jid: z.string(),
  /** Null of a job that has ended under the adaptive scheduler. */
  "application-id": z.nullish(z.string()),
  name: z.string(),
  isStoppable: z.boolean(),
  state: jobStatusSchema,
  "job-type": jobTypeSchema,
  schedulerType: z.optional(schedulerTypeSchema),
  "start-time": z.number(),
  "end-time": z.number(),
  duration: z.number(),
  maxParallelism: z.number(),
  now: z.number(),
  /** When the job last entered each state, epoch ms; 0 if never. */
  timestamps: z.record(jobStatusSchema, z.number()),
  vertices: z.array(jobVertexSchema),
  "status-counts": executionStateCountsSchema,
  plan: planSchema,
  "pending-operators": z.optional(z.number()),
});

export type Job = z.infer<typeof jobSchema>;

/** `GET /jobs/:jobid/config` (JobConfigInfo). `execution-mode` is 1.20's. */
const jobConfigSchema = z.object({
  jid: z.string(),
  name: z.string(),
  "execution-config": z.object({
    "execution-mode": z.optional(z.string()),
    "restart-strategy": z.string(),
    "job-parallelism": z.number(),
    "object-reuse-mode": z.boolean(),
    "user-config": z.record(z.string(), z.string()),
  }),
});

export type JobConfig = z.infer<typeof jobConfigSchema>;

/** Where the calls of this file go. */
export const JOB_ROUTES = {
  jobs: flink("GET", "/jobs", none),
  jobsOverview: flink("GET", "/jobs/overview", none),
  job: flink("GET", "/jobs/:jobid", none),
  cancelJob: flink("PATCH", "/jobs/:jobid", { mode: "optional" }),
  /**
   * Changes the cluster with a GET, so the server must decide whether the request may come from a
   * page of another site.
   */
  cancelJobByGet: { ...flink("GET", "/jobs/:jobid/yarn-cancel", none), documented: false },
  jobStatus: flink("GET", "/jobs/:jobid/status", none),
  jobPlan: flink("GET", "/jobs/:jobid/plan", none),
  jobConfig: flink("GET", "/jobs/:jobid/config", none),
} as const;

/** What they say. */
export const JOB_SCHEMAS = {
  jobs: answers(jobsSchema),
  jobsOverview: answers(jobsOverviewSchema),
  job: answers(jobSchema),
  cancelJob: answers(emptyReplySchema),
  cancelJobByGet: answers(emptyReplySchema),
  jobStatus: answers(jobStatusReplySchema),
  jobPlan: answers(jobPlanSchema),
  jobConfig: answers(jobConfigSchema),
} satisfies SchemasOf<typeof JOB_ROUTES>;
