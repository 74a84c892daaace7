// What is triggered now and asked after later: savepoints, stops, checkpoints, the deletion of a savepoint.
import * as z from "zod/mini";
import { answers, takes, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";

/** Reply to a trigger: the id to ask with. */
const triggerReplySchema = z.object({ "request-id": z.string() });

export type TriggerReply = z.infer<typeof triggerReplySchema>;

const statusSchema = z.object({ id: z.enum(["IN_PROGRESS", "COMPLETED"]) });

/** A failure on the cluster. `serialized-throwable` is Java's own form of it, base64. */
const failureCauseSchema = z.object({
  class: z.string(),
  "stack-trace": z.string(),
  "serialized-throwable": z.optional(z.string()),
});

export type FailureCause = z.infer<typeof failureCauseSchema>;

/** `GET /jobs/:jobid/savepoints/:triggerid`, of a savepoint and of a stop. One of location and failure-cause once it is COMPLETED. */
const savepointStatusSchema = z.object({
  status: statusSchema,
  operation: z.nullable(z.object({ location: z.optional(z.string()), "failure-cause": z.optional(failureCauseSchema) })),
});

export type SavepointStatus = z.infer<typeof savepointStatusSchema>;

/** `GET /jobs/:jobid/checkpoints/:triggerid`. */
const checkpointStatusSchema = z.object({
  status: statusSchema,
  operation: z.nullable(
    z.object({ checkpointId: z.optional(z.nullable(z.number())), failureCause: z.optional(z.nullable(failureCauseSchema)) }),
  ),
});

export type CheckpointTriggerStatus = z.infer<typeof checkpointStatusSchema>;

/** `GET /savepoint-disposal/:triggerid`: without failure-cause it was deleted. */
const disposalStatusSchema = z.object({
  status: statusSchema,
  operation: z.nullable(z.object({ "failure-cause": z.optional(z.nullable(failureCauseSchema)) })),
});

export type DisposalStatus = z.infer<typeof disposalStatusSchema>;

const formatTypeSchema = z.enum(["CANONICAL", "NATIVE"]);

/** Body of `POST /jobs/:jobid/savepoints`. */
const savepointRequestSchema = z.object({
  "target-directory": z.optional(z.string()),
  "cancel-job": z.optional(z.boolean()),
  formatType: z.optional(formatTypeSchema),
  triggerId: z.optional(z.string()),
});

export type SavepointRequest = z.infer<typeof savepointRequestSchema>;

/** Body of `POST /jobs/:jobid/stop`. */
const stopRequestSchema = z.object({
  targetDirectory: z.optional(z.string()),
  drain: z.optional(z.boolean()),
  formatType: z.optional(formatTypeSchema),
  triggerId: z.optional(z.string()),
});

export type StopRequest = z.infer<typeof stopRequestSchema>;

/** Body of `POST /jobs/:jobid/checkpoints`. */
const checkpointRequestSchema = z.object({
  checkpointType: z.optional(z.enum(["CONFIGURED", "FULL", "INCREMENTAL"])),
  triggerId: z.optional(z.string()),
});

export type CheckpointRequest = z.infer<typeof checkpointRequestSchema>;

/** Body of `POST /savepoint-disposal`. */
const disposalRequestSchema = z.object({ "savepoint-path": z.string() });

export type DisposalRequest = z.infer<typeof disposalRequestSchema>;

/** Where the calls of this file go. */
export const OPERATION_ROUTES = {
  triggerCheckpoint: flink("POST", "/jobs/:jobid/checkpoints", none),
  checkpointStatus: flink("GET", "/jobs/:jobid/checkpoints/:triggerid", none),
  triggerSavepoint: flink("POST", "/jobs/:jobid/savepoints", none),
  savepointStatus: flink("GET", "/jobs/:jobid/savepoints/:triggerid", none),
  stopJob: flink("POST", "/jobs/:jobid/stop", none),
  disposeSavepoint: flink("POST", "/savepoint-disposal", none),
  disposalStatus: flink("GET", "/savepoint-disposal/:triggerid", none),
} as const;

/** What they say. */
export const OPERATION_SCHEMAS = {
  triggerCheckpoint: takes(checkpointRequestSchema, triggerReplySchema),
  checkpointStatus: answers(checkpointStatusSchema),
  triggerSavepoint: takes(savepointRequestSchema, triggerReplySchema),
  savepointStatus: answers(savepointStatusSchema),
  stopJob: takes(stopRequestSchema, triggerReplySchema),
  disposeSavepoint: takes(disposalRequestSchema, triggerReplySchema),
  disposalStatus: answers(disposalStatusSchema),
} satisfies SchemasOf<typeof OPERATION_ROUTES>;
