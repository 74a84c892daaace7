// Follows a cluster and reports its events, for commands. Runs in Node and in a page.
import { environmentManager, QueryClient, QueryObserver } from "@tanstack/query-core";

import type { Backend, ObservedBackend } from "../client/backend.ts";
import { configOptions, refreshMsOf } from "../client/cluster-options.ts";
import { type FactOptions, keyOf } from "../client/fact-options.ts";
import { mayTakeCheckpoints } from "../domain/batch-job.ts";
import { isJobOver } from "../domain/job-status.ts";
import type { JobOverview, JobsOverview } from "../rest/jobs.ts";
import { checkpointsOptions } from "./checkpoints.ts";
import {
  checkpointEvents,
  type ClusterEvent,
  exceptionEvents,
  isAnotherJobManager,
  jobEvents,
  restartEvents,
  taskManagerEvents,
} from "./cluster-events.ts";
import { exceptionsOptions } from "./exceptions.ts";
import { jobsOverviewOptions, restartsOptions } from "./jobs.ts";
import { taskManagersOptions } from "./task-managers.ts";

/** The longest time between two calls to a cluster that does not answer, ms. */
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Calls `emit` with the running jobs, then with each event. Returns the function that stops it. A
 * cluster that stops answering is one event, followed by tries at growing intervals.
 */
export function watchEvents(backend: Backend, emit: (event: ClusterEvent) => void): () => void {
  // Outside a page, TanStack Query assumes a server and never polls.
  environmentManager.setIsServer(() => false);
  const queryClient = new QueryClient({ defaultOptions: { queries: { networkMode: "always", retry: false } } });
  queryClient.mount();
  let refreshMs = refreshMsOf(undefined);
  let failures = 0;
  const observed: ObservedBackend = { backend, refreshMs };
  const jobs = new Map<string, () => void>();

  /**
   * Observes a fact; `onData` gets each reply with the previous one. Returns the function that
   * stops it.
   */
  function follow<Data>(
    options: FactOptions<Data>,
    onData: (before: Data | undefined, now: Data) => void,
    onError?: (error: Error) => void,
  ) {
    let before: Data | undefined;
    let seenMs = 0;
    let failedMs = 0;
    const observer = new QueryObserver(queryClient, {
      ...options,
      retry: false,
      refetchInterval: ({ state }) =>
        options.refetchInterval === false && state.data !== undefined ? false : Math.min(LONGEST_BACKOFF_MS, refreshMs * 2 ** failures),
    });
    return observer.subscribe(({ data, error, dataUpdatedAt, errorUpdatedAt }) => {
      if (error !== null && errorUpdatedAt !== failedMs) {
        failedMs = errorUpdatedAt;
        onError?.(error);
      } else if (error === null && data !== undefined && dataUpdatedAt !== seenMs) {
        seenMs = dataUpdatedAt;
        const earlier = before;
        before = data;
        onData(earlier, data);
      }
    });
  }

  const emitAll = (events: readonly ClusterEvent[]): void => events.forEach(emit);

  function followJob({ jid, ...job }: JobOverview): () => void {
    const stops = [
      follow(exceptionsOptions(observed, jid), (before, now) => emitAll(exceptionEvents(jid, before, now))),
      follow(restartsOptions(observed, jid), (before, now) => emitAll(restartEvents(jid, before, now))),
      ...(mayTakeCheckpoints(job)
        ? [follow(checkpointsOptions(observed, jid), (before, now) => emitAll(checkpointEvents(jid, before, now)))]
        : []),
    ];
    return () => stops.forEach((stop) => stop());
  }

  function forgetJobs(): void {
    for (const stop of jobs.values()) stop();
    jobs.clear();
    // Replies of the JobManager from before the restart must not be used.
    queryClient.removeQueries({ queryKey: keyOf(backend), type: "inactive" });
  }

  function onJobs(before: JobsOverview | undefined, now: JobsOverview): void {
    if (failures > 0) emit({ kind: "cluster", text: `${backend.label} answers again.` });
    failures = 0;
    if (before !== undefined && isAnotherJobManager(before, now)) {
      emit({ kind: "cluster", text: "The JobManager restarted. Checkpoints, exceptions and counters start over." });
      forgetJobs();
    }
    emitAll(jobEvents(before, now));
    for (const job of now.jobs) {
      const isOver = isJobOver(job);
      if (!isOver && !jobs.has(job.jid)) jobs.set(job.jid, followJob(job));
      // The exception that ended it may arrive with the next reply.
      if (isOver && before?.jobs.find(({ jid }) => jid === job.jid)?.state === job.state) {
        jobs.get(job.jid)?.();
        jobs.delete(job.jid);
      }
    }
  }

  const stops = [
    follow(configOptions(backend), (_, config) => {
      refreshMs = refreshMsOf(config);
    }),
    follow(jobsOverviewOptions(observed), onJobs, (error) => {
      if (failures === 0) emit({ kind: "cluster", text: `${backend.label} does not answer: ${error.message}` });
      failures++;
    }),
    follow(taskManagersOptions(observed), (before, now) => emitAll(taskManagerEvents(before, now))),
  ];
  return () => {
    for (const stop of [...stops, ...jobs.values()]) stop();
    void queryClient.cancelQueries({ queryKey: keyOf(backend) });
    queryClient.unmount();
    queryClient.clear();
  };
}
