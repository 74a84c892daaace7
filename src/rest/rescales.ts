// What the adaptive scheduler remembers of its rescales, since Flink 2.3. Everything here is a 404 with the default scheduler, and all but the
// configuration where `web.adaptive-scheduler.rescale-history.size` is 0, as it is by default. Times are epoch ms, durations ms.
import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { statsSummarySchema } from "./schema-parts.ts";
import { resourceProfileSchema } from "./taskmanagers.ts";

/** A vertex before and after. `pre…` is null where there was nothing before, `post…` while it is not known yet or nothing came of it. */
const vertexRescaleSchema = z.object({
  jobVertexId: z.string(),
  jobVertexName: z.nullish(z.string()),
  slotSharingGroupId: z.nullish(z.string()),
  slotSharingGroupName: z.nullish(z.string()),
  /** The upper bound that was asked for. */
  desiredParallelism: z.nullish(z.number()),
  /** The lower bound: with as much the job may run. */
  sufficientParallelism: z.nullish(z.number()),
  preRescaleParallelism: z.nullish(z.number()),
  postRescaleParallelism: z.nullish(z.number()),
});

export type VertexRescale = z.infer<typeof vertexRescaleSchema>;

const slotSharingGroupRescaleSchema = z.object({
  slotSharingGroupId: z.string(),
  slotSharingGroupName: z.nullish(z.string()),
  requestResourceProfile: z.nullish(resourceProfileSchema),
  desiredSlots: z.nullish(z.number()),
  minimalRequiredSlots: z.nullish(z.number()),
  preRescaleSlots: z.nullish(z.number()),
  postRescaleSlots: z.nullish(z.number()),
  acquiredResourceProfile: z.nullish(resourceProfileSchema),
});

export type SlotSharingGroupRescale = z.infer<typeof slotSharingGroupRescaleSchema>;

/**
 * A state that the scheduler was in during the rescale, by the name of its class:
 * `WaitingForResources`, `Executing`.
 */
const schedulerStateSpanSchema = z.object({
  state: z.string(),
  enterTimestampInMillis: z.nullish(z.number()),
  leaveTimestampInMillis: z.nullish(z.number()),
  durationInMillis: z.nullish(z.number()),
  stringifiedException: z.nullish(z.string()),
});

export type SchedulerStateSpan = z.infer<typeof schedulerStateSpanSchema>;

/**
 * One rescale (JobRescaleDetails). In the history `vertices`, `slots` and `schedulerStates` are empty; the details have them. While it is under
 * way, the end and the result are null. Causes and reasons are open words: they explain, and a newer Flink may know more of them.
 */
const rescaleSchema = z.object({
  rescaleUuid: z.string(),
  /** The same for all attempts to fulfil one declaration of requirements. */
  resourceRequirementsUuid: z.string(),
  rescaleAttemptId: z.number(),
  vertices: z.nullish(z.record(z.string(), vertexRescaleSchema)),
  slots: z.nullish(z.record(z.string(), slotSharingGroupRescaleSchema)),
  schedulerStates: z.nullish(z.array(schedulerStateSpanSchema)),
  startTimestampInMillis: z.nullish(z.number()),
  endTimestampInMillis: z.nullish(z.number()),
  terminalState: z.nullish(z.enum(["COMPLETED", "FAILED", "IGNORED"])),
  triggerCause: z.nullish(z.string()),
  terminatedReason: z.nullish(z.string()),
});

export type Rescale = z.infer<typeof rescaleSchema>;

/** `GET …/rescales/history`: newest first. */
const rescaleHistorySchema = z.array(rescaleSchema);

export type RescaleHistory = z.infer<typeof rescaleHistorySchema>;

/** `GET …/rescales/summary` (JobRescalesSummary). A duration is 0 or NaN where nothing was counted. */
const rescaleSummarySchema = z.object({
  rescalesCounts: z.object({ ignored: z.number(), inProgress: z.number(), completed: z.number(), failed: z.number() }),
  rescalesDurationStatsInMillis: statsSummarySchema,
  completedRescalesDurationStatsInMillis: statsSummarySchema,
  ignoredRescalesDurationStatsInMillis: statsSummarySchema,
  failedRescalesDurationStatsInMillis: statsSummarySchema,
});

export type RescaleSummary = z.infer<typeof rescaleSummarySchema>;

/** `GET …/rescales/config` (JobRescaleConfigInfo). A timeout is null where the scheduler has none. */
const rescaleConfigSchema = z.object({
  rescaleHistoryMax: z.number(),
  /** REACTIVE, or null: without reactive mode it has no name. */
  schedulerExecutionMode: z.nullish(z.string()),
  submissionResourceWaitTimeoutInMillis: z.nullish(z.number()),
  submissionResourceStabilizationTimeoutInMillis: z.nullish(z.number()),
  slotIdleTimeoutInMillis: z.nullish(z.number()),
  executingCooldownTimeoutInMillis: z.nullish(z.number()),
  executingResourceStabilizationTimeoutInMillis: z.nullish(z.number()),
  maximumDelayForTriggeringRescaleInMillis: z.nullish(z.number()),
  rescaleOnFailedCheckpointCount: z.nullish(z.number()),
});

export type RescaleConfig = z.infer<typeof rescaleConfigSchema>;

/** Where the calls of this file go. */
export const RESCALE_ROUTES = {
  rescaleHistory: flink("GET", "/jobs/:jobid/rescales/history", none),
  // Flink got this one after its snapshot was taken.
  rescaleSummary: { ...flink("GET", "/jobs/:jobid/rescales/summary", none), documented: false },
  rescaleConfig: flink("GET", "/jobs/:jobid/rescales/config", none),
  rescaleDetails: flink("GET", "/jobs/:jobid/rescales/details/:rescaleuuid", none),
} as const;

/** What they say. */
export const RESCALE_SCHEMAS = {
  rescaleHistory: answers(rescaleHistorySchema),
  rescaleSummary: answers(rescaleSummarySchema),
  rescaleConfig: answers(rescaleConfigSchema),
  rescaleDetails: answers(rescaleSchema),
} satisfies SchemasOf<typeof RESCALE_ROUTES>;
