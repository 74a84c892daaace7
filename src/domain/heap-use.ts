import type { Metrics } from "../rest/metrics.ts";

/** The JobManager's Java heap; absent if not measured, as in a process that is not a JVM. */
export type HeapUse = { usedBytes: number | undefined; maxBytes: number | undefined };

/** The two metrics of the heap, as `GET /jobmanager/metrics?get=` takes them. */
export const HEAP_METRICS = ["Status.JVM.Memory.Heap.Used", "Status.JVM.Memory.Heap.Max"] as const;

/** Reads them. Flink omits metrics that it has not measured. */
export function heapUse(metrics: Metrics | undefined): HeapUse {
  const [used, max] = HEAP_METRICS.map((id) => {
    const value = metrics?.find((metric) => metric.id === id)?.value;
    const bytes = value === undefined ? Number.NaN : Number(value);
    return Number.isFinite(bytes) && bytes >= 0 ? bytes : undefined;
  });
  return { usedBytes: used, maxBytes: max };
}
