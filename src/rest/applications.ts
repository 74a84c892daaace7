// Applications: what one program submitted, with its jobs. Flink has them since 2.3; 1.20 to 2.2 answer 404.
import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { jobOverviewSchema } from "./jobs.ts";
import { flink, none } from "./route.ts";
import { amountsSchema, emptyReplySchema, openWordSchema } from "./schema-parts.ts";

/** org.apache.flink.api.common.ApplicationState. It spells CANCELING as tasks do, not as jobs do. */
const APPLICATION_STATES = ["CREATED", "RUNNING", "FAILING", "FAILED", "CANCELING", "CANCELED", "FINISHED"] as const;

export type ApplicationState = (typeof APPLICATION_STATES)[number];

const applicationStateSchema = openWordSchema(APPLICATION_STATES);

/** Times in epoch ms, `duration` in ms; `end-time` is -1 while the application lives. */
const applicationFieldsSchema = z.object({
  id: z.string(),
  name: z.string(),
  "start-time": z.number(),
  "end-time": z.number(),
  duration: z.number(),
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
  jobs: z.array(jobOverviewSchema),
});

export type Application = z.infer<typeof applicationSchema>;

/** `GET /applications/:applicationid/exceptions` (ApplicationExceptionsInfoWithHistory). */
const applicationExceptionsSchema = z.object({
  exceptionHistory: z.object({
    entries: z.array(z.object({ exceptionName: z.string(), stacktrace: z.string(), timestamp: z.number(), jobId: z.nullish(z.string()) })),
  }),
});

export type ApplicationExceptions = z.infer<typeof applicationExceptionsSchema>;

/** Where the calls of this file go. */
export const APPLICATION_ROUTES = {
  applicationsOverview: flink("GET", "/applications/overview", none),
  application: flink("GET", "/applications/:applicationid", none),
  cancelApplication: flink("POST", "/applications/:applicationid/cancel", none),
  applicationExceptions: flink("GET", "/applications/:applicationid/exceptions", none),
} as const;

/** What they say. */
export const APPLICATION_SCHEMAS = {
  applicationsOverview: answers(applicationsOverviewSchema),
  application: answers(applicationSchema),
  cancelApplication: answers(emptyReplySchema),
  applicationExceptions: answers(applicationExceptionsSchema),
} satisfies SchemasOf<typeof APPLICATION_ROUTES>;
