import { HttpStatusError } from "../client/http-status-error.ts";
import type { OperationCalls } from "../client/run-operation.ts";
import type { Backend } from "../client/backend.ts";
import type { ResourceRequirements } from "../rest/resource-requirements.ts";
import { areSameRequirements } from "../domain/same-requirements.ts";

/** Requirements that the cluster has taken. */
export type DeclaredRequirements = {
  readonly requirements: ResourceRequirements;
  /** The newest rescale there was before, to tell the next one from; undefined where the cluster keeps no history of them, null where it had none. */
  readonly newestBefore: string | null | undefined;
};

/**
 * Declares a job's requirements. Their id is of the page's own making: Flink answers at once and knows no operation, so what is asked after a lost
 * reply is whether the requirements are there.
 */
export function requirementsCalls(
  { client }: Backend,
  jobid: string,
  requirements: ResourceRequirements,
): OperationCalls<DeclaredRequirements> {
  let newestBefore: string | null | undefined;
  let isAnswered = false;
  return {
    triggerId: jobid,
    trigger: async () => {
      newestBefore = await newestRescale(client, jobid);
      await client.call("putResourceRequirements", { jobid }, {}, { body: requirements });
      isAnswered = true;
      return jobid;
    },
    ask: async () => {
      if (!isAnswered && !areSameRequirements(await client.call("resourceRequirements", { jobid }, {}), requirements)) {
        return {
          failure: { class: "The request did not reach the cluster. The job's resource requirements are unchanged.", "stack-trace": "" },
        };
      }
      return { value: { requirements, newestBefore } };
    },
  };
}

async function newestRescale(client: Backend["client"], jobid: string): Promise<string | null | undefined> {
  try {
    return (await client.call("rescaleHistory", { jobid }, {}))[0]?.rescaleUuid ?? null;
  } catch (error) {
    // It keeps no history, or cannot be asked now: then the job itself tells what became of it.
    if (error instanceof HttpStatusError) return undefined;
    throw error;
  }
}
