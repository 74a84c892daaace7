// The oracle: what windowed counting means, in a Map and without a thought for speed.

import type { RecordedRow } from "./recording-output.ts";

/** Counts as WindowOperator must. Results of one watermark come in time order; within a window in the order in which keys were first seen. */
export class NaiveWindowCount {
  readonly sizeMs: number;
  late = 0;
  watermarkMs = Number.NEGATIVE_INFINITY;
  readonly counts = new Map<string, { windowStartMs: number; key: string; result: number }>();

  constructor(sizeMs: number) {
    this.sizeMs = sizeMs;
  }

  add(key: string, timestampMs: number): void {
    const windowStartMs = Math.floor(timestampMs / this.sizeMs) * this.sizeMs;
    if (windowStartMs + this.sizeMs - 1 <= this.watermarkMs) {
      this.late += 1;
      return;
    }
    const id = `${windowStartMs} ${key}`;
    const entry = this.counts.get(id) ?? { windowStartMs, key, result: 0 };
    entry.result += 1;
    this.counts.set(id, entry);
  }

  advance(watermarkMs: number): RecordedRow[] {
    this.watermarkMs = Math.max(this.watermarkMs, watermarkMs);
    const due = [...this.counts].filter(([, entry]) => entry.windowStartMs + this.sizeMs - 1 <= this.watermarkMs);
    for (const [id] of due) this.counts.delete(id);
    return due.map(([, entry]) => ({ ...entry, timestampMs: entry.windowStartMs + this.sizeMs - 1 }));
  }
}

/** Rows in one order that does not depend on how they came: by window, then key. */
export function inOrder(rows: readonly RecordedRow[]): RecordedRow[] {
  return rows.toSorted((a, b) => a.timestampMs - b.timestampMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
