import { dateOf } from "./date-of.ts";

/**
 * A point in time (ms since the epoch) with date, milliseconds and time zone, by the clock of this
 * machine: `2026-11-21 08:09:36.250 UTC+01:00 (Europe/Berlin)`. Undefined if it is not a date.
 */
export function fullTime(epochMs: number): string | undefined {
  const at = epochMs < 0 ? undefined : dateOf(epochMs);
  if (at === undefined || Number.isNaN(at.getTime())) return undefined;
  const date = `${at.getFullYear()}-${digits(at.getMonth() + 1)}-${digits(at.getDate())}`;
  const time = `${digits(at.getHours())}:${digits(at.getMinutes())}:${digits(at.getSeconds())}.${digits(at.getMilliseconds(), 3)}`;
  return `${date} ${time} ${zoneOf(at)} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`;
}

/** The offset of the zone at that time, because summer time changes it. */
function zoneOf(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "-" : "+"}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}

function digits(value: number, count = 2): string {
  return String(value).padStart(count, "0");
}
