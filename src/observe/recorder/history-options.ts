import type { QueryClient } from "@tanstack/query-core";

import type { Backend, ObservedBackend } from "../../client/backend.ts";
import { factOptions, type FactOptions, keyOf } from "../../client/fact-options.ts";
import { type JobHistory, mergedHistory } from "./history.ts";
import { CLUSTER, type JobAddition } from "./history-store.ts";
import { openIdbStore } from "./idb-store.ts";
import { type HistoryPlace, type Recorder, startRecorder } from "./recorder.ts";

const NAME = "history";

const recorders = new WeakMap<Backend, Recorder>();

/** The recorder of a backend. The first call starts it. */
export function recorderOf(queryClient: QueryClient, backend: Backend): Recorder {
  const known = recorders.get(backend);
  if (known !== undefined) return known;
  const recorder = startRecorder({ queryClient, backend, openStore: async (cluster) => openIdbStore(cluster), onHidden });
  recorder.subscribe((additions) => {
    for (const { queryKey } of queryClient.getQueryCache().findAll({ queryKey: [...keyOf(backend), NAME] })) {
      const jobid = String(queryKey[2]);
      queryClient.setQueryData<JobHistory>(queryKey, (shown) => (shown === undefined ? undefined : withAdditions(shown, additions, jobid)));
    }
  });
  recorders.set(backend, recorder);
  return recorder;
}

/** Where the histories of a backend are. */
export function historyPlace(backend: Backend): HistoryPlace {
  return recorders.get(backend)?.place() ?? "page";
}

/** Stops the recorder of a backend that the page leaves. */
export function stopRecorderOf(backend: Backend): void {
  recorders.get(backend)?.stop();
  recorders.delete(backend);
}

/**
 * The recorded history of a job: read once from where it is kept, then extended by what the recorder
 * stores. It makes no request.
 */
export function historyOptions(observed: ObservedBackend, jobid: string): FactOptions<JobHistory> {
  const ask = async ({ client: queryClient }: { client: QueryClient }): Promise<JobHistory> => {
    const recorder = recorderOf(queryClient, observed.backend);
    const additions: JobAddition[] = [];
    const stop = recorder.subscribe((more) => additions.push(...more));
    try {
      return withAdditions(await recorder.read(jobid), additions, jobid);
    } finally {
      stop();
    }
  };
  // The comparison of all samples with the ones before would take longer than drawing them.
  return { ...factOptions(observed, [NAME, jobid], ask, { isFixed: true }), structuralSharing: false };
}

function onHidden(listener: () => void): () => void {
  const onChange = (): void => {
    if (document.visibilityState === "hidden") listener();
  };
  document.addEventListener("visibilitychange", onChange);
  return () => document.removeEventListener("visibilitychange", onChange);
}

function withAdditions(history: JobHistory, additions: readonly JobAddition[], jobid: string): JobHistory {
  return additions
    .filter(({ jobId }) => jobId === jobid || jobId === CLUSTER)
    .reduce((known, { atMs, rows, events }) => mergedHistory(known, { rows, events }, atMs), history);
}
