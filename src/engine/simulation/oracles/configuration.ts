// A value out of range is refused in Flink's way or replaced, and the JobManager goes on.

import type { UnusualRun } from "../user-actions/ledger.ts";
import type { FinishedRun } from "./oracle.ts";

const REFUSAL = "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.";

/** Each unusual value is refused with Flink's status and text, or taken, and the next request is answered. */
export function unusualValuesAreRefused({ ledger }: FinishedRun): readonly string[] {
  return (ledger?.unusualRuns ?? []).flatMap((run) => {
    const { asked, status, text, nextStatus } = run;
    const what = `a run with ${asked.key}: "${asked.value}"`;
    const problems = isAnswered(run) ? [] : [`${what} was answered with ${status} ${text}`];
    return nextStatus === 200 ? problems : [...problems, `after ${what} GET /jobs/overview was answered with ${nextStatus}`];
  });
}

/** A run that Flink would take may still be refused for another reason, such as a savepoint that is gone. */
function isAnswered({ asked: { refusedWith }, status, text }: UnusualRun): boolean {
  if (refusedWith === undefined) return status === 200 || status === 400;
  if (status !== 400) return false;
  const [error = ""] = (JSON.parse(text) as { readonly errors: readonly string[] }).errors;
  return error.startsWith(REFUSAL) && error.includes(refusedWith);
}
