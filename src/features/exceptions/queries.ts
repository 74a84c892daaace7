import type { UseQueryResult } from "@tanstack/react-query";

import { useBackend, useCall } from "../../client/use-client.tsx";
import type { JobExceptions } from "../../rest/exceptions.ts";
import type { Container } from "../../rest/playground.ts";

/** `GET …/exceptions` at the refresh interval. Flink keeps the last 16 (`web.exception-history-size`). */
export function useExceptions(jobid: string): UseQueryResult<JobExceptions> {
  return useCall("jobExceptions", { jobid }, { maxExceptions: 20 });
}

/** The containers, for the TaskManagers' names; none without the playground. */
export function useContainers(): readonly Container[] {
  const { hasPlayground } = useBackend();
  return useCall("playgroundContainers", {}, {}, { isEnabled: hasPlayground }).data?.containers ?? [];
}
