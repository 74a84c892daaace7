import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { amountSchema, lenient, orElse, textSchema } from "./schema-parts.ts";

/** ResourceProfileInfo: memory in MiB, rounded down; -1 everywhere for a profile that is not known. */
const resourcesSchema = z.object({
  cpuCores: amountSchema,
  taskHeapMemory: amountSchema,
  taskOffHeapMemory: amountSchema,
  managedMemory: amountSchema,
  networkMemory: amountSchema,
  extendedResources: lenient(z.record(z.string(), z.number())),
});

export type ResourceProfile = z.infer<typeof resourcesSchema>;

/** {@link ResourceProfile}; nothing known where a reply has none. */
export const resourceProfileSchema = orElse(resourcesSchema, z.parse(resourcesSchema, {}));

/** Bytes; absent or null where the process does not say. */
const memoryConfigurationSchema = z.object({
  frameworkHeap: lenient(z.nullable(z.number())),
  taskHeap: lenient(z.nullable(z.number())),
  frameworkOffHeap: lenient(z.nullable(z.number())),
  taskOffHeap: lenient(z.nullable(z.number())),
  networkMemory: lenient(z.nullable(z.number())),
  managedMemory: lenient(z.nullable(z.number())),
  jvmMetaspace: lenient(z.nullable(z.number())),
  jvmOverhead: lenient(z.nullable(z.number())),
  totalFlinkMemory: lenient(z.nullable(z.number())),
  totalProcessMemory: lenient(z.nullable(z.number())),
});

const hardwareSchema = z.object({
  cpuCores: amountSchema,
  physicalMemory: amountSchema,
  freeMemory: amountSchema,
  managedMemory: amountSchema,
});

/** One row of `GET /taskmanagers` (TaskManagerInfo). Memory in bytes, but for the two profiles. */
const taskManagerInfoSchema = z.object({
  id: z.string(),
  path: textSchema,
  dataPort: amountSchema,
  jmxPort: amountSchema,
  /** When the last heartbeat came, epoch ms: not the time since, whatever its name says. */
  timeSinceLastHeartbeat: amountSchema,
  slotsNumber: amountSchema,
  freeSlots: amountSchema,
  assignedTasks: lenient(z.number()),
  totalResource: resourceProfileSchema,
  freeResource: resourceProfileSchema,
  hardware: orElse(hardwareSchema, z.parse(hardwareSchema, {})),
  memoryConfiguration: orElse(memoryConfigurationSchema, {}),
  blocked: lenient(z.boolean()),
});

export type TaskManagerInfo = z.infer<typeof taskManagerInfoSchema>;

/** `GET /taskmanagers` (TaskManagersInfo). */
export const taskManagersSchema = z.object({ taskmanagers: z.array(taskManagerInfoSchema) });

export type TaskManagers = z.infer<typeof taskManagersSchema>;

const slotSchema = z.object({
  jobId: textSchema,
  resource: resourceProfileSchema,
  assignedTasks: lenient(z.number()),
});

/** TaskManagerMetricsInfo. Only what the process measures: the playground's TaskManagers have no JVM. Bytes and counts. */
const taskManagerMetricsInfoSchema = z.object({
  heapUsed: lenient(z.number()),
  heapCommitted: lenient(z.number()),
  heapMax: lenient(z.number()),
  nonHeapUsed: lenient(z.number()),
  nonHeapCommitted: lenient(z.number()),
  nonHeapMax: lenient(z.number()),
  directCount: lenient(z.number()),
  directUsed: lenient(z.number()),
  directMax: lenient(z.number()),
  mappedCount: lenient(z.number()),
  mappedUsed: lenient(z.number()),
  mappedMax: lenient(z.number()),
  /** These two are 1.20's. */
  memorySegmentsAvailable: lenient(z.number()),
  memorySegmentsTotal: lenient(z.number()),
  nettyShuffleMemorySegmentsAvailable: lenient(z.number()),
  nettyShuffleMemorySegmentsUsed: lenient(z.number()),
  nettyShuffleMemorySegmentsTotal: lenient(z.number()),
  nettyShuffleMemoryAvailable: lenient(z.number()),
  nettyShuffleMemoryUsed: lenient(z.number()),
  nettyShuffleMemoryTotal: lenient(z.number()),
  garbageCollectors: orElse(z.array(z.object({ name: textSchema, count: amountSchema, time: amountSchema })), []),
});

/** `GET /taskmanagers/:taskmanagerid` (TaskManagerDetailsInfo). */
const taskManagerSchema = z.extend(taskManagerInfoSchema, {
  allocatedSlots: orElse(z.array(slotSchema), []),
  metrics: orElse(taskManagerMetricsInfoSchema, { garbageCollectors: [] }),
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
