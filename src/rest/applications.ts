// Applications: what one program submitted, with its jobs. Flink has them since 2.3; 1.20 to 2.2 answer 404.
import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { jobOverviewSchema } from "./jobs.ts";
import { flink, none } from "./route.ts";
import { jobManagerConfigSchema } from "./jobmanager.ts";
import { amountSchema, amountsSchema, emptyReplySchema, openWordSchema, orElse, textSchema } from "./schema-parts.ts";

/** org.apache.flink.api.common.ApplicationState. It spells CANCELING as tasks do, not as jobs do. */
const APPLICATION_STATES = ["CREATED", "RUNNING", "FAILING", "FAILED", "CANCELING", "CANCELED", "FINISHED"] as const;

export type ApplicationState = (typeof APPLICATION_STATES)[number];

const applicationStateSchema = openWordSchema(APPLICATION_STATES);

/** Times in epoch ms, `duration` in ms; `end-time` is -1 while the application lives. */
const applicationFieldsSchema = z.object({
  id: z.string(),
  name: textSchema,
  "start-time": amountSchema,
  "end-time": amountSchema,
  duration: amountSchema,
  status: applicationStateSchema,
});

/** `GET /applications/overview` (MultipleApplicationsDetails), newest first. `jobs` counts those in each state; states without any are absent. */
const applicationsOverviewSchema = z.object({
  applications: z.array(z.extend(applicationFieldsSchema, { jobs: amountsSchema([]) })),
});

export type ApplicationsOverview = z.infer<typeof applicationsOverviewSchema>;

/** `GET /applications/:applicationid` (ApplicationDetailsInfo). `timestamps`: when it came into each state, epoch ms; 0 if never. */
const applicationSchema = z.extend(applicationFieldsSchema, {
  timestamps: amountsSchema([]),
  jobs: orElse(z.array(jobOverviewSchema), []),
});

export type Application = z.infer<typeof applicationSchema>;

/** `GET /applications/:applicationid/exceptions` (ApplicationExceptionsInfoWithHistory). */
const applicationExceptionsSchema = z.object({
  exceptionHistory: z.object({
    entries: orElse(
      z.array(z.object({ exceptionName: textSchema, stacktrace: textSchema, timestamp: amountSchema, jobId: z.nullish(z.string()) })),
      [],
    ),
  }),
});

export type ApplicationExceptions = z.infer<typeof applicationExceptionsSchema>;

/** `GET /applications/:applicationid/jobmanager/config` (ConfigurationInfo): the configuration of its JobManager. */
export type ApplicationConfig = z.infer<typeof jobManagerConfigSchema>;

/** Where the calls of this file go. */
export const APPLICATION_ROUTES = {
  applicationsOverview: flink("GET", "/applications/overview", none),
  application: flink("GET", "/applications/:applicationid", none),
  cancelApplication: flink("POST", "/applications/:applicationid/cancel", none),
  applicationExceptions: flink("GET", "/applications/:applicationid/exceptions", none),
  applicationConfig: flink("GET", "/applications/:applicationid/jobmanager/config", none),
} as const;

/** What they say. */
export const APPLICATION_SCHEMAS = {
  applicationsOverview: answers(applicationsOverviewSchema),
  application: answers(applicationSchema),
  cancelApplication: answers(emptyReplySchema),
  applicationExceptions: answers(applicationExceptionsSchema),
  applicationConfig: answers(jobManagerConfigSchema),
} satisfies SchemasOf<typeof APPLICATION_ROUTES>;
