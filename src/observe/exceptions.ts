import type { ObservedBackend } from "../client/backend.ts";
import { callKey, callOptions, factOptions, type FactOptions } from "../client/fact-options.ts";
import type { JobExceptions } from "../rest/exceptions.ts";

/**
 * The number of exceptions in {@link exceptionsOptions}: more than Flink's default history of 16
 * (`web.exception-history-size`).
 */
export const LATEST_EXCEPTIONS = 20;

/**
 * `GET …/exceptions`, newest first, as often as the job itself, so that failures appear without
 * delay.
 */
export function exceptionsOptions(observed: ObservedBackend, jobid: string): FactOptions<JobExceptions> {
  return callOptions(observed, "jobExceptions", { jobid }, { maxExceptions: LATEST_EXCEPTIONS });
}

/**
 * More exceptions than {@link exceptionsOptions} has, newest first. Old exceptions do not change, so
 * this is requested once for each newest one (`newestMs`, epoch ms), and not polled.
 */
export function olderExceptionsOptions(
  observed: ObservedBackend,
  jobid: string,
  { maxExceptions, newestMs }: { maxExceptions: number; newestMs: number | undefined },
): FactOptions<JobExceptions> {
  const query = { maxExceptions };
  return factOptions(
    observed,
    [...callKey("jobExceptions", { jobid }, query), newestMs],
    ({ signal }) => observed.backend.client.call("jobExceptions", { jobid }, query, { signal }),
    { refreshMs: false, isEnabled: maxExceptions > LATEST_EXCEPTIONS && newestMs !== undefined },
  );
}
