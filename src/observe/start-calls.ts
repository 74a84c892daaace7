import type { FailureCause } from "../rest/operations.ts";
import type { JarRunApplicationRequest, JarRunRequest } from "../rest/jars.ts";
import { isNotFound } from "../client/http-status-error.ts";
import type { OperationCalls, OperationStatus } from "../client/run-operation.ts";
import type { Backend } from "../client/backend.ts";

/** A start: a JAR's program as a job with an id from the page. */
export type JobStart = { readonly jarId: string; readonly jobId: string; readonly body: JarRunRequest };

/**
 * The time for which a job may be unknown after a start whose reply was lost, ms. The program's
 * main method may still run.
 */
const MAIN_METHOD_MS = 60_000;

/**
 * Starts a job; its value is the job's id. The id is sent with the request, so a lost reply can be
 * followed up and no job starts twice. A job that fails before it runs (for example because its
 * savepoint does not fit) is a failed start.
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

/** A start as an application with an id from the page. */
export type ApplicationStart = {
  readonly jarId: string;
  readonly applicationId: string;
  readonly body: Omit<JarRunApplicationRequest, "applicationId">;
};

/**
 * Starts an application; its value is the application's id. The cluster answers before the program's
 * main() runs, so an application that fails before it has a job is a failed start.
 */
export function startApplicationCalls({ client }: Backend, { jarId, applicationId, body }: ApplicationStart): OperationCalls<string> {
  let isAnswered = false;
  const askedMs = Date.now();
  return {
    triggerId: applicationId,
    trigger: async () => {
      const { applicationid } = await client.call("runJarAsApplication", { jarid: jarId }, {}, { body: { ...body, applicationId } });
      isAnswered = true;
      return applicationid;
    },
    ask: async (applicationid): Promise<OperationStatus<string>> => {
      try {
        const { status, jobs } = await client.call("application", { applicationid }, {});
        if (status === "CREATED") return "in-progress";
        if (status !== "FAILED" || jobs.length > 0) return { value: applicationid };
        const { exceptionHistory } = await client.call("applicationExceptions", { applicationid }, {});
        const [newest] = exceptionHistory.entries.toSorted((a, b) => b.timestamp - a.timestamp);
        return { failure: failureFrom(newest, "The application failed before it had a job. The cluster gave no reason.") };
      } catch (error) {
        if (isNotFound(error) && !isAnswered && Date.now() - askedMs < MAIN_METHOD_MS) return "in-progress";
        throw error;
      }
    },
  };
}

function failureFrom(
  exception: { readonly exceptionName: string; readonly stacktrace: string } | undefined,
  unknownWords: string,
): FailureCause {
  return exception === undefined
    ? { class: unknownWords, "stack-trace": "" }
    : { class: exception.exceptionName, "stack-trace": exception.stacktrace };
}

/** Why a job failed before it ran: its newest exception. */
async function failureOf(client: Backend["client"], jobid: string): Promise<FailureCause> {
  const { exceptionHistory } = await client.call("jobExceptions", { jobid }, {});
  return failureFrom(exceptionHistory.entries[0], "The job failed before it ran. The cluster gave no reason.");
}
