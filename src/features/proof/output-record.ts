import { utcTime } from "../../base/iso-time.ts";
import { outputValueSchema, type TopicRecord } from "../../rest/playground.ts";

/** One count of one page in one window, as written by the job. Times in epoch ms. */
export type WindowResult = { windowStartMs: number; windowEndMs: number; page: string; count: number };

const DATE = /^(\d\d)-(\d\d)-(\d{4})\s+(\d\d):(\d\d):(\d\d):(\d\d\d)$/;

/** The playground's dates, `dd-MM-yyyy HH:mm:ss:SSS` in UTC, as epoch ms; NaN for anything else. */
export function parsePlaygroundDate(text: string): number {
  const match = DATE.exec(text);
  if (match === null) return Number.NaN;
  const [, day, month, year, hour, minute, second, ms] = match;
  return utcTime(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second), Number(ms));
}

/** The count in a record of topic `output`; undefined if it is not a count of a window. */
export function parseResult(record: Pick<TopicRecord, "value">): WindowResult | undefined {
  const value = outputValueSchema.safeParse(parseJson(record.value));
  if (!value.success) return undefined;
  const windowStartMs = parsePlaygroundDate(value.data.windowStart);
  const windowEndMs = parsePlaygroundDate(value.data.windowEnd);
  const { page, count } = value.data;
  // NaN compares false, so a record with an invalid date is not a window either.
  return windowEndMs > windowStartMs ? { windowStartMs, windowEndMs, page, count } : undefined;
}

/** The value of a JSON text; undefined if it is invalid, which no JSON text can express. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
