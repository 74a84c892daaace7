import { entryOf } from "../../base/entry-of.ts";
import { DASH, formatBytes, formatCount, formatDuration, formatPercent } from "../../domain/units.ts";
import type { MetricValues } from "../../observe/processes.ts";
import { metricBytes } from "./memory-parts.ts";

/** A metric as a row: the raw value and the formatted value, a dash while it is not loaded. */
export type MetricRow = { readonly id: string; readonly raw: string; readonly value: number | undefined; readonly words: string };

/** Metrics as rows, by name. */
export function metricRows(names: readonly string[], values: MetricValues): readonly MetricRow[] {
  return names.map((id) => metricRow(id, values)).toSorted((a, b) => NAME_ORDER.compare(a.id, b.id));
}

function metricRow(id: string, values: MetricValues): MetricRow {
  const raw = entryOf(values, id);
  if (raw === undefined) return { id, raw: "", value: undefined, words: DASH };
  const value = raw.trim() === "" || !Number.isFinite(Number(raw)) ? undefined : Number(raw);
  return { id, raw, value, words: value === undefined ? raw : formatMetric(id, value) };
}

/** Faster than `localeCompare` for thousands of names. */
const NAME_ORDER = new Intl.Collator("en");

const BYTES = /Memory\.(.*\.)?(Used|Max|Committed|MemoryUsed|TotalCapacity|Total|Available)$|Shuffle\.Netty\.\w*Memory$/;

/** The unit follows from Flink's metric name. */
function formatMetric(id: string, value: number): string {
  // A metric may be negative, and then means what its own documentation says.
  if (BYTES.test(id)) return value < 0 ? "no limit" : formatBytes(value);
  // The share of the machine, and CPU time in ns.
  if (id.endsWith("JVM.CPU.Load")) return formatPercent(value);
  if (id.endsWith("JVM.CPU.Time")) return formatDuration(value / 1_000_000);
  if (/GarbageCollector\..*\.Time$/.test(id)) return formatDuration(value);
  return Number.isInteger(value) && value >= 0 ? formatCount(value) : String(value);
}

/** A memory pool of the process, bytes; absent if not measured or unlimited. */
export type MemoryPool = { readonly name: string; readonly usedBytes: number | undefined; readonly maxBytes: number | undefined };

const POOLS = [
  { name: "JVM heap", used: "JVM.Memory.Heap.Used", max: "JVM.Memory.Heap.Max" },
  { name: "JVM non-heap", used: "JVM.Memory.NonHeap.Used", max: "JVM.Memory.NonHeap.Max" },
  { name: "Metaspace", used: "JVM.Memory.Metaspace.Used", max: "JVM.Memory.Metaspace.Max" },
  { name: "Direct buffers", used: "JVM.Memory.Direct.MemoryUsed", max: "JVM.Memory.Direct.TotalCapacity" },
  { name: "Mapped buffers", used: "JVM.Memory.Mapped.MemoryUsed", max: "JVM.Memory.Mapped.TotalCapacity" },
  { name: "Managed memory", used: "Flink.Memory.Managed.Used", max: "Flink.Memory.Managed.Total" },
  { name: "Network memory", used: "Shuffle.Netty.UsedMemory", max: "Shuffle.Netty.TotalMemory" },
] as const;

const MEMORY = /^Status\.(JVM\.(Memory|GarbageCollector)|Flink\.Memory|Shuffle\.Netty)\./;

/** Whether a metric is about the memory of its process, which the pools and the tables above all metrics show. */
export function isMemoryMetric(id: string): boolean {
  return MEMORY.test(id);
}

/** The pools that are measured. */
export function memoryPools(values: MetricValues): readonly MemoryPool[] {
  return POOLS.map(({ name, used, max }) => ({
    name,
    usedBytes: metricBytes(values, `Status.${used}`),
    maxBytes: metricBytes(values, `Status.${max}`),
  })).filter(({ usedBytes }) => usedBytes !== undefined);
}

/** A small table of metrics: in each row a name and the metrics of its columns. */
export type MetricTable = {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly MetricRow[] }[];
};

/** The rows of a table, and what follows a row's prefix in the metric of each column. */
type TableShape = Pick<MetricTable, "label" | "columns"> & {
  readonly metrics: readonly string[];
  readonly rows: readonly (readonly [name: string, prefix: string, suffix?: string])[];
};

const SHAPES: readonly TableShape[] = [
  {
    label: "JVM memory",
    columns: ["Used", "Committed", "Maximum"],
    metrics: ["Used", "Committed", "Max"],
    rows: [
      ["Heap", "Status.JVM.Memory.Heap."],
      ["Non-heap", "Status.JVM.Memory.NonHeap."],
      ["Metaspace", "Status.JVM.Memory.Metaspace."],
    ],
  },
  {
    label: "Buffers outside the heap",
    columns: ["Count", "Used", "Capacity"],
    metrics: ["Count", "MemoryUsed", "TotalCapacity"],
    rows: [
      ["Direct", "Status.JVM.Memory.Direct."],
      ["Mapped", "Status.JVM.Memory.Mapped."],
    ],
  },
  {
    label: "Network buffers",
    columns: ["Used", "Available", "Total"],
    metrics: ["Used", "Available", "Total"],
    rows: [
      ["Segments", "Status.Shuffle.Netty.", "MemorySegments"],
      ["Memory", "Status.Shuffle.Netty.", "Memory"],
    ],
  },
];

const COLLECTOR = /^(Status\.JVM\.GarbageCollector\.(.+)\.)(?:Count|Time)$/;

/** The tables of a process's memory, with only the rows that have a value. */
export function metricTables(values: MetricValues): readonly MetricTable[] {
  const collectors = new Map(Object.keys(values).flatMap((id) => collectorOf(id)));
  const shapes: readonly TableShape[] = [
    ...SHAPES,
    { label: "Garbage collection", columns: ["Collections", "Time"], metrics: ["Count", "Time"], rows: [...collectors] },
  ];
  return shapes
    .map(({ label, columns, metrics, rows }) => ({
      label,
      columns,
      rows: rows
        .map(([name, prefix, suffix = ""]) => ({ name, cells: metrics.map((metric) => metricRow(`${prefix}${metric}${suffix}`, values)) }))
        .filter(({ cells }) => cells.some(({ raw }) => raw !== "")),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** The name of a garbage collector and the start of its metrics. */
function collectorOf(id: string): readonly (readonly [string, string])[] {
  const [, prefix, name] = COLLECTOR.exec(id) ?? [];
  return prefix === undefined || name === undefined ? [] : [[name.replaceAll("_", " "), prefix]];
}
