// A value out of range is refused or replaced as in Flink, and the JobManager continues.

import type { UnusualRun } from "../user-actions/ledger.ts";
import type { FinishedRun } from "./oracle.ts";

const REFUSAL = "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.";

/** Each unusual value is refused with Flink's status and text, or accepted, and the next request is answered. */
export function unusualValuesAreRefused({ ledger }: FinishedRun): readonly string[] {
  return (ledger?.unusualRuns ?? []).flatMap((run) => {
    const { asked, status, text, nextStatus } = run;
    const what = `a run with ${asked.key}: "${asked.value}"`;
    const problems = isAnswered(run) ? [] : [`the reply to ${what} is ${status} ${text}`];
    return nextStatus === 200 ? problems : [...problems, `after ${what}, the status of GET /jobs/overview is ${nextStatus}`];
  });
}

/** A run that Flink would accept may still be refused for another reason, such as a deleted savepoint. */
function isAnswered({ asked: { refusedWith }, status, text }: UnusualRun): boolean {
  if (refusedWith === undefined) return status === 200 || status === 400;
  if (status !== 400) return false;
  const [error = ""] = (JSON.parse(text) as { readonly errors: readonly string[] }).errors;
  return error.startsWith(REFUSAL) && error.includes(refusedWith);
}
