// Durations as Flink's configuration writes them. Flink: TimeUtils.parseDuration; the texts of errors are those of 2.3.0.

import { errResult, okResult, type Result } from "../../base/result.ts";

/** Why a text is not a duration: the exception that Flink throws, without its package. */
export interface DurationError {
  readonly exception: "IllegalArgumentException" | "NumberFormatException" | "ArithmeticException";
  readonly message: string;
}

interface Unit {
  readonly name: string;
  readonly labels: readonly string[];
  /** Length in nanoseconds. */
  readonly nanos: bigint;
}

const UNITS: readonly Unit[] = [
  { name: "DAYS", labels: ["d", "day", "days"], nanos: 86_400_000_000_000n },
  { name: "HOURS", labels: ["h", "hour", "hours"], nanos: 3_600_000_000_000n },
  { name: "MINUTES", labels: ["min", "m", "minute", "minutes"], nanos: 60_000_000_000n },
  { name: "SECONDS", labels: ["s", "sec", "secs", "second", "seconds"], nanos: 1_000_000_000n },
  { name: "MILLISECONDS", labels: ["ms", "milli", "millis", "millisecond", "milliseconds"], nanos: 1_000_000n },
  { name: "MICROSECONDS", labels: ["µs", "micro", "micros", "microsecond", "microseconds"], nanos: 1_000n },
  { name: "NANOSECONDS", labels: ["ns", "nano", "nanos", "nanosecond", "nanoseconds"], nanos: 1n },
];

const ALL_UNITS = UNITS.map(({ name, labels }) => `${name}: (${labels.join(" | ")})`).join(", ");

const ISO_8601 = /^([-+]?)P(?:([-+]?\d{1,19})D)?(T(?:([-+]?\d{1,19})H)?(?:([-+]?\d{1,19})M)?(?:([-+]?\d{1,19})(?:[.,](\d{0,9}))?S)?)?$/i;
/** Longer numbers overflow whatever their unit. They are not read, because a text from a request may have any length. */
const MAX_DIGITS = 40;

/** Java's Duration counts its seconds in a long. */
const MAX_SECONDS = 9_223_372_036_854_775_807n;
/** What Duration.toMillis can answer. */
const MAX_MILLIS = 9_223_372_036_854_775_807n;

/** Whole ms of one duration as Java's Duration prints it: `PT1H30M`, `PT1.5S`, `PT0S`. */
export function writeDuration(ms: number): string {
  if (ms === 0) return "PT0S";
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1000;
  return `PT${hours === 0 ? "" : `${String(hours)}H`}${minutes === 0 ? "" : `${String(minutes)}M`}${seconds === 0 ? "" : `${String(seconds)}S`}`;
}

/** Whole ms of `5000`, `1 s`, `10min` or `PT1.5S`, rounded down. Durations are never negative. */
export function parseDurationMs(text: string): Result<number, DurationError> {
  const trimmed = text.trim();
  if (trimmed === "") return illegalArgument("argument is an empty- or whitespace-only string");
  const [, digits = "", rest = ""] = /^(\d*)(.*)$/s.exec(trimmed) ?? [];
  if (digits === "") return parseIso8601(trimmed);
  const label = rest.trim().toLowerCase();
  const unit = UNITS.find(({ labels }) => labels.includes(label === "" ? "ms" : label));
  if (unit === undefined) {
    return illegalArgument(`Time interval unit label '${label}' does not match any of the recognized units: ${ALL_UNITS}`);
  }
  const significant = digits.replace(/^0+(?=\d)/, "");
  const nanos = significant.length > MAX_DIGITS ? undefined : BigInt(significant) * unit.nanos;
  if (nanos === undefined || nanos / 1_000_000_000n > MAX_SECONDS) {
    return illegalArgument(`The value '${digits}' cannot be represented as Duration (numeric overflow).`);
  }
  return wholeMs(nanos);
}

function parseIso8601(text: string): Result<number, DurationError> {
  const match = ISO_8601.exec(text);
  const [, sign, days, time, hours, minutes, seconds, fraction] = match ?? [];
  const isEmpty = days === undefined && hours === undefined && minutes === undefined && seconds === undefined;
  if (match === null || isEmpty || time?.toUpperCase() === "T") {
    return numberFormat(`text does not start with a number, and is not a valid ISO-8601 duration format: ${text}`);
  }
  const wholeSeconds = BigInt(days ?? 0) * 86_400n + BigInt(hours ?? 0) * 3_600n + BigInt(minutes ?? 0) * 60n + BigInt(seconds ?? 0);
  const fractionNanos = BigInt((fraction ?? "").padEnd(9, "0"));
  const nanos = wholeSeconds * 1_000_000_000n + (seconds?.startsWith("-") === true ? -fractionNanos : fractionNanos);
  if ((sign === "-" ? -nanos : nanos) < 0n) return numberFormat("negative duration is not supported");
  return wholeMs(nanos < 0n ? -nanos : nanos);
}

function wholeMs(nanos: bigint): Result<number, DurationError> {
  const millis = nanos / 1_000_000n;
  return millis > MAX_MILLIS ? errResult({ exception: "ArithmeticException", message: "long overflow" }) : okResult(Number(millis));
}

function illegalArgument(message: string): Result<never, DurationError> {
  return errResult({ exception: "IllegalArgumentException", message });
}

function numberFormat(message: string): Result<never, DurationError> {
  return errResult({ exception: "NumberFormatException", message });
}
