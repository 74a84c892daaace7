import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { aggregatedTaskDetailsSchema, ioMetricsSchema } from "./io-metrics.ts";
import { flink, none } from "./route.ts";
import {
  absentIfNull,
  amountSchema,
  byExecutionStateSchema,
  doubleSchema,
  executionStateSchema,
  lenient,
  openWordSchema,
  textSchema,
} from "./schema-parts.ts";

const attemptFieldsSchema = z.object({
  subtask: z.number(),
  status: executionStateSchema,
  attempt: amountSchema,
  /** 1.20 says the host beside the endpoint. */
  host: lenient(z.string()),
  endpoint: textSchema,
  "start-time": amountSchema,
  "end-time": amountSchema,
  duration: amountSchema,
  metrics: ioMetricsSchema,
  "taskmanager-id": textSchema,
  /** ms in each state so far; -1 where never in it. */
  "status-duration": z.catch(z.record(z.string(), amountSchema), {}),
  /** The same as `start-time`, kept by Flink for old readers. */
  start_time: lenient(z.number()),
});

/**
 * One attempt of a subtask (SubtaskExecutionAttemptDetailsInfo). Endpoint and TaskManager are "(unassigned)" while it has no
 * slot. `other-concurrent-attempts` only under speculative execution.
 */
const subtaskSchema = z.extend(attemptFieldsSchema, {
  "other-concurrent-attempts": lenient(z.array(attemptFieldsSchema)),
});

export type Subtask = z.infer<typeof subtaskSchema>;

/** `GET /jobs/:jobid/vertices/:vertexid` (JobVertexDetailsInfo). */
export const vertexSchema = z.object({
  id: z.string(),
  name: textSchema,
  parallelism: amountSchema,
  maxParallelism: amountSchema,
  now: amountSchema,
  subtasks: z.array(subtaskSchema),
  aggregated: lenient(aggregatedTaskDetailsSchema),
});

export type Vertex = z.infer<typeof vertexSchema>;

/** `GET …/subtasktimes` (SubtasksTimesInfo): when each subtask entered each state, epoch ms; 0 if never. */
export const vertexSubtaskTimesSchema = z.object({
  id: z.string(),
  name: textSchema,
  now: amountSchema,
  subtasks: z.array(
    z.object({
      subtask: z.number(),
      host: lenient(z.string()),
      endpoint: textSchema,
      duration: amountSchema,
      timestamps: byExecutionStateSchema,
    }),
  ),
});

export type VertexSubtaskTimes = z.infer<typeof vertexSubtaskTimesSchema>;

/** One TaskManager's share of a vertex. */
const vertexTaskManagerSchema = z.object({
  host: lenient(z.string()),
  endpoint: textSchema,
  status: executionStateSchema,
  "start-time": amountSchema,
  "end-time": amountSchema,
  duration: amountSchema,
  metrics: ioMetricsSchema,
  "status-counts": byExecutionStateSchema,
  "taskmanager-id": textSchema,
  aggregated: lenient(aggregatedTaskDetailsSchema),
});

export type VertexTaskManager = z.infer<typeof vertexTaskManagerSchema>;

/** `GET …/taskmanagers` (JobVertexTaskManagersInfo). */
const vertexTaskManagersSchema = z.object({
  id: z.string(),
  name: textSchema,
  now: amountSchema,
  taskmanagers: z.array(vertexTaskManagerSchema),
});

export type VertexTaskManagers = z.infer<typeof vertexTaskManagersSchema>;

/** A level of Flink's; see the ratio where it is another word. */
export type BackpressureLevel = "ok" | "low" | "high";

const backpressureLevelSchema = openWordSchema<BackpressureLevel>(["ok", "low", "high"]);

const subtaskBackpressureFieldsSchema = z.object({
  subtask: z.number(),
  "attempt-number": lenient(z.number()),
  backpressureLevel: z.catch(backpressureLevelSchema, ""),
  "backpressure-level": lenient(backpressureLevelSchema),
  ratio: doubleSchema,
  idleRatio: doubleSchema,
  busyRatio: doubleSchema,
});

/** Shares of the time, 0…1, averages over the last minute; NaN for what a subtask does not report. */
const subtaskBackpressureSchema = z.extend(subtaskBackpressureFieldsSchema, {
  "other-concurrent-attempts": lenient(z.array(subtaskBackpressureFieldsSchema)),
});

export type SubtaskBackpressure = z.infer<typeof subtaskBackpressureSchema>;

/** `GET …/backpressure` (JobVertexBackPressureInfo): "deprecated" means that nothing was measured yet, and then nothing else is there. */
const vertexBackpressureSchema = z.object({
  status: openWordSchema(["deprecated", "ok"]),
  backpressureLevel: lenient(backpressureLevelSchema),
  "backpressure-level": lenient(backpressureLevelSchema),
  "end-timestamp": lenient(z.number()),
  subtasks: absentIfNull(z.array(subtaskBackpressureSchema)),
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
