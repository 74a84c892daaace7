import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { TaskManager, TaskManagers } from "../rest/taskmanagers.ts";

/** `GET /taskmanagers`, at the cluster's refresh interval. */
export function taskManagersOptions(observed: ObservedBackend, isEnabled = true): FactOptions<TaskManagers> {
  return callOptions(observed, "taskManagers", {}, {}, { isEnabled });
}

/** `GET /taskmanagers/:taskmanagerid`, at the refresh interval. */
export function taskManagerOptions(observed: ObservedBackend, taskmanagerid: string): FactOptions<TaskManager> {
  return callOptions(observed, "taskManager", { taskmanagerid }, {});
}
