import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { aggregatedTaskDetailsSchema, ioMetricsSchema } from "./io-metrics.ts";
import { flink, none } from "./route.ts";
import { doubleSchema, executionStateCountsSchema, executionStateSchema } from "./schema-parts.ts";

const attemptFieldsSchema = z.object({
  subtask: z.number(),
  status: executionStateSchema,
  attempt: z.number(),
  /** 1.20 says the host beside the endpoint. */
  host: z.optional(z.string()),
  endpoint: z.string(),
  "start-time": z.number(),
  "end-time": z.number(),
  duration: z.number(),
  metrics: ioMetricsSchema,
  "taskmanager-id": z.string(),
  /** ms in each state so far; -1 where never in it. */
  "status-duration": z.partialRecord(executionStateSchema, z.number()),
  /** The same as `start-time`, kept by Flink for old readers. */
  start_time: z.optional(z.number()),
});

/**
 * One attempt of a subtask (SubtaskExecutionAttemptDetailsInfo). Endpoint and TaskManager are "(unassigned)" while it has no
 * slot. `other-concurrent-attempts` only under speculative execution.
 */
const subtaskSchema = z.extend(attemptFieldsSchema, {
  "other-concurrent-attempts": z.optional(z.array(attemptFieldsSchema)),
});

export type Subtask = z.infer<typeof subtaskSchema>;

/** `GET /jobs/:jobid/vertices/:vertexid` (JobVertexDetailsInfo). */
export const vertexSchema = z.object({
  id: z.string(),
  name: z.string(),
  parallelism: z.number(),
  maxParallelism: z.number(),
  now: z.number(),
  subtasks: z.array(subtaskSchema),
  aggregated: z.optional(aggregatedTaskDetailsSchema),
});

export type Vertex = z.infer<typeof vertexSchema>;

/** `GET …/subtasktimes` (SubtasksTimesInfo): when each subtask entered each state, epoch ms; 0 if never. */
export const vertexSubtaskTimesSchema = z.object({
  id: z.string(),
  name: z.string(),
  now: z.number(),
  subtasks: z.array(
    z.object({
      subtask: z.number(),
      host: z.optional(z.string()),
      endpoint: z.string(),
      duration: z.number(),
      timestamps: z.record(executionStateSchema, z.number()),
    }),
  ),
});

export type VertexSubtaskTimes = z.infer<typeof vertexSubtaskTimesSchema>;

/** One TaskManager's share of a vertex. */
const vertexTaskManagerSchema = z.object({
  host: z.optional(z.string()),
  endpoint: z.string(),
  status: executionStateSchema,
  "start-time": z.number(),
  "end-time": z.number(),
  duration: z.number(),
  metrics: ioMetricsSchema,
  "status-counts": executionStateCountsSchema,
  "taskmanager-id": z.string(),
  aggregated: z.optional(aggregatedTaskDetailsSchema),
});

export type VertexTaskManager = z.infer<typeof vertexTaskManagerSchema>;

/** `GET …/taskmanagers` (JobVertexTaskManagersInfo). */
const vertexTaskManagersSchema = z.object({
  id: z.string(),
  name: z.string(),
  now: z.number(),
  taskmanagers: z.array(vertexTaskManagerSchema),
});

export type VertexTaskManagers = z.infer<typeof vertexTaskManagersSchema>;

const backpressureLevelSchema = z.enum(["ok", "low", "high"]);

export type BackpressureLevel = z.infer<typeof backpressureLevelSchema>;

const subtaskBackpressureFieldsSchema = z.object({
  subtask: z.number(),
  "attempt-number": z.optional(z.number()),
  backpressureLevel: backpressureLevelSchema,
  "backpressure-level": z.optional(backpressureLevelSchema),
  ratio: doubleSchema,
  idleRatio: doubleSchema,
  busyRatio: doubleSchema,
});

/** Shares of the time, 0…1, averages over the last minute; NaN for what a subtask does not report. */
const subtaskBackpressureSchema = z.extend(subtaskBackpressureFieldsSchema, {
  "other-concurrent-attempts": z.optional(z.array(subtaskBackpressureFieldsSchema)),
});

export type SubtaskBackpressure = z.infer<typeof subtaskBackpressureSchema>;

/** `GET …/backpressure` (JobVertexBackPressureInfo): "deprecated" means that nothing was measured yet, and then nothing else is there. */
const vertexBackpressureSchema = z.object({
  status: z.enum(["deprecated", "ok"]),
  backpressureLevel: z.optional(backpressureLevelSchema),
  "backpressure-level": z.optional(backpressureLevelSchema),
  "end-timestamp": z.optional(z.number()),
  subtasks: z.optional(z.array(subtaskBackpressureSchema)),
});

export type VertexBackpressure = z.infer<typeof vertexBackpressureSchema>;

/** Where the calls of this file go. */
export const VERTEX_ROUTES = {
  vertex: flink("GET", "/jobs/:jobid/vertices/:vertexid", none),
  vertexSubtaskTimes: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasktimes", none),
  vertexTaskManagers: flink("GET", "/jobs/:jobid/vertices/:vertexid/taskmanagers", none),
  vertexBackpressure: flink("GET", "/jobs/:jobid/vertices/:vertexid/backpressure", none),
  subtask: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex", none),
  subtaskAttempt: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/attempts/:attempt", none),
} as const;

/** What they say. */
export const VERTEX_SCHEMAS = {
  vertex: answers(vertexSchema),
  vertexSubtaskTimes: answers(vertexSubtaskTimesSchema),
  vertexTaskManagers: answers(vertexTaskManagersSchema),
  vertexBackpressure: answers(vertexBackpressureSchema),
  subtask: answers(subtaskSchema),
  subtaskAttempt: answers(subtaskSchema),
} satisfies SchemasOf<typeof VERTEX_ROUTES>;

/** Their schemas are in flame-graph.ts. */
export const FLAME_GRAPH_ROUTES = {
  vertexFlameGraph: flink("GET", "/jobs/:jobid/vertices/:vertexid/flamegraph", { type: "optional", subtaskindex: "optional" }),
} as const;
