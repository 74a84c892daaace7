import { useIsMutating, useMutation, useQueries, useQueryClient } from "@tanstack/react-query";

import { useBackend, useFact, useObserved } from "../../client/use-client.tsx";
import { type ContainerAction, noteGenerator, refreshBackend, runContainerAction, setPace } from "../../observe/actions.ts";
import { jobOptions } from "../../observe/jobs.ts";
import { deployedVertexOptions } from "../../observe/vertices.ts";
import { missingBecause } from "../../ui/query-region.tsx";
import type { KnownVertices } from "./containers-model.ts";

/**
 * The job's vertices with their subtasks, which are the only source of each subtask's TaskManager.
 * `error` says why some are missing.
 */
export function useVertices(jobId: string | undefined): KnownVertices & { readonly error: Error | undefined } {
  const observed = useObserved();
  const jobQuery = useFact(jobOptions, jobId);
  const job = jobQuery.data?.job;
  const vertices = job?.vertices ?? [];
  const queries = useQueries({
    queries:
      job === undefined
        ? []
        : vertices.map(({ id }) => deployedVertexOptions(observed, { job, atMs: jobQuery.dataUpdatedAt }, id, vertices.length)),
  });
  return {
    vertices: queries.flatMap(({ data }) => data?.vertex ?? []),
    isComplete: jobId === undefined || (job !== undefined && queries.every(({ data }) => data !== undefined)),
    error: [jobQuery, ...queries].map(missingBecause).find((error) => error !== undefined),
  };
}

/** The last request about containers and its result. */
export type ContainerActions = {
  run: (action: ContainerAction) => void;
  /**
   * Whether a request is in progress, here or elsewhere on the page. It blocks further requests.
   */
  isBusy: boolean;
  /** The request made here that has no reply yet. */
  pending: ContainerAction | undefined;
  /** The cluster's refusal of the last request. */
  failed: { action: ContainerAction; words: string } | undefined;
};

/**
 * Kills, starts, scales and resets. The screen shows only what the cluster reports, so a request is
 * followed by a refresh. `onAccepted` gets each request that the cluster has accepted.
 */
export function useContainerActions(onAccepted?: (action: ContainerAction) => void): ContainerActions {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const mutationKey = [backend.id, "containers"];
  // The incident's button and the rack's switch share one pending request, wherever it was made.
  const isBusy = useIsMutating({ mutationKey }) > 0;
  const mutation = useMutation({
    mutationKey,
    mutationFn: (action: ContainerAction) => runContainerAction(backend, action),
    onSuccess: (_, action) => onAccepted?.(action),
    onSettled: () => refreshBackend(queryClient, backend),
  });
  const { isPending, error, variables } = mutation;
  return {
    run: (action) => {
      if (!isBusy) mutation.mutate(action);
    },
    isBusy,
    pending: isPending ? variables : undefined,
    failed: error === null || variables === undefined ? undefined : { action: variables, words: error.message },
  };
}

/** The last request for a pace. */
export type PaceRequest = {
  /** null is unlimited, 0 is paused. */
  set: (recordsPerSecond: number | null) => void;
  /** The pace that was sent and has no reply yet. */
  sent: { readonly recordsPerSecond: number | null } | undefined;
  error: Error | null;
};

/** Sets the generator's pace. */
export function useSetPace(): PaceRequest {
  const observed = useObserved();
  const queryClient = useQueryClient();
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: (recordsPerSecond: number | null) => setPace(observed.backend, recordsPerSecond),
    onSuccess: (generator) => noteGenerator(queryClient, observed, generator),
  });
  return { set: mutate, sent: isPending && variables !== undefined ? { recordsPerSecond: variables } : undefined, error };
}
