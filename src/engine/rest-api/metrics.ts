// Metrics of one thing, and aggregated over several. Flink: AbstractMetricsHandler, AbstractAggregatingMetricsHandler, DoubleAccumulator.

import { writeDouble } from "../../rest/doubles.ts";
import type { AggregatedMetric, AggregatedMetrics, Metrics } from "../../rest/metrics.ts";
import type { ExecutionJobVertexView, ExecutionView, JobManagerView, MetricValues } from "../jobmanager/jobmanager-view.ts";
import { type Handlers, ok } from "./handler.ts";
import { findJob, findVertex } from "./lookup.ts";
import { listParameter, rangesQuery } from "./parameters.ts";
import { unparsable } from "./rest-error.ts";

/**
 * Metrics of one thing: without `?get=` the ids it has, with it the values of those that exist. What is not known has none, which is an empty
 * list and no error.
 */
export function metricsOf(values: MetricValues | undefined, query: URLSearchParams): Metrics {
  if (values === undefined) return [];
  const wanted = listParameter(query, "get");
  if (wanted === undefined) return Object.keys(values).map((id) => ({ id }));
  return wanted.flatMap((id) => {
    const value = valueOf(values, id);
    return value === undefined ? [] : [{ id, value }];
  });
}

/** Looks up a metric by a name from a request. Only own properties count, so `__proto__` and `constructor` are not found. */
function valueOf(values: MetricValues, id: string): string | undefined {
  return Object.hasOwn(values, id) ? values[id] : undefined;
}

/** Metrics of a subtask's current attempt; undefined before its first values came. */
export function attemptMetrics(view: JobManagerView, attempt: ExecutionView): MetricValues | undefined {
  return view.metrics.attempt(attempt.attemptId)?.metrics;
}

/** Metrics of all subtasks in one, each name after the number of its subtask: `0.numRecordsIn`. */
function vertexMetrics(view: JobManagerView, vertex: ExecutionJobVertexView): MetricValues {
  const values: Record<string, string> = {};
  for (const { subtaskIndex, current } of vertex.subtasks) {
    for (const [id, value] of Object.entries(attemptMetrics(view, current) ?? {})) values[`${subtaskIndex}.${id}`] = value;
  }
  return values;
}

/** `GET …/watermarks`: what each subtask has as input watermark; sources have none. */
function watermarks(view: JobManagerView, vertex: ExecutionJobVertexView): Metrics {
  return vertex.subtasks.flatMap(({ subtaskIndex, current }) => {
    const value = attemptMetrics(view, current)?.["currentInputWatermark"];
    return value === undefined ? [] : [{ id: `${subtaskIndex}.currentInputWatermark`, value }];
  });
}

const AGGREGATIONS = ["min", "max", "avg", "sum", "skew"] as const;

type Aggregation = (typeof AGGREGATIONS)[number];

/**
 * Metrics over several objects. Without `?get=`: the ids that any of them has. With it: the
 * aggregations of each metric, as numbers. As in Flink, the answer is empty as soon as one
 * requested metric has no value on any object, and values that are not numbers are skipped.
 */
export function aggregatedMetrics(things: readonly (MetricValues | undefined)[], query: URLSearchParams): AggregatedMetrics {
  const known = things.filter((values) => values !== undefined);
  const wanted = listParameter(query, "get");
  if (wanted === undefined) return [...new Set(known.flatMap((values) => Object.keys(values)))].map((id) => ({ id }));
  const aggregations = aggregationsOf(query);
  const rows: AggregatedMetric[] = [];
  for (const id of wanted) {
    const texts = known.map((values) => valueOf(values, id)).filter((value) => value !== undefined);
    if (texts.length === 0) return [];
    const numbers = texts.filter(isNumeric).map(Number);
    if (numbers.length > 0) rows.push({ id, ...aggregate(numbers, aggregations) });
  }
  return rows;
}

function aggregationsOf(query: URLSearchParams): readonly Aggregation[] {
  const names = listParameter(query, "agg");
  if (names === undefined) return AGGREGATIONS;
  return names.map((name) => {
    const aggregation = AGGREGATIONS.find((candidate) => candidate === name.toLowerCase());
    if (aggregation === undefined) throw unparsable("query", "agg", name);
    return aggregation;
  });
}

function isNumeric(text: string): boolean {
  return text === "NaN" || (text.trim() !== "" && !Number.isNaN(Number(text)));
}

function aggregate(values: readonly number[], aggregations: readonly Aggregation[]): Omit<AggregatedMetric, "id"> {
  const sum = values.reduce((total, value) => total + value, 0);
  const average = sum / values.length;
  const all = {
    min: Math.min(...values),
    max: Math.max(...values),
    avg: average,
    sum,
    skew: skew(values, average),
  };
  return Object.fromEntries(aggregations.map((aggregation) => [aggregation, writeDouble(all[aggregation])]));
}

/** Mean distance from the average in percent of the average, at most 100. Flink: DoubleAccumulator.DoubleDataSkew. */
function skew(values: readonly number[], average: number): number {
  if (average === 0) return 0;
  const distance = values.reduce((total, value) => total + Math.abs(value - average), 0) / values.length;
  return Math.min(100, (100 * distance) / average);
}

function knownVertex(view: JobManagerView, params: { readonly jobid: string; readonly vertexid: string }) {
  return view.job(params.jobid)?.vertex(params.vertexid);
}

/** The calls of this file. */
export const metricHandlers = {
  jobsMetrics: ({ view, query }) => {
    view.metrics.update();
    const wanted = listParameter(query, "jobs");
    const chosen = view.jobs.filter((job) => wanted === undefined || wanted.includes(job.jobId));
    return ok(
      aggregatedMetrics(
        chosen.map((job) => view.metrics.job(job.jobId)),
        query,
      ),
    );
  },
  jobMetrics: ({ view, params, query }) => {
    view.metrics.update();
    return ok(metricsOf(view.metrics.job(params.jobid), query));
  },
  vertexWatermarks: ({ view, params }) => {
    view.metrics.update();
    return ok(watermarks(view, findVertex(findJob(view, params.jobid), params.vertexid)));
  },
  vertexMetrics: ({ view, params, query }) => {
    view.metrics.update();
    const vertex = knownVertex(view, params);
    return ok(metricsOf(vertex && vertexMetrics(view, vertex), query));
  },
  // Metrics of operator coordinators: none of ours has any, as the recorded job's have none.
  vertexJobManagerMetrics: () => ok([]),
  subtasksMetrics: ({ view, params, query }) => {
    view.metrics.update();
    const numbers = rangesQuery(query, "subtasks");
    const subtasks = knownVertex(view, params)?.subtasks ?? [];
    const chosen = subtasks.filter(({ subtaskIndex }) => numbers === undefined || numbers.has(subtaskIndex));
    return ok(
      aggregatedMetrics(
        chosen.map(({ current }) => attemptMetrics(view, current)),
        query,
      ),
    );
  },
  subtaskMetrics: ({ view, params, query }) => {
    view.metrics.update();
    const subtask = knownVertex(view, params)?.subtasks[Number(params.subtaskindex)];
    return ok(metricsOf(subtask && attemptMetrics(view, subtask.current), query));
  },
  taskManagersMetrics: ({ view, query }) => {
    view.metrics.update();
    const wanted = listParameter(query, "taskmanagers");
    const ids = view.taskManagers.map(({ taskManagerId }) => taskManagerId).filter((id) => wanted === undefined || wanted.includes(id));
    return ok(
      aggregatedMetrics(
        ids.map((id) => view.metrics.taskManager(id)),
        query,
      ),
    );
  },
  taskManagerMetrics: ({ view, params, query }) => {
    view.metrics.update();
    return ok(metricsOf(view.metrics.taskManager(params.taskmanagerid), query));
  },
  jobManagerMetrics: ({ view, query }) => ok(metricsOf(view.metrics.jobManager, query)),
} satisfies Partial<Handlers>;
