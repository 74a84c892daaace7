import { useIsMutating, useMutation, useQueries, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { callKey, callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { type ContainerHistory, nextContainerHistory } from "../../domain/container-history.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Generator, Playground, Topics } from "../../rest/playground.ts";
import type { TaskManagers } from "../../rest/taskmanagers.ts";
import { missingBecause } from "../../ui/region.tsx";
import type { KnownVertices } from "./containers-model.ts";

/** `GET /playground`: asked until it answers and never again, it does not change while a backend lives. */
export function usePlayground(): UseQueryResult<Playground> {
  const backend = useBackend();
  return useQuery({
    ...callOptions(backend, "playground", {}, {}, false),
    enabled: backend.hasPlayground,
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: 1000,
  });
}

/** Containers are small news, and a kill should be seen soon: twice a second. Times of ends are as exact as this. */
const CONTAINERS_REFRESH_MS = 500;

/** `GET /playground/containers`, with the ends that were seen. Kept when nobody looks: what was seen stays seen. */
export function useContainerHistory(): UseQueryResult<ContainerHistory> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const queryKey = containersKey(backend.id);
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<ContainerHistory> => {
      const { containers } = await backend.client.call("playgroundContainers", {}, {}, { signal });
      return nextContainerHistory(queryClient.getQueryData<ContainerHistory>(queryKey), Date.now(), containers);
    },
    refetchInterval: CONTAINERS_REFRESH_MS,
    enabled: backend.hasPlayground,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

function containersKey(backendId: string): readonly string[] {
  return [backendId, "containerHistory"];
}

/** `GET /taskmanagers` at the refresh interval: heartbeats and slots. */
export function useTaskManagers(): UseQueryResult<TaskManagers> {
  return useCall("taskManagers", {}, {});
}

/** `GET /playground/topics` at the refresh interval: their bytes grow. */
export function useTopics(): UseQueryResult<Topics> {
  return useCall("playgroundTopics", {}, {});
}

/** `GET /playground/generator` at the refresh interval: whether it waits, and at which pace it goes. */
export function useGenerator(): UseQueryResult<Generator> {
  return useCall("generator", {}, {});
}

/** The job's vertices with their subtasks, which alone say on which TaskManager each sits. `error` is why some are missing. */
export function useVertices(jobId: string | undefined): KnownVertices & { readonly error: Error | undefined } {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  const jobQuery = useCall("job", { jobid: jobId ?? "" }, {}, { isEnabled: jobId !== undefined });
  const job: Job | undefined = jobQuery.data;
  const queries = useQueries({
    queries: (job?.vertices ?? []).map(({ id }) => callOptions(backend, "vertex", { jobid: job?.jid ?? "", vertexid: id }, {}, refreshMs)),
  });
  return {
    vertices: queries.flatMap(({ data }) => data ?? []),
    isComplete: jobId === undefined || (job !== undefined && queries.every(({ data }) => data !== undefined)),
    error: [jobQuery, ...queries].map(missingBecause).find((error) => error !== undefined),
  };
}

/** What can be asked of the containers. */
export type ContainerAction =
  | { type: "kill"; name: string }
  | { type: "start"; name: string }
  | { type: "scale"; service: string; replicas: number }
  | { type: "reset" };

/** What was asked last, and what became of it. */
export type ContainerActions = {
  run: (action: ContainerAction) => void;
  /** Something is asked and not answered yet, here or elsewhere on the page; meanwhile nothing else can be asked. */
  isBusy: boolean;
  /** What was asked here and is not answered yet. */
  pending: ContainerAction | undefined;
  /** The last answer, if it was no: in the cluster's own words. */
  failed: { action: ContainerAction; words: string } | undefined;
};

/**
 * Kills, starts, scales, resets. The screen shows only what the cluster then reports, so all that is shown of it is asked anew at once.
 * `onReset` is called when a reset was accepted.
 */
export function useContainerActions(onReset?: () => void): ContainerActions {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const mutationKey = [backend.id, "containers"];
  // The story's button and the rack's switch ask for the same: one at a time, wherever it was pressed.
  const isBusy = useIsMutating({ mutationKey }) > 0;
  const mutation = useMutation({
    mutationKey,
    mutationFn: (action: ContainerAction): Promise<unknown> => {
      switch (action.type) {
        case "kill":
          return backend.client.call("killContainer", { name: action.name }, {});
        case "start":
          return backend.client.call("startContainer", { name: action.name }, {});
        case "scale":
          return backend.client.call("scaleService", { service: action.service }, {}, { body: { replicas: action.replicas } });
        case "reset":
          return backend.client.call("resetPlayground", {}, {});
      }
    },
    onSuccess: (_, action) => {
      if (action.type === "reset") onReset?.();
    },
    // Cancels what is under way: a reply from before must not be the one that counts.
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(backend) }),
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

/** Sets the generator's pace; null is as fast as possible, 0 paused. */
export function useSetPace(): { set: (recordsPerSecond: number | null) => void; isPending: boolean; error: Error | null } {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (recordsPerSecond: number | null) => backend.client.call("patchGenerator", {}, {}, { body: { recordsPerSecond } }),
    // The reply is the generator as it is now.
    onSuccess: (generator) => queryClient.setQueryData(callOptions(backend, "generator", {}, {}, false).queryKey, generator),
  });
  return { set: mutate, isPending, error };
}
