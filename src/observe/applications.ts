import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import { isNotFound } from "../client/http-status-error.ts";
import type { ApplicationsOverview } from "../rest/applications.ts";

/** `GET /applications/overview`, at the refresh interval. Before Flink 2.3 it answers 404, and is not asked again. */
export function applicationsOptions(observed: ObservedBackend): FactOptions<ApplicationsOverview> {
  return callOptions(
    observed,
    "applicationsOverview",
    {},
    {},
    { refreshMs: ({ error }) => (error !== null && isNotFound(error) ? false : observed.refreshMs) },
  );
}
