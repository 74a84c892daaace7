import { keepPreviousData, type QueryClient, useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { type Backend, callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { spreadRefresh } from "../../client/request-budget.ts";
import { counterSample, nextRateBook, type RateBook } from "../../domain/rate.ts";
import { readDouble } from "../../rest/doubles.ts";
import type { Checkpoint } from "../../rest/checkpoints.ts";
import type { JobExceptions } from "../../rest/exceptions.ts";
import type { Job } from "../../rest/jobs.ts";
import type { AggregatedMetrics, Metrics } from "../../rest/metrics.ts";
import { offsetMetrics, type SplitPosition, splitPositions, topicsRead } from "./graph-topics.ts";
import { nextTopicsBook, type TopicReading, type TopicsBook } from "./topic-model.ts";
import { LOAD_METRICS, vertexMeasures, type VertexMeasures } from "./vertex-card-model.ts";

/** A job as of its last reply, and the rates from all replies before. */
export type LiveJob = { job: Job; rates: RateBook };

/** `GET /jobs/:jobid` at the cluster's refresh interval: everything on the page hangs on it. The rates are folded in as the replies come. */
export function useLiveJob(jobid: string): UseQueryResult<LiveJob> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const queryKey = [backend.id, "liveJob", { jobid }] as const;
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<LiveJob> => {
      const job = await backend.client.call("job", { jobid }, {}, { signal });
      return { job, rates: nextRateBook(queryClient.getQueryData<LiveJob>(queryKey)?.rates, job.now, samplesOf(job)) };
    },
    refetchInterval: refreshMs,
  });
}

function samplesOf(job: Job): Parameters<typeof nextRateBook>[2] {
  return Object.fromEntries(
    job.vertices.map((vertex) => [
      vertex.id,
      counterSample(vertex.metrics, {
        atMs: job.now,
        startedMs: vertex["start-time"],
        taskCount: (vertex.tasks.RUNNING ?? 0) + (vertex.tasks.FINISHED ?? 0),
      }),
    ]),
  );
}

/** `GET …/exceptions`: as often as the job, a failure is what one waits for least. */
export function useExceptions(jobid: string): UseQueryResult<JobExceptions> {
  return useCall("jobExceptions", { jobid }, { maxExceptions: 20 });
}

/** How often the job was started again; Flink renews it at the metrics' interval, but a restart changes it. */
export function useRestarts(jobid: string): UseQueryResult<Metrics> {
  return useCall("jobMetrics", { jobid }, { get: "numRestarts" });
}

/** The details of one checkpoint: they change while it is in progress, and never after. The last ones stay until the next are there. */
export function useCheckpointDetails(jobid: string, checkpointId: number | undefined): UseQueryResult<Checkpoint> {
  const backend = useBackend();
  return useQuery({
    ...callOptions(backend, "checkpoint", { jobid, checkpointid: String(checkpointId ?? "") }, {}, false),
    enabled: checkpointId !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Load and low watermark of each of these vertices, at the refresh interval or as often as the budget allows; while the job lives. */
export function useVertexMeasures(
  jobid: string,
  vertices: readonly { id: string; isSource: boolean }[],
  isLive: boolean,
): Readonly<Record<string, VertexMeasures | undefined>> {
  const backend = useBackend();
  const refreshMs = spreadRefresh(useRefreshMs(), vertices.length);
  const loads = useQueries({
    queries: vertices.map(({ id }) => ({
      ...callOptions(backend, "subtasksMetrics", { jobid, vertexid: id }, { get: LOAD_METRICS, agg: "max" }, refreshMs),
      enabled: isLive,
    })),
  });
  const watermarks = useQueries({
    queries: vertices.map(({ id, isSource }) => ({
      ...callOptions(backend, "vertexWatermarks", { jobid, vertexid: id }, {}, refreshMs),
      enabled: isLive && !isSource,
    })),
  });
  return Object.fromEntries(
    vertices.map(({ id, isSource }, index) => {
      const load: AggregatedMetrics | undefined = loads[index]?.data;
      const marks: Metrics | undefined = watermarks[index]?.data;
      return [id, load === undefined && marks === undefined ? undefined : vertexMeasures(load, marks, isSource)];
    }),
  );
}

/** Which topics a source reads shows in the names of its metrics: splits seldom move. */
const METRIC_NAMES_REFRESH_MS = 5000;

/** The names come with the first refresh of a task that has just started; the graph waits for them, or it would move when they come. */
const FIRST_NAMES_REFRESH_MS = 300;

/** After so many tries in vain the graph does not wait any longer: a cluster need not report metrics. */
const FIRST_NAMES_TRIES = 8;

/** The metrics of a source that tell what it reads. */
type SourceNames = { ids: readonly string[]; tries: number; isKnown: boolean };

/** What the sources of a job read, and how far: by vertex id. */
export type SourceReadings = {
  topics: Readonly<Record<string, readonly string[]>>;
  readings: Readonly<Record<string, TopicReading>>;
  /** Whether every source has said what it reads, or cannot. */
  areNamesKnown: boolean;
};

/** Reads the sources' offsets. Asked for only where there are topics to draw. */
export function useSourceReadings(jobid: string, sources: readonly { id: string; isRunning: boolean }[], isLive: boolean): SourceReadings {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  const queryClient = useQueryClient();
  const isEnabled = isLive && backend.hasPlayground;
  const names = useQueries({
    queries: sources.map(({ id }) => sourceNamesQuery(backend, queryClient, jobid, id, isEnabled)),
  });
  const values = useQueries({
    queries: sources.map(({ id, isRunning }, index) => {
      const ids = names[index]?.data?.ids ?? [];
      return sourceValuesQuery(backend, queryClient, jobid, id, ids, isEnabled && isRunning && ids.length > 0, refreshMs);
    }),
  });
  return {
    topics: Object.fromEntries(sources.map(({ id }, index) => [id, topicsRead(names[index]?.data?.ids ?? [])])),
    areNamesKnown: sources.every(
      ({ isRunning }, index) => !isRunning || names[index]?.data?.isKnown === true || names[index]?.error !== null,
    ),
    readings: Object.fromEntries(
      sources.map(({ id, isRunning }, index) => {
        const { positions = [], pendingRecords } = values[index]?.data ?? {};
        return [id, { positions, pendingRecords: isRunning ? pendingRecords : undefined, isRunning }];
      }),
    ),
  };
}

/** Without tasks a vertex has no metrics; what it read is remembered, it reads the same when it comes back. */
function sourceNamesQuery(backend: Backend, queryClient: QueryClient, jobid: string, vertexid: string, enabled: boolean) {
  const queryKey = [backend.id, "sourceMetricNames", { jobid, vertexid }] as const;
  return {
    queryKey,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<SourceNames> => {
      const before = queryClient.getQueryData<SourceNames>(queryKey);
      const metrics = await backend.client.call("subtasksMetrics", { jobid, vertexid }, {}, { signal });
      const all = metrics.map(({ id }) => id);
      const ids = [...offsetMetrics(all), ...all.filter((id) => id.endsWith(".pendingRecords"))];
      const tries = (before?.tries ?? 0) + 1;
      return {
        ids: ids.length > 0 ? ids : (before?.ids ?? []),
        tries,
        isKnown: before?.isKnown === true || all.length > 0 || tries >= FIRST_NAMES_TRIES,
      };
    },
    refetchInterval: ({ state }: { state: { data: SourceNames | undefined } }) =>
      state.data?.isKnown === true ? METRIC_NAMES_REFRESH_MS : FIRST_NAMES_REFRESH_MS,
    enabled,
  };
}

/** Positions and what is pending, of all subtasks of a source. */
type SourceValues = { positions: readonly SplitPosition[]; pendingRecords: number | undefined };

/** What was committed stays so while no task runs: the last values are kept then. */
function sourceValuesQuery(
  backend: Backend,
  queryClient: QueryClient,
  jobid: string,
  vertexid: string,
  ids: readonly string[],
  enabled: boolean,
  refetchInterval: number,
) {
  const queryKey = [backend.id, "sourceOffsets", { jobid, vertexid }] as const;
  return {
    queryKey,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<SourceValues> => {
      const metrics = await backend.client.call("subtasksMetrics", { jobid, vertexid }, { get: ids, agg: "max,sum" }, { signal });
      const before = queryClient.getQueryData<SourceValues>(queryKey);
      const pending = metrics.find(({ id }) => id.endsWith(".pendingRecords"))?.sum;
      const positions = splitPositions(metrics.map(({ id, max }) => ({ id, value: max === undefined ? undefined : readDouble(max) })));
      return {
        positions: positions.length === 0 ? (before?.positions ?? []) : positions.map((position) => withCommitted(position, before)),
        pendingRecords: pending === undefined ? undefined : readDouble(pending),
      };
    },
    refetchInterval,
    enabled,
  };
}

/** A source that was restored knows of no commit before its next one; the last commit holds on. */
function withCommitted(position: SplitPosition, before: SourceValues | undefined): SplitPosition {
  if (position.committedOffset !== undefined) return position;
  const same = before?.positions.find(({ topic, partition }) => topic === position.topic && partition === position.partition);
  return { ...position, committedOffset: same?.committedOffset };
}

/** `GET /playground/topics` at the refresh interval, with what was seen of them before. Off without the playground. */
export function useTopics(): UseQueryResult<TopicsBook> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const refreshMs = useRefreshMs();
  const queryKey = [backend.id, "topicsBook"] as const;
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<TopicsBook> => {
      const topics = await backend.client.call("playgroundTopics", {}, {}, { signal });
      return nextTopicsBook(queryClient.getQueryData<TopicsBook>(queryKey), Date.now(), topics);
    },
    refetchInterval: refreshMs,
    enabled: backend.hasPlayground,
  });
}

/** Whether containers and topics can be seen and worked: without, there is no deck, no topic in the graph, and no output to read. */
export function useHasPlayground(): boolean {
  return useBackend().hasPlayground;
}
