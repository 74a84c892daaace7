import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { JobExceptions } from "../rest/exceptions.ts";

/** More than Flink's default of 16 (`web.exception-history-size`). */
const MOST_EXCEPTIONS = 20;

/**
 * `GET …/exceptions`, newest first, as often as the job itself, so that failures appear without
 * delay.
 */
export function exceptionsOptions(observed: ObservedBackend, jobid: string): FactOptions<JobExceptions> {
  return callOptions(observed, "jobExceptions", { jobid }, { maxExceptions: MOST_EXCEPTIONS });
}
