import { entryOf } from "../../base/entry-of.ts";
import { parseMemorySize } from "../../domain/memory-size.ts";
import { knownAmount } from "../../domain/task-manager.ts";
import type { MetricValues } from "../../observe/processes.ts";
import type { JobManagerConfig } from "../../rest/jobmanager.ts";
import type { TaskManager } from "../../rest/taskmanagers.ts";

/** A part of a process's memory in Flink's memory model. Sizes in bytes; absent if unknown. */
export type MemoryPart = {
  readonly name: string;
  /** How deep it is inside of other parts: 0 is the whole process. */
  readonly depth: number;
  readonly configuredBytes: number | undefined;
  /** Only if the size is a range, as of the JobManager's JVM overhead. */
  readonly configuredMaxBytes?: number | undefined;
  /** Where it begins in a drawing of the whole process. */
  readonly startBytes: number | undefined;
  readonly usedBytes: number | undefined;
  /** What the process may use of it, as measured. */
  readonly limitBytes: number | undefined;
};

type Usage = Pick<MemoryPart, "usedBytes" | "limitBytes">;

const NOT_MEASURED: Usage = { usedBytes: undefined, limitBytes: undefined };

/** Of a metric that the process reports and that has a limit or a size. */
export function metricBytes(values: MetricValues, id: string): number | undefined {
  return knownAmount(Number(entryOf(values, id) ?? Number.NaN));
}

function usage(values: MetricValues, used: string, limit: string): Usage {
  return { usedBytes: metricBytes(values, used), limitBytes: metricBytes(values, limit) };
}

function heapUsage(values: MetricValues): Usage {
  return usage(values, "Status.JVM.Memory.Heap.Used", "Status.JVM.Memory.Heap.Max");
}

function metaspaceUsage(values: MetricValues): Usage {
  return usage(values, "Status.JVM.Memory.Metaspace.Used", "Status.JVM.Memory.Metaspace.Max");
}

/** A part, or a sum of the parts below it. */
type Shape = { readonly name: string; readonly bytes?: number | undefined; readonly usage?: Usage; readonly parts?: readonly Shape[] };

/** A TaskManager's memory (TaskExecutorMemoryConfiguration). Empty if it reports none. */
export function taskManagerParts(memory: TaskManager["memoryConfiguration"], values: MetricValues): readonly MemoryPart[] {
  const of = (key: keyof typeof memory): number | undefined => knownAmount(memory[key]);
  if (Object.values(memory).every((bytes) => knownAmount(bytes) === undefined)) return [];
  return layOut({
    name: "Total process memory",
    bytes: of("totalProcessMemory"),
    parts: [
      {
        name: "Total Flink memory",
        bytes: of("totalFlinkMemory"),
        parts: [
          {
            name: "Heap",
            usage: heapUsage(values),
            parts: [
              { name: "Framework heap", bytes: of("frameworkHeap") },
              { name: "Task heap", bytes: of("taskHeap") },
            ],
          },
          {
            name: "Managed",
            bytes: of("managedMemory"),
            usage: usage(values, "Status.Flink.Memory.Managed.Used", "Status.Flink.Memory.Managed.Total"),
          },
          { name: "Framework off-heap", bytes: of("frameworkOffHeap") },
          { name: "Task off-heap", bytes: of("taskOffHeap") },
          {
            name: "Network",
            bytes: of("networkMemory"),
            usage: usage(values, "Status.Shuffle.Netty.UsedMemory", "Status.Shuffle.Netty.TotalMemory"),
          },
        ],
      },
      { name: "JVM metaspace", bytes: of("jvmMetaspace"), usage: metaspaceUsage(values) },
      { name: "JVM overhead", bytes: of("jvmOverhead") },
    ],
  });
}

/**
 * The JobManager's memory. Flink's start scripts put the sizes into the configuration. Empty if it
 * has none.
 */
export function jobManagerParts(config: JobManagerConfig, values: MetricValues): readonly MemoryPart[] {
  const of = (part: string): number | undefined => parseMemorySize(config.find(({ key }) => key === `jobmanager.memory.${part}`)?.value);
  const names = ["process.size", "flink.size", "heap.size", "off-heap.size", "jvm-metaspace.size", "jvm-overhead.max"];
  if (names.every((name) => of(name) === undefined)) return [];
  const overhead = { min: of("jvm-overhead.min"), max: of("jvm-overhead.max") };
  const parts = layOut({
    name: "Total process memory",
    bytes: of("process.size"),
    parts: [
      {
        name: "Total Flink memory",
        bytes: of("flink.size"),
        parts: [
          { name: "Heap", bytes: of("heap.size"), usage: heapUsage(values) },
          { name: "Off-heap", bytes: of("off-heap.size") },
        ],
      },
      { name: "JVM metaspace", bytes: of("jvm-metaspace.size"), usage: metaspaceUsage(values) },
      { name: "JVM overhead", bytes: overhead.min ?? overhead.max },
    ],
  });
  return parts.map((part) =>
    part.name === "JVM overhead" && overhead.max !== overhead.min ? { ...part, configuredMaxBytes: overhead.max } : part,
  );
}

/** All parts, each before the parts inside of it. */
function layOut(whole: Shape): readonly MemoryPart[] {
  const found: MemoryPart[] = [];
  let nextBytes: number | undefined = 0;
  const add = (shape: Shape, depth: number): void => {
    const { name, usage: used = NOT_MEASURED, parts = [] } = shape;
    const bytes = sizeOf(shape);
    const startBytes = nextBytes;
    found.push({ name, depth, configuredBytes: bytes, startBytes, ...used });
    for (const part of parts) add(part, depth + 1);
    // After a part of unknown size nothing has a known place.
    if (parts.length === 0) nextBytes = startBytes === undefined || bytes === undefined ? undefined : startBytes + bytes;
  };
  add(whole, 0);
  return found;
}

/** A total that is not configured is the sum of its parts, if all are known. */
function sizeOf({ bytes, parts = [] }: Shape): number | undefined {
  if (bytes !== undefined || parts.length === 0) return bytes;
  return parts.map(sizeOf).reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part));
}
