import { DASH, formatBytes, formatClockTenths, formatCount, formatDuration, formatPercent, formatRate } from "./units.ts";
import { readWatermark } from "./watermark.ts";

/**
 * A metric of a task as text. The unit follows from Flink's name of the metric, whose last part may
 * be a percentile: `numBytesInPerSecond`, `mailboxLatencyMs_p99`, `checkpointAlignmentTime`.
 */
export function formatTaskMetric(id: string, value: number): string {
  const name = id.slice(id.lastIndexOf(".") + 1).replace(/_(min|max|mean|median|stddev|p\d+)$/, "");
  if (name.endsWith("Watermark")) return formatWatermark(value);
  // Shares of a second: busyTimeMsPerSecond.
  if (name.endsWith("TimeMsPerSecond")) return `${formatNumber(value)} ms/s`;
  if (/Bytes.*PerSecond$/.test(name)) return `${formatBytes(value)}/s`;
  if (name.endsWith("PerSecond")) return formatRate(value);
  if (/Nanos$|^checkpointAlignmentTime$/.test(name)) return formatDuration(value / 1_000_000);
  // Before bytes: these are times although their names contain other units.
  if (/(Ms|Millis|Time|TimeLag|Latency|Duration|latency)$/.test(name)) return formatDuration(value);
  if (/Bytes|Memory|Size$/.test(name) && !/QueueSize$/i.test(name)) return formatBytes(value);
  if (name.endsWith("Usage")) return formatPercent(value);
  return formatNumber(value);
}

function formatWatermark(value: number): string {
  const watermark = readWatermark(String(value));
  if (typeof watermark === "object") return formatClockTenths(watermark.atMs);
  return watermark === "none" ? "no watermark yet" : watermark === "ended" ? "ended" : DASH;
}

function formatNumber(value: number): string {
  return Number.isInteger(value) && value >= 0 ? formatCount(value) : DECIMALS.format(value);
}

const DECIMALS = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
