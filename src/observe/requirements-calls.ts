import { HttpStatusError } from "../client/http-status-error.ts";
import type { OperationCalls } from "../client/run-operation.ts";
import type { Backend } from "../client/backend.ts";
import type { ResourceRequirements } from "../rest/resource-requirements.ts";
import { areSameRequirements } from "../domain/same-requirements.ts";

/** Requirements that the cluster has accepted. */
export type DeclaredRequirements = {
  readonly requirements: ResourceRequirements;
  /**
   * The newest rescale before the declaration, to recognize the next one; undefined if the cluster
   * keeps no history, null if it was empty.
   */
  readonly newestBefore: string | null | undefined;
};

/**
 * Declares a job's requirements. Their id is created by the page: Flink answers at once and has no
 * operation for it. After a lost reply, the page checks whether the requirements are in effect.
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
    // It keeps no history or cannot be reached. Then the job itself shows the result.
    if (error instanceof HttpStatusError) return undefined;
    throw error;
  }
}
