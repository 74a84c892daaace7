import { overviewOptions } from "../../client/cluster-options.ts";
import type { Operation } from "../../client/operation.ts";
import { type OperationHandle, useOperation } from "../../client/use-operation.ts";
import { useFact } from "../../client/use-client.tsx";
import type { Job } from "../../rest/jobs.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";
import { type InPlaceSteps, inPlaceSteps, ownRescale } from "./in-place-model.ts";
import { requirementsKey } from "./keys.ts";
import type { DeclaredRequirements } from "../../observe/requirements-calls.ts";
import { rescaleConfigOptions, rescaleHistoryOptions, rescaleOptions } from "../../observe/rescales.ts";

/** A rescale in place started by this page, and the cluster's facts about it. */
export type InPlaceHandle = OperationHandle<DeclaredRequirements> & InPlaceSteps;

/**
 * The rescale in place of a job. Queries the cluster only if there is one, or if `wanted` is about
 * to start one.
 */
export function useInPlace(job: Job, nowMs: number, wanted?: ResourceRequirements): InPlaceHandle {
  const handle = useOperation<DeclaredRequirements>(requirementsKey(job.jid));
  const declared = declaredBy(handle.operation);
  const isAsked = wanted !== undefined || declared !== undefined;
  const history = useFact(rescaleHistoryOptions, job.jid, { isLive: true, isEnabled: declared?.newestBefore !== undefined }).data;
  const own = declared === undefined ? undefined : ownRescale(history, declared);
  const details = useFact(rescaleOptions, job.jid, own?.rescaleUuid).data;
  const config = useFact(rescaleConfigOptions, job.jid, isAsked).data;
  const overview = useFact(overviewOptions, isAsked).data;
  return { ...handle, ...inPlaceSteps(wanted, handle.operation, { job, history, details, config, overview, nowMs }) };
}

function declaredBy(operation: Operation<DeclaredRequirements> | undefined): DeclaredRequirements | undefined {
  return operation?.phase === "done" ? operation.value : undefined;
}
