import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { ioMetricsSchema } from "./io-metrics.ts";
import { EMPTY_PLAN, jobPlanSchema, planSchema, streamGraphSchema } from "./plan.ts";
import { flink, none } from "./route.ts";
import {
  amountSchema,
  amountsSchema,
  byExecutionStateSchema,
  byJobStatusSchema,
  emptyReplySchema,
  executionStateSchema,
  jobStatusSchema,
  lenient,
  openWordSchema,
  orElse,
  textSchema,
} from "./schema-parts.ts";

/** Null of a job whose JobMaster could not be set up (Dispatcher.submitFailedJob). */
const jobTypeSchema = lenient(openWordSchema(["BATCH", "STREAMING"]));
const schedulerTypeSchema = lenient(openWordSchema(["Default", "Adaptive", "AdaptiveBatch"]));

/** `GET /jobs` (JobIdsWithStatusOverview). */
const jobsSchema = z.object({
  jobs: z.array(z.object({ id: z.string(), status: jobStatusSchema })),
});

export type Jobs = z.infer<typeof jobsSchema>;

/** `GET /jobs/:jobid/status`. */
const jobStatusReplySchema = z.object({ status: jobStatusSchema });

export type JobStatusReply = z.infer<typeof jobStatusReplySchema>;

/** Task counts by state in small letters, and their `total`, as only the jobs overview spells them. */
const overviewTaskCountsSchema = amountsSchema([
  "total",
  "created",
  "scheduled",
  "deploying",
  "running",
  "finished",
  "canceling",
  "canceled",
  "failed",
  "reconciling",
  "initializing",
]);

export type OverviewTaskCounts = z.infer<typeof overviewTaskCountsSchema>;

/** One row of the overview (JobDetails of the dispatcher). Times in epoch ms; `end-time` is -1 while the job lives. */
export const jobOverviewSchema = z.object({
  jid: z.string(),
  name: textSchema,
  jobType: jobTypeSchema,
  schedulerType: schedulerTypeSchema,
  "start-time": amountSchema,
  "end-time": amountSchema,
  duration: amountSchema,
  state: jobStatusSchema,
  "last-modification": amountSchema,
  tasks: overviewTaskCountsSchema,
  "pending-operators": lenient(z.number()),
});

export type JobOverview = z.infer<typeof jobOverviewSchema>;

/** `GET /jobs/overview` (MultipleJobsDetails). */
export const jobsOverviewSchema = z.object({ jobs: z.array(jobOverviewSchema) });

export type JobsOverview = z.infer<typeof jobsOverviewSchema>;

/** A vertex as the job details list it. `tasks` counts its subtasks by state; times in epoch ms, -1 where not yet. */
const jobVertexSchema = z.object({
  id: z.string(),
  slotSharingGroupId: textSchema,
  name: textSchema,
  maxParallelism: amountSchema,
  parallelism: amountSchema,
  status: executionStateSchema,
  "start-time": amountSchema,
  "end-time": amountSchema,
  duration: amountSchema,
  tasks: byExecutionStateSchema,
  metrics: ioMetricsSchema,
});

export type JobVertex = z.infer<typeof jobVertexSchema>;

/** `GET /jobs/:jobid` (JobDetailsInfo). `maxParallelism` is -1 unless the job set one; `status-counts` counts vertices. */
export const jobSchema = z.object({
  jid: z.string(),
  /** Null of a job that has ended under the adaptive scheduler. */
  "application-id": lenient(z.nullable(z.string())),
  name: textSchema,
  isStoppable: z.catch(z.boolean(), false),
  state: jobStatusSchema,
  "job-type": jobTypeSchema,
  schedulerType: schedulerTypeSchema,
  "start-time": amountSchema,
  "end-time": amountSchema,
  duration: amountSchema,
  maxParallelism: amountSchema,
  now: amountSchema,
  /** When the job last entered each state, epoch ms; 0 if never. */
  timestamps: byJobStatusSchema,
  vertices: z.array(jobVertexSchema),
  "status-counts": byExecutionStateSchema,
  plan: orElse(planSchema, EMPTY_PLAN),
  "stream-graph": lenient(streamGraphSchema),
  "pending-operators": lenient(z.number()),
});

export type Job = z.infer<typeof jobSchema>;

/** `execution-mode` is 1.20's; `job-parallelism` is -1 where the job has none of its own. */
const executionConfigSchema = z.object({
  "execution-mode": lenient(z.string()),
  "restart-strategy": textSchema,
  "job-parallelism": amountSchema,
  "object-reuse-mode": lenient(z.boolean()),
  "user-config": orElse(z.record(z.string(), textSchema), {}),
});

/** `GET /jobs/:jobid/config` (JobConfigInfo), which leaves out the execution configuration of a job that has none. */
const jobConfigSchema = z.object({
  jid: z.string(),
  name: textSchema,
  "execution-config": lenient(executionConfigSchema),
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
