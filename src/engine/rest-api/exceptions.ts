// The exception history. Flink: JobExceptionsHandler.

import type { ExceptionEntry, JobExceptions } from "../../rest/exceptions.ts";
import type { ExceptionView, JobView } from "../jobmanager/jobmanager-view.ts";
import { type Handlers, ok } from "./handler.ts";
import { findJob } from "./lookup.ts";
import { integerQuery, listParameter } from "./parameters.ts";

const DEFAULT_MAX_EXCEPTIONS = 20;

/**
 * `GET /jobs/:jobid/exceptions`, newest first. No failure has labels (there are no failure enrichers), so a label filter that names one leaves
 * nothing.
 */
function jobExceptions(job: JobView, query: URLSearchParams): JobExceptions {
  const max = Math.max(0, integerQuery(query, "maxExceptions") ?? DEFAULT_MAX_EXCEPTIONS);
  const matching = listParameter(query, "failureLabelFilter") === undefined ? job.exceptionHistory : [];
  return {
    exceptionHistory: {
      entries: matching.slice(0, max).map((entry) => ({
        ...exception(entry),
        concurrentExceptions: entry.concurrentExceptions.map(exception),
      })),
      truncated: matching.length > max,
    },
  };
}

function exception(view: ExceptionView): Omit<ExceptionEntry, "concurrentExceptions"> {
  return {
    exceptionName: view.error.className,
    stacktrace: view.error.stack,
    timestamp: view.timestamp,
    failureLabels: {},
    // Absent, not null, for a failure of the job as a whole.
    ...(view.taskName === undefined ? {} : { taskName: view.taskName }),
    ...(view.location === undefined ? {} : { endpoint: view.location.endpoint, taskManagerId: view.location.taskManagerId }),
  };
}

/** The calls of this file. */
export const exceptionHandlers = {
  jobExceptions: ({ view, params, query }) => ok(jobExceptions(findJob(view, params.jobid), query)),
} satisfies Partial<Handlers>;
