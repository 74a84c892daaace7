// What the adaptive scheduler remembers of its rescales, since Flink 2.3. Everything here is a 404 with the default scheduler, and all but the
// configuration where `web.adaptive-scheduler.rescale-history.size` is 0, as it is by default. Times are epoch ms, durations ms.
import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { amountSchema, lenient, openWordSchema, orElse, statsSummarySchema, textSchema } from "./schema-parts.ts";
import { resourceProfileSchema } from "./taskmanagers.ts";

/** A vertex before and after. `pre…` is null where there was nothing before, `post…` while it is not known yet or nothing came of it. */
const vertexRescaleSchema = z.object({
  jobVertexId: textSchema,
  jobVertexName: lenient(z.nullable(z.string())),
  slotSharingGroupId: lenient(z.nullable(z.string())),
  slotSharingGroupName: lenient(z.nullable(z.string())),
  /** The upper bound that was asked for. */
  desiredParallelism: lenient(z.nullable(z.number())),
  /** The lower bound: with as much the job may run. */
  sufficientParallelism: lenient(z.nullable(z.number())),
  preRescaleParallelism: lenient(z.nullable(z.number())),
  postRescaleParallelism: lenient(z.nullable(z.number())),
});

export type VertexRescale = z.infer<typeof vertexRescaleSchema>;

const slotSharingGroupRescaleSchema = z.object({
  slotSharingGroupId: textSchema,
  slotSharingGroupName: lenient(z.nullable(z.string())),
  requestResourceProfile: lenient(z.nullable(resourceProfileSchema)),
  desiredSlots: lenient(z.nullable(z.number())),
  minimalRequiredSlots: lenient(z.nullable(z.number())),
  preRescaleSlots: lenient(z.nullable(z.number())),
  postRescaleSlots: lenient(z.nullable(z.number())),
  acquiredResourceProfile: lenient(z.nullable(resourceProfileSchema)),
});

export type SlotSharingGroupRescale = z.infer<typeof slotSharingGroupRescaleSchema>;

/**
 * A state that the scheduler was in during the rescale, by the name of its class:
 * `WaitingForResources`, `Executing`.
 */
const schedulerStateSpanSchema = z.object({
  state: textSchema,
  enterTimestampInMillis: lenient(z.nullable(z.number())),
  leaveTimestampInMillis: lenient(z.nullable(z.number())),
  durationInMillis: lenient(z.nullable(z.number())),
  stringifiedException: lenient(z.nullable(z.string())),
});

export type SchedulerStateSpan = z.infer<typeof schedulerStateSpanSchema>;

/**
 * One rescale (JobRescaleDetails). In the history `vertices`, `slots` and `schedulerStates` are empty; the details have them. While it is under
 * way, the end and the result are null. Causes and reasons are open words: they explain, and a newer Flink may know more of them.
 */
const rescaleSchema = z.object({
  rescaleUuid: z.string(),
  /** The same for all attempts to fulfil one declaration of requirements. */
  resourceRequirementsUuid: textSchema,
  rescaleAttemptId: amountSchema,
  vertices: z.nullish(z.record(z.string(), vertexRescaleSchema)),
  slots: z.nullish(z.record(z.string(), slotSharingGroupRescaleSchema)),
  schedulerStates: z.nullish(z.array(schedulerStateSpanSchema)),
  startTimestampInMillis: lenient(z.nullable(z.number())),
  endTimestampInMillis: lenient(z.nullable(z.number())),
  terminalState: lenient(z.nullable(openWordSchema(["COMPLETED", "FAILED", "IGNORED"]))),
  triggerCause: lenient(z.nullable(z.string())),
  terminatedReason: lenient(z.nullable(z.string())),
});

export type Rescale = z.infer<typeof rescaleSchema>;

/** `GET …/rescales/history`: newest first. */
const rescaleHistorySchema = z.array(rescaleSchema);

export type RescaleHistory = z.infer<typeof rescaleHistorySchema>;

const rescalesCountsSchema = z.object({ ignored: amountSchema, inProgress: amountSchema, completed: amountSchema, failed: amountSchema });

export type RescalesCounts = z.infer<typeof rescalesCountsSchema>;

/** `GET …/rescales/overview` (JobRescalesOverview): the latest rescale of each outcome, which the history may have dropped. */
const rescaleOverviewSchema = z.object({
  rescalesCounts: rescalesCountsSchema,
  latest: z.object({
    completed: orElse(z.nullable(rescaleSchema), null),
    failed: orElse(z.nullable(rescaleSchema), null),
    ignored: orElse(z.nullable(rescaleSchema), null),
  }),
});

export type RescaleOverview = z.infer<typeof rescaleOverviewSchema>;

/** `GET …/rescales/summary` (JobRescalesSummary). A duration is 0 or NaN where nothing was counted. */
const rescaleSummarySchema = z.object({
  rescalesCounts: rescalesCountsSchema,
  rescalesDurationStatsInMillis: statsSummarySchema,
  completedRescalesDurationStatsInMillis: statsSummarySchema,
  ignoredRescalesDurationStatsInMillis: statsSummarySchema,
  failedRescalesDurationStatsInMillis: statsSummarySchema,
});

export type RescaleSummary = z.infer<typeof rescaleSummarySchema>;

/** `GET …/rescales/config` (JobRescaleConfigInfo). A timeout is null where the scheduler has none. */
const rescaleConfigSchema = z.object({
  rescaleHistoryMax: amountSchema,
  /** REACTIVE, or null: without reactive mode it has no name. */
  schedulerExecutionMode: lenient(z.nullable(z.string())),
  submissionResourceWaitTimeoutInMillis: lenient(z.nullable(z.number())),
  submissionResourceStabilizationTimeoutInMillis: lenient(z.nullable(z.number())),
  slotIdleTimeoutInMillis: lenient(z.nullable(z.number())),
  executingCooldownTimeoutInMillis: lenient(z.nullable(z.number())),
  executingResourceStabilizationTimeoutInMillis: lenient(z.nullable(z.number())),
  maximumDelayForTriggeringRescaleInMillis: lenient(z.nullable(z.number())),
  rescaleOnFailedCheckpointCount: lenient(z.nullable(z.number())),
});

export type RescaleConfig = z.infer<typeof rescaleConfigSchema>;

/** Where the calls of this file go. */
export const RESCALE_ROUTES = {
  rescaleHistory: flink("GET", "/jobs/:jobid/rescales/history", none),
  // Flink got these two after its snapshot was taken.
  rescaleOverview: { ...flink("GET", "/jobs/:jobid/rescales/overview", none), documented: false },
  rescaleSummary: { ...flink("GET", "/jobs/:jobid/rescales/summary", none), documented: false },
  rescaleConfig: flink("GET", "/jobs/:jobid/rescales/config", none),
  rescaleDetails: flink("GET", "/jobs/:jobid/rescales/details/:rescaleuuid", none),
} as const;

/** What they say. */
export const RESCALE_SCHEMAS = {
  rescaleHistory: answers(rescaleHistorySchema),
  rescaleOverview: answers(rescaleOverviewSchema),
  rescaleSummary: answers(rescaleSummarySchema),
  rescaleConfig: answers(rescaleConfigSchema),
  rescaleDetails: answers(rescaleSchema),
} satisfies SchemasOf<typeof RESCALE_ROUTES>;
