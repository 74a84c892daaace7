// The topics and positions of a job's sources, from their metrics.
import type { QueryState } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import type { FactOptions } from "../client/fact-options.ts";
import { offsetMetrics, isPendingMetric, type SourceMetric, type SplitPosition, splitPositions } from "../domain/source-metrics.ts";
import type { TopicsBook } from "../domain/topics-book.ts";
import { readDouble } from "../rest/doubles.ts";
import type { AggregatedMetrics } from "../rest/metrics.ts";
import type { Topic } from "../rest/playground.ts";
import { foldedOptions, inStepWith } from "./folded-options.ts";
import { isLateMetric } from "./late-drops.ts";
import { topicsOptions } from "./topics.ts";

/** The metrics of a vertex that Drey looks for by name. */
export type MetricNames = {
  readonly ids: readonly string[];
  readonly tries: number;
  /** Whether the vertex has reported its metric names, or was queried often enough without result. */
  readonly isKnown: boolean;
};

/** Splits rarely change. */
const NAMES_REFRESH_MS = 5000;

/**
 * The names appear with the first refresh of a task that has just started. The graph waits for
 * them, because it would move otherwise.
 */
const FIRST_NAMES_REFRESH_MS = 300;

/**
 * The number of failed attempts after which the graph stops waiting, because a cluster need not
 * report metrics.
 */
const FIRST_NAMES_TRIES = 8;

/**
 * The metrics of a source with its topics. Without tasks a vertex has no metrics. Its earlier
 * topics are remembered, because it will read the same ones again.
 */
export function sourceNamesOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string,
  isEnabled: boolean,
): FactOptions<MetricNames> {
  return metricNamesOptions(observed, { jobid, vertexid }, isEnabled, ({ data }) =>
    data?.isKnown === true ? NAMES_REFRESH_MS : FIRST_NAMES_REFRESH_MS,
  );
}

/**
 * The metrics of a window vertex that count late records. Requested until found, because metrics
 * appear shortly after the tasks.
 */
export function windowNamesOptions(
  observed: ObservedBackend,
  jobid: string,
  vertexid: string | undefined,
  isEnabled: boolean,
): FactOptions<MetricNames> {
  return metricNamesOptions(observed, { jobid, vertexid: vertexid ?? "" }, isEnabled && vertexid !== undefined, ({ data }) =>
    data?.ids.some(isLateMetric) === true ? false : observed.refreshMs,
  );
}

function metricNamesOptions(
  observed: ObservedBackend,
  params: { jobid: string; vertexid: string },
  isEnabled: boolean,
  refreshMs: (state: QueryState<MetricNames, Error>) => number | false,
): FactOptions<MetricNames> {
  return foldedOptions<AggregatedMetrics, MetricNames>(observed, {
    key: ["metricNames", params],
    ask: ({ client, signal }) => client.call("subtasksMetrics", params, {}, { signal }),
    fold: (known, metrics) => {
      const all = metrics.map(({ id }) => id);
      const ids = [...offsetMetrics(all), ...all.filter((id) => isPendingMetric(id) || isLateMetric(id))];
      const tries = (known?.tries ?? 0) + 1;
      return {
        ids: ids.length > 0 ? ids : (known?.ids ?? []),
        tries,
        isKnown: known?.isKnown === true || all.length > 0 || tries >= FIRST_NAMES_TRIES,
      };
    },
    refreshMs,
    isEnabled,
  });
}

/** The positions of a job's sources, all at one time. */
export type SourceReadings = {
  /** When the metrics arrived, epoch ms. */
  readonly atMs: number;
  /** The topics in the previous reply. */
  readonly topics: readonly Topic[];
  /** The metrics of this reply, from all sources. */
  readonly metrics: readonly SourceMetric[];
  /** By vertex id: positions, earlier ones if a source reports none now, and pending records. */
  readonly byVertex: Readonly<Record<string, SourceReading>>;
};

/** The position of one source. `pendingRecords` is Flink's metric over all subtasks. */
export type SourceReading = { readonly positions: readonly SplitPosition[]; readonly pendingRecords: number | undefined };

/** A source and its position metrics; undefined before it has named them. */
export type NamedSource = { readonly id: string; readonly metricIds: readonly string[] | undefined };

type ReadingsReply = { readonly topics: readonly Topic[]; readonly metrics: readonly (readonly [string, readonly SourceMetric[]])[] };

/**
 * The positions of a job's sources. Requested in step with the topics, right after each of their
 * replies: positions and end offsets are compared, and a second between them is hundreds of
 * records. `topicsAtMs` is when the last of those replies arrived, epoch ms; undefined before.
 */
export function sourceReadingsOptions(
  observed: ObservedBackend,
  jobid: string,
  sources: readonly NamedSource[],
  topicsAtMs: number | undefined,
): FactOptions<SourceReadings> {
  const topicsKey = topicsOptions(observed).queryKey;
  return foldedOptions<ReadingsReply, SourceReadings>(observed, {
    key: ["sourceReadings", { jobid, sources: sources.map(({ id }) => id) }],
    ask: async ({ client, signal, queryClient }) => {
      const topics = queryClient.getQueryData<TopicsBook>(topicsKey)?.topics.topics ?? [];
      const metrics = await Promise.all(
        sources.map(async ({ id: vertexid, metricIds = [] }) => {
          if (metricIds.length === 0) return [vertexid, []] as const;
          const reply = await client.call("subtasksMetrics", { jobid, vertexid }, { get: metricIds, agg: "max,sum" }, { signal });
          return [vertexid, reply.map(sourceMetric)] as const;
        }),
      );
      return { topics, metrics };
    },
    fold: (known, { topics, metrics }, atMs) => ({
      atMs,
      topics,
      metrics: metrics.flatMap(([, values]) => values),
      byVertex: Object.fromEntries(metrics.map(([id, values]) => [id, readingOf(values, known?.byVertex[id])])),
    }),
    refreshMs: topicsAtMs === undefined ? false : inStepWith(topicsAtMs),
    isEnabled:
      observed.backend.hasPlayground &&
      topicsAtMs !== undefined &&
      sources.length > 0 &&
      sources.every(({ metricIds }) => metricIds !== undefined),
  });
}

function sourceMetric({ id, max, sum }: AggregatedMetrics[number]): SourceMetric {
  return { id, max: max === undefined ? undefined : readDouble(max), sum: sum === undefined ? undefined : readDouble(sum) };
}

/** Committed offsets do not change while no task runs, so the last positions are kept. */
function readingOf(metrics: readonly SourceMetric[], known: SourceReading | undefined): SourceReading {
  const positions = splitPositions(metrics.map(({ id, max }) => ({ id, value: max })));
  return {
    positions: positions.length === 0 ? (known?.positions ?? []) : positions.map((position) => withCommitted(position, known)),
    pendingRecords: metrics.find(({ id }) => isPendingMetric(id))?.sum,
  };
}

/** A restored source reports no commit before its next one, so the last commit remains valid. */
function withCommitted(position: SplitPosition, known: SourceReading | undefined): SplitPosition {
  if (position.committedOffset !== undefined) return position;
  const same = known?.positions.find(({ topic, partition }) => topic === position.topic && partition === position.partition);
  return { ...position, committedOffset: same?.committedOffset };
}
