import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";

import { useMayBeSwitchedOn } from "../../client/use-capabilities.ts";
import { useObserved } from "../../client/use-client.tsx";
import { callStartProfiling, type FlinkProcess } from "../../observe/process.ts";
import { profilingsKeyOf } from "../../observe/processes.ts";
import type { Profiling, ProfilingRequest } from "../../rest/profiling.ts";

/** Whether the cluster's processes can be profiled. */
export function useHasProfiler(): boolean {
  return useMayBeSwitchedOn("rest.profiling.enabled");
}

/** Starts a run of the profiler. */
export function useStartProfiling(process: FlinkProcess): UseMutationResult<Profiling, Error, ProfilingRequest> {
  const observed = useObserved();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: ProfilingRequest) => callStartProfiling(observed.backend, process, request),
    onSettled: () => queryClient.invalidateQueries({ queryKey: profilingsKeyOf(observed, process) }),
  });
}
