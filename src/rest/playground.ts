// Contract 2: what Docker Compose and Kafka's console tools are in Flink's Operations Playground.
import * as z from "zod/mini";
import { answers, takes, type SchemasOf } from "./call-schemas.ts";
import { FAULT_KINDS } from "./fault-kinds.ts";
import { MAX_RECORDS_PER_SECOND } from "./generator-rate.ts";
import { MAX_REPLICAS } from "./max-replicas.ts";
import { none, playground } from "./route.ts";
import { emptyReplySchema } from "./schema-parts.ts";

/** `GET /playground`: what this backend can do. `restartable` and `scalable` name services, `faults` kinds of faults. */
export const playgroundSchema = z.object({
  backend: z.enum(["browser", "node", "flink"]),
  restartable: z.array(z.string()),
  scalable: z.array(z.string()),
  faults: z.array(z.string()),
  reset: z.boolean(),
});

export type Playground = z.infer<typeof playgroundSchema>;

/** A container. `startedAt` in epoch ms; `taskManagerId` of a running TaskManager, new with each incarnation. */
const containerSchema = z.object({
  name: z.string(),
  service: z.string(),
  state: z.enum(["running", "exited"]),
  exitCode: z.nullable(z.number()),
  command: z.string(),
  ports: z.array(z.string()),
  startedAt: z.nullable(z.number()),
  taskManagerId: z.nullable(z.string()),
});

export type Container = z.infer<typeof containerSchema>;

/** `GET /playground/containers`. */
export const containersSchema = z.object({ containers: z.array(containerSchema) });

export type Containers = z.infer<typeof containersSchema>;

/** Body of `PUT /playground/services/{service}/scale`. PURE, here and below: a bundler leaves out no call of a method that is not said to be pure. */
const scaleRequestSchema = z.object({
  replicas: /* @__PURE__ */ z.int().check(z.gte(0), z.lte(MAX_REPLICAS)),
});

export type ScaleRequest = z.infer<typeof scaleRequestSchema>;

/** A topic with its offsets, and what it holds of what it may hold, in bytes. */
const topicSchema = z.object({
  name: z.string(),
  partitions: z.array(z.object({ partition: z.number(), beginOffset: z.number(), endOffset: z.number() })),
  bytes: z.number(),
  budgetBytes: z.number(),
});

export type Topic = z.infer<typeof topicSchema>;

/** `GET /playground/topics`. */
export const topicsSchema = z.object({ topics: z.array(topicSchema) });

export type Topics = z.infer<typeof topicsSchema>;

/** A record of a topic; `value` is JSON text: an {@link InputValue} or an {@link OutputValue}. `timestamp` in epoch ms. */
const topicRecordSchema = z.object({
  partition: z.number(),
  offset: z.number(),
  timestamp: z.number(),
  value: z.string(),
});

export type TopicRecord = z.infer<typeof topicRecordSchema>;

/** `GET /playground/topics/{topic}/records`: from `offset` on; the end offset is the one the next record will have. */
export const topicRecordsSchema = z.object({
  records: z.array(topicRecordSchema),
  beginOffset: z.number(),
  endOffset: z.number(),
});

export type TopicRecords = z.infer<typeof topicRecordsSchema>;

/** What the value of a record of topic `input` says. Dates as `dd-MM-yyyy HH:mm:ss:SSS`, UTC. */
export const inputValueSchema = z.object({ timestamp: z.string(), page: z.string() });

export type InputValue = z.infer<typeof inputValueSchema>;

/** What the value of a record of topic `output` says. Dates as `dd-MM-yyyy HH:mm:ss:SSS`, UTC. */
export const outputValueSchema = z.object({
  windowStart: z.string(),
  windowEnd: z.string(),
  page: z.string(),
  count: z.number(),
});

export type OutputValue = z.infer<typeof outputValueSchema>;

/** A savepoint or retained checkpoint that a job may start from; `reason` says why not. `created` in epoch ms. */
const storedSavepointSchema = z.object({
  path: z.string(),
  jobId: z.string(),
  jobName: z.string(),
  created: z.number(),
  bytes: z.number(),
  kind: z.enum(["savepoint", "checkpoint"]),
  usable: z.boolean(),
  reason: z.nullable(z.string()),
});

export type StoredSavepoint = z.infer<typeof storedSavepointSchema>;

/** `GET /playground/savepoints`. */
export const storedSavepointsSchema = z.object({ savepoints: z.array(storedSavepointSchema) });

export type StoredSavepoints = z.infer<typeof storedSavepointsSchema>;

/**
 * A stop with drain, since the cluster's start. It cuts windows. `checkpointId` is that of its savepoint, and `completed`
 * says whether that is complete.
 */
const drainSchema = z.object({ jobId: z.string(), checkpointId: z.number(), completed: z.boolean() });

export type Drain = z.infer<typeof drainSchema>;

/** `GET /playground/drains`, in the order in which they were triggered. */
const drainsSchema = z.object({ drains: z.array(drainSchema) });

/**
 * `GET` and `PATCH /playground/generator`: null is as fast as possible, 0 paused; `waiting` while the topic is full. `waitingReason`, which the engine
 * alone knows, names the jobs and savepoints that hold the topic's records.
 */
export const generatorSchema = z.object({
  recordsPerSecond: z.nullable(z.number()),
  sent: z.number(),
  waiting: z.boolean(),
  waitingReason: z.optional(z.string()),
});

export type Generator = z.infer<typeof generatorSchema>;

/** Body of `PATCH /playground/generator`. */
export const generatorRequestSchema = z.object({
  recordsPerSecond: z.nullable(/* @__PURE__ */ z.number().check(z.gte(0), z.lte(MAX_RECORDS_PER_SECOND))),
});

export type GeneratorRequest = z.infer<typeof generatorRequestSchema>;

/** Body of `POST /playground/faults`. `throw`: the function of that vertex of the job throws on its next `times` records. */
const faultSchema = z.object({
  kind: z.enum(FAULT_KINDS),
  job: z.string(),
  vertex: z.string(),
  times: /* @__PURE__ */ z.int().check(z.gte(1)),
});

/** A fault that someone injects. It travels like this from the playground API to the JobMaster. */
export type Fault = z.infer<typeof faultSchema>;

/** Where the calls of this file go. */
export const PLAYGROUND_ROUTES = {
  playground: playground("GET", "/playground", none),
  playgroundContainers: playground("GET", "/playground/containers", none),
  killContainer: playground("POST", "/playground/containers/:name/kill", none),
  startContainer: playground("POST", "/playground/containers/:name/start", none),
  killService: playground("POST", "/playground/services/:service/kill", none),
  startService: playground("POST", "/playground/services/:service/start", none),
  scaleService: playground("PUT", "/playground/services/:service/scale", none),
  playgroundTopics: playground("GET", "/playground/topics", none),
  playgroundRecords: playground("GET", "/playground/topics/:topic/records", {
    partition: "required",
    offset: "required",
    max: "optional",
    isolation: "optional",
  }),
  playgroundSavepoints: playground("GET", "/playground/savepoints", none),
  playgroundDrains: playground("GET", "/playground/drains", none),
  generator: playground("GET", "/playground/generator", none),
  patchGenerator: playground("PATCH", "/playground/generator", none),
  injectFault: playground("POST", "/playground/faults", none),
  resetPlayground: playground("POST", "/playground/reset", none),
} as const;

/** What they say. */
export const PLAYGROUND_SCHEMAS = {
  playground: answers(playgroundSchema),
  playgroundContainers: answers(containersSchema),
  killContainer: answers(emptyReplySchema),
  startContainer: answers(emptyReplySchema),
  killService: answers(emptyReplySchema),
  startService: answers(emptyReplySchema),
  scaleService: takes(scaleRequestSchema, emptyReplySchema),
  playgroundTopics: answers(topicsSchema),
  playgroundRecords: answers(topicRecordsSchema),
  playgroundSavepoints: answers(storedSavepointsSchema),
  playgroundDrains: answers(drainsSchema),
  generator: answers(generatorSchema),
  patchGenerator: takes(generatorRequestSchema, generatorSchema),
  injectFault: takes(faultSchema, emptyReplySchema),
  resetPlayground: answers(emptyReplySchema),
} satisfies SchemasOf<typeof PLAYGROUND_ROUTES>;
