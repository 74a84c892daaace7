import type { ObservedBackend } from "../client/backend.ts";
import { type FactOptions, factOptions } from "../client/fact-options.ts";
import { type FlinkDouble, readDouble } from "../rest/doubles.ts";
import { foldedOptions } from "./folded-options.ts";

/** Flink refreshes its metrics every 10 s by default (`metrics.fetcher.update-interval`). */
const NAMES_REFRESH_MS = 10_000;
/** The number of values that are kept of each metric. */
const MOST_READINGS = 400;

/** A metric of one subtask, or of all subtasks together. */
export type ChosenMetric = { readonly metric: string; readonly subtask: number | undefined };

/** The values of a metric over all subtasks; a value that is not reported is absent. */
export type MetricAggregates = {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly avg?: number | undefined;
  readonly sum?: number | undefined;
  /** Percent: how unevenly the subtasks share it. */
  readonly skew?: number | undefined;
};

/** The values of a metric at one time, epoch ms by the page's clock. `text` is that of one subtask. */
export type MetricReading = { readonly atMs: number; readonly text?: string; readonly aggregates?: MetricAggregates };

/** The readings of each metric that was ever chosen, oldest first, by {@link metricKey}. */
export type MetricHistory = Readonly<Record<string, readonly MetricReading[]>>;

/** Identifies a chosen metric. */
export function metricKey({ metric, subtask }: ChosenMetric): string {
  return `${subtask === undefined ? "all" : String(subtask)} ${metric}`;
}

/**
 * `GET …/subtasks/metrics`: the names of the metrics that any subtask of a vertex has. The list of
 * `GET …/metrics` has each name once for each subtask, which is megabytes at a high parallelism.
 */
export function vertexMetricNamesOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  isEnabled: boolean,
): FactOptions<readonly string[]> {
  const ask = async ({ signal }: { signal: AbortSignal }): Promise<readonly string[]> => {
    const named = await observed.backend.client.call("subtasksMetrics", { jobid, vertexid }, {}, { signal });
    // Flink would read a comma as a separator.
    return named
      .map(({ id }) => id)
      .filter((id) => !id.includes(","))
      .toSorted();
  };
  return factOptions(observed, ["vertexMetricNames", jobid, vertexid], ask, { refreshMs: NAMES_REFRESH_MS, isEnabled });
}

/**
 * The chosen metrics at the refresh interval, in one call for those of all subtasks and one for
 * those of single subtasks. Earlier values are kept as long as the page is open, also of metrics
 * that are not chosen any more.
 */
export function metricHistoryOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  chosen: readonly ChosenMetric[],
): FactOptions<MetricHistory> {
  return foldedOptions<ReadonlyMap<string, Omit<MetricReading, "atMs">>, MetricHistory>(observed, {
    key: ["vertexMetricHistory", jobid, vertexid],
    ask: async ({ client, signal }) => {
      const params = { jobid, vertexid };
      const all = chosen.filter(({ subtask }) => subtask === undefined).map(({ metric }) => metric);
      const single = chosen.flatMap(({ metric, subtask }) => (subtask === undefined ? [] : [`${String(subtask)}.${metric}`]));
      const [aggregated, values] = await Promise.all([
        all.length === 0 ? [] : client.call("subtasksMetrics", params, { get: all }, { signal }),
        single.length === 0 ? [] : client.call("vertexMetrics", params, { get: single }, { signal }),
      ]);
      return new Map<string, Omit<MetricReading, "atMs">>([
        ...aggregated.map(
          ({ id, ...aggregates }) => [metricKey({ metric: id, subtask: undefined }), { aggregates: readAll(aggregates) }] as const,
        ),
        ...values.flatMap(({ id, value }) => (value === undefined ? [] : [[keyOfSubtask(id), { text: value }] as const])),
      ]);
    },
    fold: (known = {}, readings, atMs) => ({
      ...known,
      ...Object.fromEntries(
        [...readings].map(([key, reading]) => [key, [...(known[key] ?? []), { atMs, ...reading }].slice(-MOST_READINGS)] as const),
      ),
    }),
    isEnabled: chosen.length > 0,
    keptMs: Number.POSITIVE_INFINITY,
  });
}

/** The key of a metric in a reply of `GET …/metrics`: `0.numRecordsIn`. */
function keyOfSubtask(id: string): string {
  const dot = id.indexOf(".");
  return metricKey({ metric: id.slice(dot + 1), subtask: Number(id.slice(0, dot)) });
}

function readAll(aggregates: Readonly<Record<string, FlinkDouble | undefined>>): MetricAggregates {
  return Object.fromEntries(Object.entries(aggregates).map(([name, value]) => [name, value === undefined ? undefined : readDouble(value)]));
}
