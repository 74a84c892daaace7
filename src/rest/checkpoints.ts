import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { amountSchema, lenient, openWordSchema, orElse, statsSummarySchema, textSchema } from "./schema-parts.ts";

const checkpointStatusSchema = openWordSchema(["IN_PROGRESS", "COMPLETED", "FAILED"]);

const sizesAndTimesSchema = z.object({
  latest_ack_timestamp: amountSchema,
  checkpointed_size: amountSchema,
  state_size: amountSchema,
  end_to_end_duration: amountSchema,
  alignment_buffered: amountSchema,
  processed_data: amountSchema,
  persisted_data: amountSchema,
  num_subtasks: amountSchema,
  num_acknowledged_subtasks: amountSchema,
});

/** One vertex's part of a checkpoint (TaskCheckpointStatistics). */
const taskCheckpointStatisticsSchema = z.extend(sizesAndTimesSchema, {
  id: z.number(),
  status: checkpointStatusSchema,
});

export type TaskCheckpointStatistics = z.infer<typeof taskCheckpointStatisticsSchema>;

const checkpointFieldsSchema = z.extend(sizesAndTimesSchema, {
  id: z.number(),
  status: checkpointStatusSchema,
  is_savepoint: z.catch(z.boolean(), false),
  savepointFormat: z.nullish(z.string()),
  trigger_timestamp: amountSchema,
  checkpoint_type: lenient(openWordSchema(["CHECKPOINT", "UNALIGNED_CHECKPOINT", "SAVEPOINT", "SYNC_SAVEPOINT"])),
  /** By vertex id in the checkpoint's details; empty in the statistics. */
  tasks: orElse(z.record(z.string(), taskCheckpointStatisticsSchema), {}),
});

const completedCheckpointSchema = z.extend(checkpointFieldsSchema, {
  className: z.literal("completed"),
  external_path: lenient(z.nullable(z.string())),
  discarded: z.catch(z.boolean(), false),
});

export type CompletedCheckpoint = z.infer<typeof completedCheckpointSchema>;

const failedCheckpointSchema = z.extend(checkpointFieldsSchema, {
  className: z.literal("failed"),
  failure_timestamp: amountSchema,
  failure_message: lenient(z.nullable(z.string())),
});

export type FailedCheckpoint = z.infer<typeof failedCheckpointSchema>;

const pendingCheckpointSchema = z.extend(checkpointFieldsSchema, {
  className: z.literal("in_progress"),
});

export type PendingCheckpoint = z.infer<typeof pendingCheckpointSchema>;

/** `GET …/checkpoints/details/:checkpointid` (CheckpointStatistics). Times in epoch ms, durations in ms, sizes in bytes. */
const checkpointSchema = z.discriminatedUnion("className", [completedCheckpointSchema, failedCheckpointSchema, pendingCheckpointSchema]);

export type Checkpoint = z.infer<typeof checkpointSchema>;

/** What the job was last restored from. */
const restoredCheckpointSchema = z.object({
  id: z.number(),
  restore_timestamp: amountSchema,
  is_savepoint: z.catch(z.boolean(), false),
  external_path: lenient(z.nullable(z.string())),
});

export type RestoredCheckpoint = z.infer<typeof restoredCheckpointSchema>;

const summarySchema = z.object({
  checkpointed_size: statsSummarySchema,
  state_size: statsSummarySchema,
  end_to_end_duration: statsSummarySchema,
  alignment_buffered: statsSummarySchema,
  processed_data: statsSummarySchema,
  persisted_data: statsSummarySchema,
});

/** `GET /jobs/:jobid/checkpoints` (CheckpointingStatistics); the history is newest first, the last ten by default. */
export const checkpointsSchema = z.object({
  counts: z.object({
    restored: amountSchema,
    total: amountSchema,
    in_progress: amountSchema,
    completed: amountSchema,
    failed: amountSchema,
  }),
  summary: orElse(summarySchema, z.parse(summarySchema, {})),
  latest: z.object({
    completed: orElse(z.nullable(completedCheckpointSchema), null),
    savepoint: orElse(z.nullable(completedCheckpointSchema), null),
    failed: orElse(z.nullable(failedCheckpointSchema), null),
    restored: orElse(z.nullable(restoredCheckpointSchema), null),
  }),
  history: z.array(checkpointSchema),
});

export type Checkpoints = z.infer<typeof checkpointsSchema>;

/** `GET …/checkpoints/config` (CheckpointConfigInfo). Durations in ms. */
const checkpointConfigSchema = z.object({
  mode: z.catch(openWordSchema(["exactly_once", "at_least_once"]), ""),
  interval: amountSchema,
  timeout: amountSchema,
  min_pause: amountSchema,
  max_concurrent: amountSchema,
  externalization: lenient(
    z.object({
      enabled: z.boolean(),
      delete_on_cancellation: z.boolean(),
    }),
  ),
  state_backend: textSchema,
  checkpoint_storage: textSchema,
  unaligned_checkpoints: lenient(z.boolean()),
  tolerable_failed_checkpoints: amountSchema,
  aligned_checkpoint_timeout: amountSchema,
  checkpoints_after_tasks_finish: lenient(z.boolean()),
  state_changelog_enabled: lenient(z.boolean()),
  changelog_periodic_materialization_interval: amountSchema,
  changelog_storage: textSchema,
});

export type CheckpointConfig = z.infer<typeof checkpointConfigSchema>;

/** A subtask that has acknowledged. Durations in ms, `buffered`, `processed`, `persisted` and sizes in bytes. */
const completedSubtaskCheckpointSchema = z.object({
  className: z.literal("completed"),
  status: z.literal("completed"),
  index: z.number(),
  ack_timestamp: amountSchema,
  end_to_end_duration: amountSchema,
  checkpointed_size: amountSchema,
  state_size: amountSchema,
  checkpoint: z.object({ sync: amountSchema, async: amountSchema }),
  alignment: z.object({
    buffered: amountSchema,
    processed: amountSchema,
    persisted: amountSchema,
    duration: amountSchema,
  }),
  start_delay: amountSchema,
  unaligned_checkpoint: lenient(z.boolean()),
  aborted: lenient(z.boolean()),
});

export type CompletedSubtaskCheckpoint = z.infer<typeof completedSubtaskCheckpointSchema>;

/** A subtask that has not acknowledged yet, or never will. */
const pendingSubtaskCheckpointSchema = z.object({
  className: z.literal("pending"),
  status: z.literal("pending_or_failed"),
  index: z.number(),
});

const subtaskCheckpointSchema = z.discriminatedUnion("className", [completedSubtaskCheckpointSchema, pendingSubtaskCheckpointSchema]);

export type SubtaskCheckpoint = z.infer<typeof subtaskCheckpointSchema>;

const subtasksSummarySchema = z.object({
  checkpointed_size: statsSummarySchema,
  state_size: statsSummarySchema,
  end_to_end_duration: statsSummarySchema,
  checkpoint_duration: z.object({ sync: statsSummarySchema, async: statsSummarySchema }),
  alignment: z.object({
    buffered: statsSummarySchema,
    processed: statsSummarySchema,
    persisted: statsSummarySchema,
    duration: statsSummarySchema,
  }),
  start_delay: statsSummarySchema,
});

/** `GET …/checkpoints/details/:checkpointid/subtasks/:vertexid` (TaskCheckpointStatisticsWithSubtaskDetails). */
const checkpointSubtasksSchema = z.extend(sizesAndTimesSchema, {
  id: z.number(),
  status: checkpointStatusSchema,
  summary: orElse(subtasksSummarySchema, z.parse(subtasksSummarySchema, { checkpoint_duration: {}, alignment: {} })),
  subtasks: z.array(subtaskCheckpointSchema),
});

export type CheckpointSubtasks = z.infer<typeof checkpointSubtasksSchema>;

/** Where the calls of this file go. */
export const CHECKPOINT_ROUTES = {
  checkpoints: flink("GET", "/jobs/:jobid/checkpoints", none),
  checkpointConfig: flink("GET", "/jobs/:jobid/checkpoints/config", none),
  checkpoint: flink("GET", "/jobs/:jobid/checkpoints/details/:checkpointid", none),
  checkpointSubtasks: flink("GET", "/jobs/:jobid/checkpoints/details/:checkpointid/subtasks/:vertexid", none),
} as const;

/** What they say. */
export const CHECKPOINT_SCHEMAS = {
  checkpoints: answers(checkpointsSchema),
  checkpointConfig: answers(checkpointConfigSchema),
  checkpoint: answers(checkpointSchema),
  checkpointSubtasks: answers(checkpointSubtasksSchema),
} satisfies SchemasOf<typeof CHECKPOINT_ROUTES>;
