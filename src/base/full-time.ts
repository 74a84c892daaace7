import { zonedDate, zoneName, zoneOffsetMs } from "./clock-zone.ts";

/**
 * A point in time (ms since the epoch) with date, milliseconds and time zone, in the chosen zone:
 * `2026-11-21 08:09:36.250 UTC+01:00 (Europe/Berlin)`. Undefined if it is not a date.
 */
export function fullTime(epochMs: number): string | undefined {
  const at = epochMs < 0 ? undefined : zonedDate(epochMs);
  if (at === undefined) return undefined;
  const date = `${at.getUTCFullYear()}-${digits(at.getUTCMonth() + 1)}-${digits(at.getUTCDate())}`;
  const time = `${digits(at.getUTCHours())}:${digits(at.getUTCMinutes())}:${digits(at.getUTCSeconds())}.${digits(at.getUTCMilliseconds(), 3)}`;
  return `${date} ${time} ${offsetText(zoneOffsetMs(epochMs))} (${zoneName()})`;
}

/** `UTC+01:00` */
function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  return `UTC${offsetMs < 0 ? "-" : "+"}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
}

function digits(value: number, count = 2): string {
  return String(value).padStart(count, "0");
}
