// Which window a record belongs to. Tumbling windows only: each record falls into exactly one.
// Flink: TumblingEventTimeWindows, TumblingProcessingTimeWindows, TimeWindow.

import { assert } from "../base/assert.ts";

/** Tumbling windows [n·size + offset, (n+1)·size + offset) over event time or over the wall clock. */
export interface TumblingWindows {
  readonly time: "event" | "processing";
  readonly sizeMs: number;
  /** In [0, sizeMs). */
  readonly offsetMs: number;
}

/** Tumbling windows over the records' timestamps. `offsetMs` must be smaller than the size in amount. */
export function tumblingEventTimeWindows(sizeMs: number, offsetMs = 0): TumblingWindows {
  return tumblingWindows("event", sizeMs, offsetMs);
}

/** Tumbling windows over the clock of the operator; the records' timestamps do not matter and nothing is late. */
export function tumblingProcessingTimeWindows(sizeMs: number, offsetMs = 0): TumblingWindows {
  return tumblingWindows("processing", sizeMs, offsetMs);
}

function tumblingWindows(time: TumblingWindows["time"], sizeMs: number, offsetMs: number): TumblingWindows {
  assert(
    Number.isInteger(sizeMs) && sizeMs > 0 && Number.isInteger(offsetMs) && Math.abs(offsetMs) < sizeMs,
    `tumbling windows need a size > 0 and |offset| < size in whole ms, not ${sizeMs} and ${offsetMs}`,
  );
  return { time, sizeMs, offsetMs: offsetMs < 0 ? offsetMs + sizeMs : offsetMs };
}

/** Start of the window of `timestampMs`, also before 1970. Flink: TimeWindow.getWindowStartWithOffset. */
export function windowStartOf(timestampMs: number, sizeMs: number, offsetMs = 0): number {
  const remainder = (timestampMs - offsetMs) % sizeMs;
  return remainder < 0 ? timestampMs - (remainder + sizeMs) : timestampMs - remainder;
}
