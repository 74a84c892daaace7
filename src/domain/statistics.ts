// Statistics of a measure as text. Flink: StatsSummaryDto.
import { readDouble } from "../rest/doubles.ts";
import type { StatsSummary } from "../rest/schema-parts.ts";
import { DASH } from "./units.ts";

/** The names of what {@link rangeOf} returns, in its order. */
export const RANGE_NAMES = ["Minimum", "Average", "Maximum"] as const;

/** The names of what {@link statisticsOf} returns, in its order. */
export const STATISTIC_NAMES = [...RANGE_NAMES, "50 %", "90 %", "95 %", "99 %", "99.9 %"] as const;

type Format = (value: number | undefined) => string;

/** Minimum, average and maximum. Without `stats`, dashes: Flink writes 0 if it has measured nothing. */
export function rangeOf(stats: StatsSummary | undefined, format: Format): readonly string[] {
  return stats === undefined ? RANGE_NAMES.map(() => DASH) : [stats.min, stats.avg, stats.max].map(format);
}

/** {@link rangeOf} and the percentiles. */
export function statisticsOf(stats: StatsSummary | undefined, format: Format): readonly string[] {
  if (stats === undefined) return STATISTIC_NAMES.map(() => DASH);
  const { p50, p90, p95, p99, p999 } = stats;
  return [...rangeOf(stats, format), ...[p50, p90, p95, p99, p999].map((percentile) => format(readDouble(percentile)))];
}
