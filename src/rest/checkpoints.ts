import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { statsSummarySchema } from "./schema-parts.ts";

const checkpointStatusSchema = z.enum(["IN_PROGRESS", "COMPLETED", "FAILED"]);

const sizesAndTimesSchema = z.object({
  latest_ack_timestamp: z.number(),
  checkpointed_size: z.number(),
  state_size: z.number(),
  end_to_end_duration: z.number(),
  alignment_buffered: z.number(),
  processed_data: z.number(),
  persisted_data: z.number(),
  num_subtasks: z.number(),
  num_acknowledged_subtasks: z.number(),
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
  is_savepoint: z.boolean(),
  savepointFormat: z.nullish(z.string()),
  trigger_timestamp: z.number(),
  checkpoint_type: z.enum(["CHECKPOINT", "UNALIGNED_CHECKPOINT", "SAVEPOINT", "SYNC_SAVEPOINT"]),
  /** By vertex id in the checkpoint's details; empty in the statistics. */
  tasks: z.record(z.string(), taskCheckpointStatisticsSchema),
});

const completedCheckpointSchema = z.extend(checkpointFieldsSchema, {
  className: z.literal("completed"),
  external_path: z.nullish(z.string()),
  discarded: z.boolean(),
});

export type CompletedCheckpoint = z.infer<typeof completedCheckpointSchema>;

const failedCheckpointSchema = z.extend(checkpointFieldsSchema, {
  className: z.literal("failed"),
  failure_timestamp: z.number(),
  failure_message: z.nullish(z.string()),
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
  restore_timestamp: z.number(),
  is_savepoint: z.boolean(),
  external_path: z.nullish(z.string()),
});

export type RestoredCheckpoint = z.infer<typeof restoredCheckpointSchema>;

/** `GET /jobs/:jobid/checkpoints` (CheckpointingStatistics); the history is newest first, the last ten by default. */
export const checkpointsSchema = z.object({
  counts: z.object({
    restored: z.number(),
    total: z.number(),
    in_progress: z.number(),
    completed: z.number(),
    failed: z.number(),
  }),
  summary: z.object({
    checkpointed_size: statsSummarySchema,
    state_size: statsSummarySchema,
    end_to_end_duration: statsSummarySchema,
    alignment_buffered: statsSummarySchema,
    processed_data: statsSummarySchema,
    persisted_data: statsSummarySchema,
  }),
  latest: z.object({
    completed: z.nullable(completedCheckpointSchema),
    savepoint: z.nullable(completedCheckpointSchema),
    failed: z.nullable(failedCheckpointSchema),
    restored: z.nullable(restoredCheckpointSchema),
  }),
  history: z.array(checkpointSchema),
});

export type Checkpoints = z.infer<typeof checkpointsSchema>;

/** `GET …/checkpoints/config` (CheckpointConfigInfo). Durations in ms. */
const checkpointConfigSchema = z.object({
  mode: z.enum(["exactly_once", "at_least_once"]),
  interval: z.number(),
  timeout: z.number(),
  min_pause: z.number(),
  max_concurrent: z.number(),
  externalization: z.object({
    enabled: z.boolean(),
    delete_on_cancellation: z.boolean(),
  }),
  state_backend: z.string(),
  checkpoint_storage: z.string(),
  unaligned_checkpoints: z.boolean(),
  tolerable_failed_checkpoints: z.number(),
  aligned_checkpoint_timeout: z.number(),
  checkpoints_after_tasks_finish: z.boolean(),
  state_changelog_enabled: z.boolean(),
  changelog_periodic_materialization_interval: z.number(),
  changelog_storage: z.string(),
});

export type CheckpointConfig = z.infer<typeof checkpointConfigSchema>;

/** A subtask that has acknowledged. Durations in ms, `buffered`, `processed`, `persisted` and sizes in bytes. */
const completedSubtaskCheckpointSchema = z.object({
  className: z.literal("completed"),
  status: z.literal("completed"),
  index: z.number(),
  ack_timestamp: z.number(),
  end_to_end_duration: z.number(),
  checkpointed_size: z.number(),
  state_size: z.number(),
  checkpoint: z.object({ sync: z.number(), async: z.number() }),
  alignment: z.object({
    buffered: z.number(),
    processed: z.number(),
    persisted: z.number(),
    duration: z.number(),
  }),
  start_delay: z.number(),
  unaligned_checkpoint: z.boolean(),
  aborted: z.boolean(),
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

/** `GET …/checkpoints/details/:checkpointid/subtasks/:vertexid` (TaskCheckpointStatisticsWithSubtaskDetails). */
const checkpointSubtasksSchema = z.extend(sizesAndTimesSchema, {
  id: z.number(),
  status: checkpointStatusSchema,
  summary: z.object({
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
  }),
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
