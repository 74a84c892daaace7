import { javaLong } from "./java-number.ts";
import type { NetworkGauges } from "./task-metrics.ts";

/**
 * Metrics of the TaskManager's network buffers, under Flink's names. A segment is one batch: the total is what the open channels may hold. The
 * memory of batches is not set aside beforehand, so there is no total of bytes and nothing that could be requested of it.
 */
export function shuffleMetrics(queues: readonly NetworkGauges[]): Record<string, string> {
  const total = queues.reduce((sum, queue) => sum + queue.capacityBatches(), 0);
  const used = queues.reduce((sum, queue) => sum + queue.queuedBatches(), 0);
  const usedBytes = queues.reduce((sum, queue) => sum + queue.queuedBytes(), 0);
  return {
    "Status.Shuffle.Netty.TotalMemorySegments": javaLong(total),
    "Status.Shuffle.Netty.UsedMemorySegments": javaLong(used),
    "Status.Shuffle.Netty.AvailableMemorySegments": javaLong(Math.max(0, total - used)),
    "Status.Shuffle.Netty.UsedMemory": javaLong(usedBytes),
  };
}
