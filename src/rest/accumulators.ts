import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";

/** One accumulator that user functions fill, as text. */
const userAccumulatorSchema = z.object({ name: z.string(), type: z.string(), value: z.string() });

const userAccumulatorsSchema = z.array(userAccumulatorSchema);

/** `GET /jobs/:jobid/accumulators` (JobAccumulatorsInfo). The first list is always empty; serialized values are base64, and only there on request. */
const jobAccumulatorsSchema = z.object({
  "job-accumulators": z.array(z.object({})),
  "user-task-accumulators": userAccumulatorsSchema,
  "serialized-user-task-accumulators": z.record(z.string(), z.unknown()),
});

export type JobAccumulators = z.infer<typeof jobAccumulatorsSchema>;

/** `GET …/vertices/:vertexid/accumulators` (JobVertexAccumulatorsInfo). */
const vertexAccumulatorsSchema = z.object({ id: z.string(), "user-accumulators": userAccumulatorsSchema });

export type VertexAccumulators = z.infer<typeof vertexAccumulatorsSchema>;

/** `GET …/subtasks/accumulators` (SubtasksAllAccumulatorsInfo): of each subtask's current attempt. 1.20 says the host instead of the endpoint. */
const subtasksAccumulatorsSchema = z.object({
  id: z.string(),
  parallelism: z.number(),
  subtasks: z.array(
    z.object({
      subtask: z.number(),
      attempt: z.number(),
      host: z.optional(z.string()),
      endpoint: z.optional(z.string()),
      "user-accumulators": userAccumulatorsSchema,
    }),
  ),
});

export type SubtasksAccumulators = z.infer<typeof subtasksAccumulatorsSchema>;

/** `GET …/attempts/:attempt/accumulators` (SubtaskExecutionAttemptAccumulatorsInfo). `id` is the attempt's. */
const attemptAccumulatorsSchema = z.object({
  subtask: z.number(),
  attempt: z.number(),
  id: z.string(),
  "user-accumulators": userAccumulatorsSchema,
});

export type AttemptAccumulators = z.infer<typeof attemptAccumulatorsSchema>;

/** Where the calls of this file go. */
export const ACCUMULATOR_ROUTES = {
  jobAccumulators: flink("GET", "/jobs/:jobid/accumulators", { includeSerializedValue: "optional" }),
  vertexAccumulators: flink("GET", "/jobs/:jobid/vertices/:vertexid/accumulators", none),
  subtasksAccumulators: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/accumulators", none),
  subtaskAttemptAccumulators: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/attempts/:attempt/accumulators", none),
} as const;

/** What they say. */
export const ACCUMULATOR_SCHEMAS = {
  jobAccumulators: answers(jobAccumulatorsSchema),
  vertexAccumulators: answers(vertexAccumulatorsSchema),
  subtasksAccumulators: answers(subtasksAccumulatorsSchema),
  subtaskAttemptAccumulators: answers(attemptAccumulatorsSchema),
} satisfies SchemasOf<typeof ACCUMULATOR_ROUTES>;
