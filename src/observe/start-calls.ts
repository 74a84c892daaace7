import type { FailureCause } from "../rest/operations.ts";
import type { JarRunRequest } from "../rest/jars.ts";
import { isNotFound } from "../client/http-status-error.ts";
import type { OperationCalls, OperationStatus } from "../client/run-operation.ts";
import type { Backend } from "../client/backend.ts";

/** What is started: a JAR's program, as the job of an id of ours. */
export type JobStart = { readonly jarId: string; readonly jobId: string; readonly body: JarRunRequest };

/** How long a job may be unknown behind a start whose reply was lost: the program's main method may still run. */
const MAIN_METHOD_MS = 60_000;

/**
 * Starts a job; its value is the job's id. The id goes with the request, so a lost reply can be asked after, and nothing is
 * started twice. A job that fails before it has begun (its savepoint does not fit, say) is a failure of the start.
 */
export function startCalls({ client }: Backend, { jarId, jobId, body }: JobStart): OperationCalls<string> {
  let isAnswered = false;
  const askedMs = Date.now();
  return {
    triggerId: jobId,
    trigger: async () => {
      const reply = await client.call("runJar", { jarid: jarId }, {}, { body: { ...body, jobId } });
      isAnswered = true;
      return reply.jobid;
    },
    ask: async (jobid): Promise<OperationStatus<string>> => {
      try {
        const { state, timestamps } = await client.call("job", { jobid }, {});
        if (state === "INITIALIZING") return "in-progress";
        const hasBegun = (timestamps.RUNNING ?? 0) > 0;
        return state === "FAILED" && !hasBegun ? { failure: await failureOf(client, jobid) } : { value: jobid };
      } catch (error) {
        const isUnknown = isNotFound(error);
        if (isUnknown && !isAnswered && Date.now() - askedMs < MAIN_METHOD_MS) return "in-progress";
        throw error;
      }
    },
  };
}

/** Why a job failed that never ran: the newest of its exceptions. */
async function failureOf(client: Backend["client"], jobid: string): Promise<FailureCause> {
  const { exceptionHistory } = await client.call("jobExceptions", { jobid }, {});
  const [newest] = exceptionHistory.entries;
  return newest === undefined
    ? { class: "The job failed before it ran. The cluster gave no reason.", "stack-trace": "" }
    : { class: newest.exceptionName, "stack-trace": newest.stacktrace };
}
