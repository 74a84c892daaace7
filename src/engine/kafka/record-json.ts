// Records as the playground's console consumer prints them. Rendered only when someone reads them.

import { isoTime } from "../../base/iso-time.ts";
import type { RecordBatch } from "../../core/batch.ts";

/** A record as text. `timestampMs` is the event's own time, or for a result the last millisecond of its window. */
export interface RenderedRecord {
  readonly timestampMs: number;
  /** JSON: `{"timestamp", "page"}` or `{"windowStart", "windowEnd", "page", "count"}`. */
  readonly value: string;
}

/** Row `row` of a batch; `keyOf` knows the batch's dictionary. */
export function renderRecord(batch: RecordBatch, row: number, keyOf: (id: number) => string): RenderedRecord {
  const timestampMs = batch.timestampBaseMs + (batch.timestamps[row] ?? 0);
  const page = keyOf(batch.keys[row] ?? 0);
  if (batch.type === "events") return { timestampMs, value: JSON.stringify({ timestamp: formatPlaygroundDate(timestampMs), page }) };
  const windowStartMs = batch.windowStartsMs[row] ?? 0;
  const value = JSON.stringify({
    windowStart: formatPlaygroundDate(windowStartMs),
    windowEnd: formatPlaygroundDate(windowStartMs + batch.windowSizeMs),
    page,
    count: batch.results[row] ?? 0,
  });
  return { timestampMs, value };
}

/**
 * `dd-MM-yyyy HH:mm:ss:SSS`, UTC. The playground itself prints `hh`, which repeats after twelve hours of event time and cannot be read back.
 */
function formatPlaygroundDate(epochMs: number): string {
  const [date = "", time = ""] = isoTime(epochMs).split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return `${day}-${month}-${year} ${time.replace("Z", "").replace(".", ":")}`;
}
