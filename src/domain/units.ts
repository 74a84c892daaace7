// Formats numbers in the same way on every screen. An unknown value is `undefined` and becomes a
// dash, because unknown is not zero.

import { zonedDate } from "../base/clock-zone.ts";
import { dateOf } from "../base/date-of.ts";

/** Shown where nothing was measured. */
export const DASH = "–";

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const ONE_PLACE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const ONE_PLACE_FIXED = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function isAbsent(value: number | undefined): value is undefined {
  return value === undefined || !Number.isFinite(value);
}

/** 16,564. Nothing that Flink counts is negative: it writes -1 for what it does not know. */
export function formatCount(value: number | undefined): string {
  return isAbsent(value) || value < 0 ? DASH : WHOLE.format(value);
}

/** `2 of 8`: a part of a whole. */
export function formatOf(part: number | undefined, whole: number | undefined): string {
  return isAbsent(part) || isAbsent(whole) || part < 0 || whole < 0 ? DASH : `${WHOLE.format(part)} of ${WHOLE.format(whole)}`;
}

/** A parallelism, which the adaptive batch scheduler decides late: Flink writes -1 until then. */
export function formatParallelism(value: number | undefined): string {
  return value !== undefined && value < 0 ? "not decided yet" : formatCount(value);
}

/** `1 restart`, `2 restarts`; irregular plurals by `plural`. */
export function formatCounted(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

/** A number and its unit, for places that set the unit apart. */
export type Measure = { value: string; unit: string };

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Bytes by powers of 1024, one decimal below 100: `7.4 KiB`, `514 KiB`, `0 B`. */
export function measureBytes(bytes: number | undefined): Measure {
  if (isAbsent(bytes) || bytes < 0) return { value: DASH, unit: "" };
  let value = bytes;
  let index = 0;
  // 1023.95 would round up to "1,024 KiB".
  while (Math.abs(value) >= 1023.5 && index < BYTE_UNITS.length - 1) {
    value /= 1024;
    index++;
  }
  const text = index === 0 || Math.abs(value) >= 99.95 ? WHOLE.format(value) : ONE_PLACE_FIXED.format(value);
  return { value: text.replace(/\.0$/, ""), unit: BYTE_UNITS[index] ?? "B" };
}

/** {@link measureBytes} as one text. */
export function formatBytes(bytes: number | undefined): string {
  return join(measureBytes(bytes));
}

/** `54 of 1,024 MiB`: both in the unit of the whole. */
export function formatBytesOf(usedBytes: number | undefined, totalBytes: number | undefined): string {
  if (isAbsent(usedBytes) || isAbsent(totalBytes) || usedBytes < 0 || totalBytes < 0) return DASH;
  const { unit } = measureBytes(totalBytes);
  // A whole GiB is clearer as 1,024 MiB beside a small part of it.
  const shown = totalBytes <= 4 * 1024 ** 3 && totalBytes >= 1024 ** 2 ? "MiB" : unit;
  const factor = 1024 ** BYTE_UNITS.findIndex((name) => name === shown);
  const part = usedBytes / factor;
  return `${part < 10 ? ONE_PLACE.format(part) : WHOLE.format(part)} of ${WHOLE.format(totalBytes / factor)} ${shown}`;
}

/** A rate per second: `400`, `0.4`, `12.3 k`, `7.5 M`. */
export function measureRate(perSecond: number | undefined): Measure {
  if (isAbsent(perSecond)) return { value: DASH, unit: "" };
  const size = Math.abs(perSecond);
  if (size >= 999_500) return { value: `${scaled(perSecond / 1e6)} M`, unit: "/s" };
  if (size >= 9_995) return { value: `${scaled(perSecond / 1e3)} k`, unit: "/s" };
  if (size >= 9.95) return { value: WHOLE.format(perSecond), unit: "/s" };
  return { value: perSecond === 0 ? "0" : ONE_PLACE.format(perSecond), unit: "/s" };
}

function scaled(value: number): string {
  return Math.abs(value) >= 99.95 ? WHOLE.format(value) : ONE_PLACE.format(value);
}

/** {@link measureRate} as one text: `400 /s`. */
export function formatRate(perSecond: number | undefined): string {
  return join(measureRate(perSecond));
}

/** A share in 0…1 as `3 %`. */
export function formatPercent(share: number | undefined): string {
  return isAbsent(share) ? DASH : `${WHOLE.format(share * 100)} %`;
}

/** A time span with at most two units: `21 ms`, `1.8 s`, `18.2 s`, `3m 43s`, `2h 57m`, `3d 04h`. */
export function formatDuration(ms: number | undefined): string {
  if (isAbsent(ms) || ms < 0) return DASH;
  if (ms < 1000) return `${WHOLE.format(ms)} ms`;
  if (ms < 59_950) return `${ONE_PLACE_FIXED.format(ms / 1000)} s`;
  return formatLong(ms);
}

/** A time span to the millisecond: `21 ms`, `18s 204 ms`, `3m 43s 020 ms`, `3d 04h 00m 12s 500 ms`. */
export function formatDurationMillis(ms: number | undefined): string {
  if (isAbsent(ms) || ms < 0) return DASH;
  const whole = Math.round(ms);
  const seconds = Math.floor(whole / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return `${String(whole)} ms`;
  const words = parts.slice(first).map(([value, unit], index) => (index === 0 ? WHOLE.format(value) : two(value)) + unit);
  return `${words.join(" ")} ${String(whole % 1000).padStart(3, "0")} ms`;
}

/** A setting: `500 ms`, `1 s`, `10 s`, `5m 00s`. */
export function formatInterval(ms: number | undefined): string {
  if (isAbsent(ms) || ms < 0) return DASH;
  if (ms < 1000) return `${WHOLE.format(ms)} ms`;
  return ms < 60_000 ? `${ONE_PLACE.format(ms / 1000)} s` : formatLong(ms);
}

/** A running time span, to the second: `2 s`, `3m 43s`, `2h 57m`. Tenths would flicker. */
export function formatElapsed(ms: number | undefined): string {
  if (isAbsent(ms) || ms < 0) return DASH;
  if (ms < 60_000) return `${Math.floor(ms / 1000)} s`;
  return formatLong(Math.floor(ms / 1000) * 1000);
}

/** A time span as {@link formatElapsed} while it runs, and as {@link formatDuration} once it is over. */
export function formatSpan(ms: number | undefined, isOver: boolean): string {
  return isOver ? formatDuration(ms) : formatElapsed(ms);
}

function formatLong(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
  const hours = Math.floor(minutes / 60);
  return `${WHOLE.format(Math.floor(hours / 24))}d ${two(hours % 24)}h`;
}

/** An age without the word "ago": `0.4 s` below 10 s, then `14 s`, `4m 12s`. */
export function formatAge(ageMs: number): string {
  if (ageMs < 9_950) return `${ONE_PLACE_FIXED.format(Math.max(0, ageMs) / 1000)} s`;
  return formatElapsed(ageMs);
}

/** `4 s ago`, `31 s ago`, `4m 12s ago`: whole seconds, for ages updated once per second. */
export function formatAgo(ageMs: number): string {
  return `${formatElapsed(Math.max(0, ageMs))} ago`;
}

/** `0.4 s ago`: tenths, for ages updated ten times per second. */
export function formatAgoTenths(ageMs: number): string {
  return `${formatAge(ageMs)} ago`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/**
 * Clock time in the chosen zone to the second, with the date when it is not that of `nowMs`: `08:09:36`, `20 Nov 22:14:30`, `20 Nov 2025 22:14:30`.
 * A number that is not a date is shown unchanged.
 */
export function formatClock(atMs: number | undefined, nowMs: number): string {
  if (isAbsent(atMs) || atMs < 0) return DASH;
  const at = zonedDate(atMs);
  if (at === undefined) return String(atMs);
  const now = zonedDate(nowMs);
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const isOfThisYear = at.getUTCFullYear() === now?.getUTCFullYear();
  if (isOfThisYear && at.getUTCMonth() === now.getUTCMonth() && at.getUTCDate() === now.getUTCDate()) return time;
  const date = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ""}`;
  return isOfThisYear ? `${date} ${time}` : `${date} ${at.getUTCFullYear()} ${time}`;
}

/**
 * Clock time in the chosen zone to the tenth of a second, where it matters: `08:09:38.2`. With `nowMs`, a time of another day has its date, as
 * formatClock writes it. A number that is not a date is shown unchanged.
 */
export function formatClockTenths(atMs: number | undefined, nowMs: number | undefined = atMs): string {
  const clock = formatClock(atMs, nowMs ?? 0);
  const at = isAbsent(atMs) || atMs < 0 ? undefined : dateOf(atMs);
  return at === undefined ? clock : `${clock}.${Math.floor(at.getMilliseconds() / 100)}`;
}

/**
 * Clock time in the chosen zone to the millisecond, as Flink's WebUI shows it: `08:09:38.204`. A time of another day than `nowMs` has its date, as
 * formatClock writes it. A number that is not a date is shown unchanged.
 */
export function formatClockMillis(atMs: number | undefined, nowMs: number): string {
  const clock = formatClock(atMs, nowMs);
  const at = isAbsent(atMs) || atMs < 0 ? undefined : dateOf(atMs);
  return at === undefined ? clock : `${clock}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}

/** The first ten digits of an id, with an ellipsis if there are more. */
export function shortId(id: string): string {
  return id.length > 10 ? `${id.slice(0, 10)}…` : id;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function join({ value, unit }: Measure): string {
  return unit === "" ? value : `${value} ${unit}`;
}
