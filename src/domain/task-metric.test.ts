import { expect, it } from "vitest";

import { formatTaskMetric } from "./task-metric.ts";

it.each([
  ["numBytesIn", 2048, "2 KiB"],
  ["ClickEvent_Counter.numBytesOutPerSecond", 1536, "1.5 KiB/s"],
  ["numRecordsInPerSecond", 236.7, "237 /s"],
  ["busyTimeMsPerSecond", 12.25, "12.25 ms/s"],
  ["accumulateBusyTimeMs", 61_000, "1m 01s"],
  ["mailboxLatencyMs_p99", 12, "12 ms"],
  ["checkpointAlignmentTime", 5_000_000, "5 ms"],
  ["checkpointStartDelayNanos", 1_500_000_000, "1.5 s"],
  ["Shuffle.Netty.Input.Buffers.inPoolUsage", 0.25, "25 %"],
  ["mailboxQueueSize", 3, "3"],
  ["numRecordsIn", 22_590, "22,590"],
  ["currentInputWatermark", -9_223_372_036_854_775_808, "no watermark yet"],
])("[F107] formats %s by its name", (id, value, text) => {
  expect(formatTaskMetric(id, value)).toBe(text);
});
