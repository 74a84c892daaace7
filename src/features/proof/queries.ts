import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { readDouble } from "../../rest/doubles.ts";
import type { Job } from "../../rest/jobs.ts";
import { isEventTimeJob, nextLateDrops, type LateDrops, lowWatermark, windowVertexId } from "./job-facts.ts";
import { nextTopicTail, type TopicTail, tailStart } from "../../observe/topic-tail.ts";

/** What the proof needs to know of the job beside the topic. */
export type ProofJob = {
  isEventTime: boolean | undefined;
  watermarkMs: number | undefined;
  lateDrops: number;
};

/** The job's windows, watermark and late clicks. The plan never changes, watermark and metric at the refresh interval. */
export function useProofJob(jobId: string | undefined): ProofJob {
  const job: Job | undefined = useCall("job", { jobid: jobId ?? "" }, {}, { isEnabled: jobId !== undefined }).data;
  const vertexid = job === undefined ? undefined : windowVertexId(job);
  const isRunning = job !== undefined && job.vertices.every(({ tasks, parallelism }) => tasks.RUNNING === parallelism);
  const watermarks = useCall(
    "vertexWatermarks",
    { jobid: jobId ?? "", vertexid: vertexid ?? "" },
    {},
    { isEnabled: vertexid !== undefined && isRunning },
  );
  const lateDrops = useLateDrops(jobId, vertexid, isRunning);
  return {
    isEventTime: job === undefined ? undefined : isEventTimeJob(job),
    // Old values stay in the cache while no task runs; they are of a watermark that is no more.
    watermarkMs: isRunning && watermarks.data !== undefined ? lowWatermark(watermarks.data) : undefined,
    lateDrops,
  };
}

/** numLateRecordsDropped of the window vertex: its name carries the operator's, so it is looked up once per attempt that runs. */
function useLateDrops(jobid: string | undefined, vertexid: string | undefined, isRunning: boolean): number {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const params = { jobid: jobid ?? "", vertexid: vertexid ?? "" };
  const isEnabled = vertexid !== undefined && isRunning;
  const names = useQuery({
    ...callOptions(backend, "subtasksMetrics", params, {}, false),
    enabled: isEnabled,
    // Metrics come a little after the tasks.
    refetchInterval: ({ state }) => (lateMetrics(state.data ?? []).length > 0 ? false : refreshMs),
  }).data;
  const ids = lateMetrics(names ?? []);
  const queryKey = [backend.id, "lateDrops", params] as const;
  const drops = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<LateDrops> => {
      const metrics = await backend.client.call("subtasksMetrics", params, { get: ids, agg: "sum" }, { signal });
      const sum = metrics.reduce((total, metric) => total + (metric.sum === undefined ? 0 : (readDouble(metric.sum) ?? 0)), 0);
      return nextLateDrops(queryClient.getQueryData<LateDrops>(queryKey), sum);
    },
    refetchInterval: refreshMs,
    enabled: isEnabled && ids.length > 0,
    gcTime: Number.POSITIVE_INFINITY,
  }).data;
  return drops === undefined ? 0 : drops.before + drops.current;
}

function lateMetrics(metrics: readonly { id: string }[]): readonly string[] {
  return metrics.map(({ id }) => id).filter((id) => id.endsWith(".numLateRecordsDropped"));
}

/** The newest records of a topic, at the refresh interval unless paused. */
export function useTopicTail(topic: string, isPaused: boolean): UseQueryResult<TopicTail> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const queryKey = [backend.id, "topicTail", { topic }] as const;
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<TopicTail> => {
      const before = queryClient.getQueryData<TopicTail>(queryKey);
      const { topics } = await backend.client.call("playgroundTopics", {}, {}, { signal });
      const partitions = topics.find(({ name }) => name === topic)?.partitions;
      if (partitions === undefined) return { hasTopic: false, positions: {}, skipped: 0, records: [], total: 0 };
      const replies = await Promise.all(
        partitions.map(async (range) => {
          const { offset, max } = tailStart(before, range);
          const reply =
            max === 0
              ? undefined
              : await backend.client.call("playgroundRecords", { topic }, { partition: range.partition, offset, max }, { signal });
          return { range, offset, records: reply?.records ?? [] };
        }),
      );
      return nextTopicTail(before, replies);
    },
    refetchInterval: isPaused ? false : refreshMs,
    enabled: backend.hasPlayground && !isPaused,
  });
}
