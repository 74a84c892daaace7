import { entryOf } from "../../base/entry-of.ts";
import { DASH, formatBytes, formatCount, formatDuration, formatPercent } from "../../domain/units.ts";
import type { MetricValues } from "../../observe/processes.ts";

/** A metric as a row: the raw value and the formatted value, a dash while it is not loaded. */
export type MetricRow = { readonly id: string; readonly raw: string; readonly value: number | undefined; readonly words: string };

/** Metrics as rows, by name. */
export function metricRows(names: readonly string[], values: MetricValues): readonly MetricRow[] {
  return names
    .map((id) => {
      const raw = entryOf(values, id);
      if (raw === undefined) return { id, raw: "", value: undefined, words: DASH };
      const value = raw.trim() === "" || !Number.isFinite(Number(raw)) ? undefined : Number(raw);
      return { id, raw, value, words: value === undefined ? raw : formatMetric(id, value) };
    })
    .toSorted((a, b) => NAME_ORDER.compare(a.id, b.id));
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

/** A memory pool of the JVM, bytes; absent if not measured or unlimited. */
export type MemoryPool = { readonly name: string; readonly usedBytes: number | undefined; readonly maxBytes: number | undefined };

const POOLS = [
  { name: "JVM heap", used: "Heap.Used", max: "Heap.Max" },
  { name: "JVM non-heap", used: "NonHeap.Used", max: "NonHeap.Max" },
  { name: "Metaspace", used: "Metaspace.Used", max: "Metaspace.Max" },
  { name: "Direct buffers", used: "Direct.MemoryUsed", max: "Direct.TotalCapacity" },
  { name: "Mapped buffers", used: "Mapped.MemoryUsed", max: "Mapped.TotalCapacity" },
] as const;

/** The names of the metrics that {@link memoryPools} reads. */
export const MEMORY_METRICS = POOLS.flatMap(({ used, max }) => [`Status.JVM.Memory.${used}`, `Status.JVM.Memory.${max}`]);

/** The JVM's pools; none if the process is not a JVM. */
export function memoryPools(values: MetricValues): readonly MemoryPool[] {
  const bytesOf = (name: string): number | undefined => {
    const value = Number(values[`Status.JVM.Memory.${name}`] ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  return POOLS.map(({ name, used, max }) => ({ name, usedBytes: bytesOf(used), maxBytes: bytesOf(max) })).filter(
    ({ usedBytes }) => usedBytes !== undefined,
  );
}
