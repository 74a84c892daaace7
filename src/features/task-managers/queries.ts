import type { UseQueryResult } from "@tanstack/react-query";

import { useCall } from "../../client/use-client.tsx";
import type { TaskManagers } from "../../rest/taskmanagers.ts";

/** `GET /taskmanagers`, at the cluster's refresh interval: they come and go, and their heartbeats age. */
export function useTaskManagers(): UseQueryResult<TaskManagers> {
  return useCall("taskManagers", {}, {});
}
