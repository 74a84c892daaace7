import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { orElse, textSchema } from "./schema-parts.ts";

/** `GET /jobmanager/config` (ConfigurationInfo): the cluster's configuration, secrets hidden by Flink. */
export const jobManagerConfigSchema = z.array(z.object({ key: z.string(), value: textSchema }));

export type JobManagerConfig = z.infer<typeof jobManagerConfigSchema>;

/** `GET /jobmanager/environment` (EnvironmentInfo). */
const jobManagerEnvironmentSchema = z.object({
  jvm: z.object({ version: textSchema, arch: textSchema, options: orElse(z.array(textSchema), []) }),
  classpath: orElse(z.array(textSchema), []),
});

export type JobManagerEnvironment = z.infer<typeof jobManagerEnvironmentSchema>;

/** `GET /jobs/:jobid/jobmanager/log-url` and the like (LogUrlResponse): a page with the log of a process that ran the job. */
const logUrlSchema = z.object({ url: textSchema });

export type LogUrl = z.infer<typeof logUrlSchema>;

/** Where the calls of this file go. */
export const JOB_MANAGER_ROUTES = {
  jobManagerConfig: flink("GET", "/jobmanager/config", none),
  jobManagerEnvironment: flink("GET", "/jobmanager/environment", none),
  /** Of the JobManager that ran the job, which a History Server keeps with it. */
  jobManagerConfigOfJob: flink("GET", "/jobs/:jobid/jobmanager/config", none),
  jobManagerEnvironmentOfJob: flink("GET", "/jobs/:jobid/jobmanager/environment", none),
  jobManagerLogUrl: flink("GET", "/jobs/:jobid/jobmanager/log-url", none),
  taskManagerLogUrl: flink("GET", "/jobs/:jobid/taskmanagers/:taskmanagerid/log-url", none),
} as const;

/** What they say. */
export const JOB_MANAGER_SCHEMAS = {
  jobManagerConfig: answers(jobManagerConfigSchema),
  jobManagerEnvironment: answers(jobManagerEnvironmentSchema),
  jobManagerConfigOfJob: answers(jobManagerConfigSchema),
  jobManagerEnvironmentOfJob: answers(jobManagerEnvironmentSchema),
  jobManagerLogUrl: answers(logUrlSchema),
  taskManagerLogUrl: answers(logUrlSchema),
} satisfies SchemasOf<typeof JOB_MANAGER_ROUTES>;
