// The profiler of JobManager and TaskManagers.
import { routeNotFound } from "../responses.ts";
import type { Call, Handlers } from "./handler.ts";

/** As where `rest.profiling.enabled` is off: then Flink has no such paths. */
const notFound = ({ request }: Call) => routeNotFound(request.url);

/** The calls of this file. */
export const profilingHandlers = {
  jobManagerProfilings: notFound,
  startJobManagerProfiling: notFound,
  jobManagerProfilingFile: notFound,
  taskManagerProfilings: notFound,
  startTaskManagerProfiling: notFound,
  taskManagerProfilingFile: notFound,
} satisfies Partial<Handlers>;
