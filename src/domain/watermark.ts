/**
 * Long.MIN_VALUE as Flink prints it, before the first watermark. It exceeds the exact range of a
 * double, so any value near it counts as none.
 */
export const NO_WATERMARK_BELOW = -9e18;

/** Long.MAX_VALUE, which a source sends when it has no more records. */
export const ENDED_ABOVE = 9e18;

/**
 * A watermark of one subtask: epoch ms, "none" before the first, "ended" after the last record;
 * undefined for a text that is not a number.
 */
export type Watermark = { readonly atMs: number } | "none" | "ended" | undefined;

/** Reads the value of the metric `currentInputWatermark`. */
export function readWatermark(value: string | undefined): Watermark {
  const atMs = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isNaN(atMs)) return undefined;
  if (atMs < NO_WATERMARK_BELOW) return "none";
  return atMs > ENDED_ABOVE ? "ended" : { atMs };
}
