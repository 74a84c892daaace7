/** Flink's time units with their lengths in ms. Flink: TimeUtils. */
const UNITS: readonly (readonly [pattern: RegExp, lengthMs: number])[] = [
  [/^(d|day|days)$/, 86_400_000],
  [/^(h|hour|hours)$/, 3_600_000],
  [/^(m|min|minute|minutes)$/, 60_000],
  [/^(s|sec|second|seconds)$/, 1_000],
  [/^(|ms|milli|millis|millisecond|milliseconds)$/, 1],
];

/** Ms of a duration as Flink's configuration writes it: `5000`, `1 s`, `10min`. Undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(text);
  if (match === null) return undefined;
  const unit = UNITS.find(([pattern]) => pattern.test((match[2] ?? "").toLowerCase()));
  return unit === undefined ? undefined : Number(match[1]) * unit[1];
}
