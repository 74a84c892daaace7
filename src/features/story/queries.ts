import { useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { MOST_VERTICES_ASKED, spreadRefresh } from "../../client/request-budget.ts";
import { type Backend, callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { takesCheckpoints } from "../../domain/batch-job.ts";
import type { ContainerHistory } from "../../domain/container-history.ts";
import { readDouble } from "../../rest/doubles.ts";
import type { Job } from "../../rest/jobs.ts";
import { isPositionMetric, readPosition, topicsNamed } from "./read-position.ts";
import { checkpointFacts, type Observations, type Observed, type Reading } from "./story-facts.ts";

/** What a story is told from, as of this render; undefined until job, exceptions and checkpoints have answered or failed once. */
export function useObservations(jobid: string, history: ContainerHistory | undefined, hasIncident: boolean): Observations | undefined {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  const jobQuery = useCall("job", { jobid }, {});
  const job: Job | undefined = jobQuery.data;
  const exceptions = useCall("jobExceptions", { jobid }, { maxExceptions: 20 });
  const hasCheckpoints = job !== undefined && takesCheckpoints(job);
  const checkpoints = useCall("checkpoints", { jobid }, {}, { isEnabled: hasCheckpoints });
  const overview = useCall("overview", {}, {}, { isEnabled: hasIncident });
  const taskManagers = useCall("taskManagers", {}, {}, { isEnabled: hasIncident && history !== undefined });
  // Times of some tasks say nothing about all of them: of too many vertices none are asked for, and the steps go without these times.
  const timed = job === undefined || job.vertices.length > MOST_VERTICES_ASKED ? [] : job.vertices;
  const times = useQueries({
    queries: timed.map(({ id }) => ({
      ...callOptions(backend, "vertexSubtaskTimes", { jobid, vertexid: id }, {}, spreadRefresh(refreshMs, timed.length)),
      enabled: hasIncident,
    })),
  });
  const reading = useReading(backend, job, refreshMs);
  const isAnswered = (query: UseQueryResult): boolean => query.data !== undefined || query.error !== null;
  if (job === undefined || !isAnswered(exceptions) || (hasCheckpoints && !isAnswered(checkpoints))) return undefined;
  return {
    job: { atMs: jobQuery.dataUpdatedAt, value: job },
    exceptions: observed(exceptions, ({ exceptionHistory }) => exceptionHistory.entries),
    checkpoints: observed(checkpoints, checkpointFacts),
    times: times.flatMap(({ data, dataUpdatedAt }) => (data === undefined ? [] : [{ atMs: dataUpdatedAt, value: data }])),
    slots: observed(overview, (value) => ({ taskManagers: value.taskmanagers, free: value["slots-available"] })),
    registered: observed(taskManagers, ({ taskmanagers }) => taskmanagers.map(({ id }) => id)),
    history,
    reading: reading.error === null ? reading.data : undefined,
    isReadingExpected:
      backend.hasPlayground && reading.error === null && (reading.data === undefined || reading.data.written !== undefined),
    refreshMs,
  };
}

/** Nothing where the last call failed: what the call before said may have changed. */
function observed<Data, T>({ data, error, dataUpdatedAt }: UseQueryResult<Data>, read: (data: Data) => T): Observed<T> | undefined {
  return data === undefined || error !== null ? undefined : { atMs: dataUpdatedAt, value: read(data) };
}

/** Whether the subtasks' times of the present try are still missing: some of them came before all tasks were seen to run. */
export function areTimesMissing({ job, times }: Observations, ranMs: number | undefined): boolean {
  const { length } = job.value.vertices;
  return length <= MOST_VERTICES_ASKED && (times.length < length || times.some(({ atMs }) => atMs < (ranMs ?? 0)));
}

/** The names of the metrics are kept: they come with the tasks and go with them. */
type ReadingBook = Reading & { ids: Readonly<Record<string, readonly string[]>> };

/**
 * How far the sources have read their topics. Asked for all the time: after a failure the metrics no longer say how far the job was.
 */
function useReading(backend: Backend, job: Job | undefined, refreshMs: number): UseQueryResult<Reading> {
  const queryClient = useQueryClient();
  const sources = job?.plan.nodes.filter(({ inputs }) => (inputs ?? []).length === 0).map(({ id }) => id) ?? [];
  const jobid = job?.jid ?? "";
  const queryKey = [backend.id, "reading", { jobid, sources }] as const;
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<ReadingBook> => {
      const before = queryClient.getQueryData<ReadingBook>(queryKey);
      const { topics } = await backend.client.call("playgroundTopics", {}, {}, { signal });
      const ids: Record<string, readonly string[]> = {};
      const metrics = await Promise.all(
        sources.map(async (vertexid) => {
          const known = before?.ids[vertexid] ?? [];
          const names =
            known.length > 0
              ? known
              : (await backend.client.call("subtasksMetrics", { jobid, vertexid }, {}, { signal })).map(({ id }) => id);
          const wanted = names.filter(isPositionMetric);
          ids[vertexid] = wanted;
          if (wanted.length === 0) return [];
          return backend.client.call("subtasksMetrics", { jobid, vertexid }, { get: wanted, agg: "max,sum" }, { signal });
        }),
      );
      const values = metrics.flat().map(({ id, max, sum }) => ({
        id,
        max: max === undefined ? undefined : readDouble(max),
        sum: sum === undefined ? undefined : readDouble(sum),
      }));
      return { atMs: Date.now(), ids, ...readPosition(topics, topicsNamed(Object.values(ids).flat()), values) };
    },
    refetchInterval: refreshMs,
    enabled: backend.hasPlayground && sources.length > 0,
  });
}
