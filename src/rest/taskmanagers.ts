import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";

/** ResourceProfileInfo: memory in MiB, rounded down; -1 everywhere for a profile that is not known. */
export const resourceProfileSchema = z.object({
  cpuCores: z.number(),
  taskHeapMemory: z.number(),
  taskOffHeapMemory: z.number(),
  managedMemory: z.number(),
  networkMemory: z.number(),
  extendedResources: z.optional(z.record(z.string(), z.number())),
});

export type ResourceProfile = z.infer<typeof resourceProfileSchema>;

/** Bytes; absent or null where the process does not say. */
const memoryConfigurationSchema = z.object({
  frameworkHeap: z.nullish(z.number()),
  taskHeap: z.nullish(z.number()),
  frameworkOffHeap: z.nullish(z.number()),
  taskOffHeap: z.nullish(z.number()),
  networkMemory: z.nullish(z.number()),
  managedMemory: z.nullish(z.number()),
  jvmMetaspace: z.nullish(z.number()),
  jvmOverhead: z.nullish(z.number()),
  totalFlinkMemory: z.nullish(z.number()),
  totalProcessMemory: z.nullish(z.number()),
});

/** One row of `GET /taskmanagers` (TaskManagerInfo). Memory in bytes, but for the two profiles. */
const taskManagerInfoSchema = z.object({
  id: z.string(),
  path: z.string(),
  dataPort: z.number(),
  jmxPort: z.number(),
  /** When the last heartbeat came, epoch ms: not the time since, whatever its name says. */
  timeSinceLastHeartbeat: z.number(),
  slotsNumber: z.number(),
  freeSlots: z.number(),
  assignedTasks: z.optional(z.number()),
  totalResource: resourceProfileSchema,
  freeResource: resourceProfileSchema,
  hardware: z.object({
    cpuCores: z.number(),
    physicalMemory: z.number(),
    freeMemory: z.number(),
    managedMemory: z.number(),
  }),
  memoryConfiguration: memoryConfigurationSchema,
  blocked: z.optional(z.boolean()),
});

export type TaskManagerInfo = z.infer<typeof taskManagerInfoSchema>;

/** `GET /taskmanagers` (TaskManagersInfo). */
export const taskManagersSchema = z.object({ taskmanagers: z.array(taskManagerInfoSchema) });

export type TaskManagers = z.infer<typeof taskManagersSchema>;

const slotSchema = z.object({
  jobId: z.string(),
  resource: resourceProfileSchema,
  assignedTasks: z.optional(z.number()),
});

/** TaskManagerMetricsInfo. Only what the process measures: the playground's TaskManagers have no JVM. Bytes and counts. */
const taskManagerMetricsInfoSchema = z.object({
  heapUsed: z.optional(z.number()),
  heapCommitted: z.optional(z.number()),
  heapMax: z.optional(z.number()),
  nonHeapUsed: z.optional(z.number()),
  nonHeapCommitted: z.optional(z.number()),
  nonHeapMax: z.optional(z.number()),
  directCount: z.optional(z.number()),
  directUsed: z.optional(z.number()),
  directMax: z.optional(z.number()),
  mappedCount: z.optional(z.number()),
  mappedUsed: z.optional(z.number()),
  mappedMax: z.optional(z.number()),
  /** These two are 1.20's. */
  memorySegmentsAvailable: z.optional(z.number()),
  memorySegmentsTotal: z.optional(z.number()),
  nettyShuffleMemorySegmentsAvailable: z.optional(z.number()),
  nettyShuffleMemorySegmentsUsed: z.optional(z.number()),
  nettyShuffleMemorySegmentsTotal: z.optional(z.number()),
  nettyShuffleMemoryAvailable: z.optional(z.number()),
  nettyShuffleMemoryUsed: z.optional(z.number()),
  nettyShuffleMemoryTotal: z.optional(z.number()),
  garbageCollectors: z.array(z.object({ name: z.string(), count: z.number(), time: z.number() })),
});

/** `GET /taskmanagers/:taskmanagerid` (TaskManagerDetailsInfo). */
const taskManagerSchema = z.extend(taskManagerInfoSchema, {
  allocatedSlots: z.array(slotSchema),
  metrics: taskManagerMetricsInfoSchema,
});

export type TaskManager = z.infer<typeof taskManagerSchema>;

/** Where the calls of this file go. */
export const TASK_MANAGER_ROUTES = {
  taskManagers: flink("GET", "/taskmanagers", none),
  taskManager: flink("GET", "/taskmanagers/:taskmanagerid", none),
} as const;

/** What they say. */
export const TASK_MANAGER_SCHEMAS = {
  taskManagers: answers(taskManagersSchema),
  taskManager: answers(taskManagerSchema),
} satisfies SchemasOf<typeof TASK_MANAGER_ROUTES>;
