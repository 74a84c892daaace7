import { useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { overviewOptions } from "../../client/cluster-options.ts";
import { MOST_VERTICES_ASKED } from "../../client/request-budget.ts";
import { useFact, useObserved } from "../../client/use-client.tsx";
import { takesCheckpoints } from "../../domain/batch-job.ts";
import type { ContainerHistory } from "../../domain/container-history.ts";
import { readPosition, topicsRead } from "../../domain/source-metrics.ts";
import { checkpointsOptions } from "../../observe/checkpoints.ts";
import { exceptionsOptions } from "../../observe/exceptions.ts";
import { jobOptions } from "../../observe/jobs.ts";
import { rescaleHistoryOptions } from "../../observe/rescales.ts";
import { sourceNamesOptions, sourceReadingsOptions } from "../../observe/source-readings.ts";
import { taskManagersOptions } from "../../observe/task-managers.ts";
import { topicsOptions } from "../../observe/topics.ts";
import { subtaskTimesOptions } from "../../observe/vertices.ts";
import type { Job } from "../../rest/jobs.ts";
import { checkpointFacts, completedRescales, type Observations, type Observed, type Reading } from "./incident-facts.ts";

/**
 * The observations of an incident as of this render; undefined until job, exceptions,
 * checkpoints and rescales have answered or failed once.
 */
export function useObservations(jobid: string, history: ContainerHistory | undefined, hasIncident: boolean): Observations | undefined {
  const source = useObserved();
  const jobQuery = useFact(jobOptions, jobid);
  const job = jobQuery.data?.job;
  const exceptions = useFact(exceptionsOptions, jobid);
  const hasCheckpoints = job !== undefined && takesCheckpoints(job);
  const checkpoints = useFact(checkpointsOptions, jobid, hasCheckpoints);
  // Read once: rescales after the page was opened are seen in the job's own replies.
  const canHaveRescaled = job?.schedulerType === "Adaptive" && (exceptions.data?.exceptionHistory.entries.length ?? 0) > 0;
  const rescales = useFact(rescaleHistoryOptions, jobid, { isLive: false, isEnabled: canHaveRescaled });
  const overview = useFact(overviewOptions, hasIncident);
  const taskManagers = useFact(taskManagersOptions, hasIncident && history !== undefined);
  // Times of only some tasks are useless. For too many vertices none are requested, and the steps
  // have no such times.
  const timed = job === undefined || job.vertices.length > MOST_VERTICES_ASKED ? [] : job.vertices;
  const times = useQueries({
    queries: timed.map(({ id }) => subtaskTimesOptions(source, jobid, id, { isEnabled: hasIncident, count: timed.length })),
  });
  const reading = useReading(job);
  const isAnswered = (query: UseQueryResult): boolean => query.data !== undefined || query.error !== null;
  if (job === undefined || !isAnswered(exceptions) || (hasCheckpoints && !isAnswered(checkpoints))) return undefined;
  if (canHaveRescaled && !isAnswered(rescales)) return undefined;
  return {
    job: { atMs: jobQuery.dataUpdatedAt, value: job },
    exceptions: observed(exceptions, ({ exceptionHistory }) => exceptionHistory.entries),
    checkpoints: observed(checkpoints, (live) => checkpointFacts(live.checkpoints)),
    rescales: rescales.data === undefined ? NO_RESCALES : completedRescales(rescales.data),
    times: times.flatMap(({ data, dataUpdatedAt }) => (data === undefined ? [] : [{ atMs: dataUpdatedAt, value: data }])),
    slots: observed(overview, (value) => ({ taskManagers: value.taskmanagers, free: value["slots-available"] })),
    registered: observed(taskManagers, ({ taskmanagers }) => taskmanagers.map(({ id }) => id)),
    history,
    reading: reading.hasFailed ? undefined : reading.data,
    isReadingExpected:
      source.backend.hasPlayground && !reading.hasFailed && (reading.data === undefined || reading.data.written !== undefined),
    refreshMs: source.refreshMs,
  };
}

const NO_RESCALES: Observations["rescales"] = [];

/** Nothing if the last call failed, because the previous reply may be out of date. */
function observed<Data, T>({ data, error, dataUpdatedAt }: UseQueryResult<Data>, read: (data: Data) => T): Observed<T> | undefined {
  return data === undefined || error !== null ? undefined : { atMs: dataUpdatedAt, value: read(data) };
}

/**
 * Whether the subtasks' times of the current attempt are missing: some of them are from before all
 * tasks were seen running.
 */
export function areTimesMissing({ job, times }: Observations, ranMs: number | undefined): boolean {
  const { length } = job.value.vertices;
  return length <= MOST_VERTICES_ASKED && (times.length < length || times.some(({ atMs }) => atMs < (ranMs ?? 0)));
}

/**
 * How far the sources have read their topics. Always requested, because after a failure the metrics
 * no longer show how far the job was.
 */
function useReading(job: Job | undefined): { readonly data: Reading | undefined; readonly hasFailed: boolean } {
  const source = useObserved();
  const jobid = job?.jid ?? "";
  const ids = job?.plan.nodes.filter(({ inputs }) => (inputs ?? []).length === 0).map(({ id }) => id) ?? [];
  const topics = useFact(topicsOptions);
  const names = useQueries({ queries: ids.map((id) => sourceNamesOptions(source, jobid, id, source.backend.hasPlayground)) });
  const named = ids.map((id, index) => ({ id, metricIds: names[index]?.data?.ids }));
  const readings = useQuery(sourceReadingsOptions(source, jobid, named, topics.data !== undefined ? topics.dataUpdatedAt : undefined));
  const { data } = readings;
  const read = topicsRead(named.flatMap(({ metricIds }) => metricIds ?? []));
  return {
    data: data === undefined ? undefined : { atMs: data.atMs, ...readPosition(data.topics, read, data.metrics) },
    hasFailed: [topics, ...names, readings].some(({ error }) => error !== null),
  };
}
