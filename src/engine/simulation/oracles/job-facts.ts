// Facts about jobs that the user and the oracles both read from the REST API.

import type { JobOverview } from "../../../rest/jobs.ts";
import type { SavepointStatus } from "../../../rest/operations.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import type { Operation } from "../user-actions/ledger.ts";

/** Whether a job has reached a state that it never leaves. */
export function hasEnded({ state }: Pick<JobOverview, "state">): boolean {
  return state === "FINISHED" || state === "CANCELED" || state === "FAILED";
}

/** The status of an operation. */
export function operationStatus(cluster: SimulatedCluster, { jobId, triggerId }: Operation): Promise<SavepointStatus> {
  return cluster.get<SavepointStatus>(`/jobs/${jobId}/savepoints/${triggerId}`);
}
