import { useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { MOST_VERTICES_ASKED, spreadRefresh } from "../../client/request-budget.ts";
import { type Backend, callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { takesCheckpoints } from "../../domain/batch-job.ts";
import type { ContainerHistory } from "../../domain/container-history.ts";
import { readDouble } from "../../rest/doubles.ts";
import type { Job } from "../../rest/jobs.ts";
import { isPositionMetric, readPosition, topicsNamed } from "./read-position.ts";
import type { Reading, StoryFacts } from "./story-facts.ts";

/** All of one moment; undefined before job, exceptions and checkpoints have answered. `isBusy` asks for what only an incident needs. */
export function useStoryFacts(jobid: string, history: ContainerHistory | undefined, isBusy: boolean): StoryFacts | undefined {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  const job: Job | undefined = useCall("job", { jobid }, {}).data;
  const exceptions = useCall("jobExceptions", { jobid }, { maxExceptions: 20 }).data;
  const hasCheckpoints = job !== undefined && takesCheckpoints(job);
  const checkpoints = useCall("checkpoints", { jobid }, {}, { isEnabled: hasCheckpoints });
  const overview = useCall("overview", {}, {}, { isEnabled: isBusy }).data;
  const taskManagers = useCall("taskManagers", {}, {}, { isEnabled: isBusy && history !== undefined }).data?.taskmanagers;
  // Half of the times would tell half a story: of too many vertices none are asked for, and the story goes without their steps.
  const timed = job === undefined || job.vertices.length > MOST_VERTICES_ASKED ? [] : job.vertices;
  const times = useQueries({
    queries: timed.map(({ id }) => ({
      ...callOptions(backend, "vertexSubtaskTimes", { jobid, vertexid: id }, {}, spreadRefresh(refreshMs, timed.length)),
      enabled: isBusy,
    })),
  });
  const reading = useReading(backend, job, refreshMs).data;
  // Without statistics of checkpoints there is still a story.
  const hasTimes = !isBusy || times.every(({ data, error }) => data !== undefined || error !== null);
  const isAnswered = !hasCheckpoints || checkpoints.data !== undefined || checkpoints.error !== null;
  if (!hasTimes || job === undefined || exceptions === undefined || !isAnswered) return undefined;
  const { restored, completed } = checkpoints.data?.latest ?? { restored: null, completed: null };
  return {
    job,
    exceptions: exceptions.exceptionHistory.entries,
    restored: restored === null ? undefined : { id: restored.id, atMs: restored.restore_timestamp },
    latestCompleted: completed === null ? undefined : { id: completed.id, atMs: completed.latest_ack_timestamp },
    times: times.flatMap(({ data }) => data ?? []),
    slots: overview === undefined ? undefined : { taskManagers: overview.taskmanagers, free: overview["slots-available"] },
    registered: taskManagers?.map(({ id }) => id),
    history,
    reading,
  };
}

/** What is remembered of the metrics' names: they come with the tasks and go with them. */
type ReadingBook = Reading & { ids: Readonly<Record<string, readonly string[]>> };

/**
 * How far the sources are, beside what their topics hold. Asked for all the time: once something has failed nobody tells any more how far
 * the reading was.
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
