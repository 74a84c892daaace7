// Small schemas that several resources share. zod/mini throughout: 14 kB gzip with all schemas instead of 34, and it never probes for eval, which
// the content security policy would report.
import * as z from "zod/mini";
import { EXECUTION_STATES, JOB_STATUSES } from "./states.ts";

/** A double; "NaN" and the infinities travel as text. */
export const doubleSchema = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]);

/** StatsSummaryDto: sizes in bytes, durations in ms; percentiles are NaN while nothing was counted. */
export const statsSummarySchema = z.object({
  min: z.number(),
  max: z.number(),
  avg: z.number(),
  p50: doubleSchema,
  p90: doubleSchema,
  p95: doubleSchema,
  p99: doubleSchema,
  p999: doubleSchema,
});

export type StatsSummary = z.infer<typeof statsSummarySchema>;

export const jobStatusSchema = z.enum(JOB_STATUSES);

export const executionStateSchema = z.enum(EXECUTION_STATES);

/** How many tasks are in each state: Flink lists every state, zeros too. */
export const executionStateCountsSchema = z.record(executionStateSchema, z.number());

export type ExecutionStateCounts = z.infer<typeof executionStateCountsSchema>;

/** The reply to a command that has nothing to say but its status code. */
export const emptyReplySchema = z.object({});

export type EmptyReply = z.infer<typeof emptyReplySchema>;
