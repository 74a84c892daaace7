import type { Operation } from "../../client/operation.ts";
import { type OperationHandle, useOperation } from "../../client/operations.tsx";
import { callOptions, useBackend, useCall, useRefreshMs } from "../../client/use-client.tsx";
import { useQuery } from "@tanstack/react-query";
import type { Job } from "../../rest/jobs.ts";
import type { RescaleHistory } from "../../rest/rescales.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";
import { type InPlaceSteps, inPlaceSteps, isWithoutHistory, ownRescale } from "./in-place-model.ts";
import { requirementsKey } from "./keys.ts";
import type { DeclaredRequirements } from "../../observe/requirements-calls.ts";

/** A rescale in place as this page began it, and what the cluster says of it. */
export type InPlaceHandle = OperationHandle<DeclaredRequirements> & InPlaceSteps;

/** The rescale in place of a job; asks the cluster only while there is one, or `wanted` is about to begin one. */
export function useInPlace(job: Job, nowMs: number, wanted?: ResourceRequirements): InPlaceHandle {
  const handle = useOperation<DeclaredRequirements>(requirementsKey(job.jid));
  const declared = declaredBy(handle.operation);
  const isAsked = wanted !== undefined || declared !== undefined;
  const history = useHistory(job.jid, declared?.newestBefore !== undefined);
  const own = declared === undefined ? undefined : ownRescale(history, declared);
  const details = useCall(
    "rescaleDetails",
    { jobid: job.jid, rescaleuuid: own?.rescaleUuid ?? "" },
    {},
    { isEnabled: own !== undefined },
  ).data;
  const config = useCall("rescaleConfig", { jobid: job.jid }, {}, { refreshMs: false, isEnabled: isAsked }).data;
  const overview = useCall("overview", {}, {}, { isEnabled: isAsked }).data;
  return { ...handle, ...inPlaceSteps(wanted, handle.operation, { job, history, details, config, overview, nowMs }) };
}

function declaredBy(operation: Operation<DeclaredRequirements> | undefined): DeclaredRequirements | undefined {
  return operation?.phase === "done" ? operation.value : undefined;
}

function useHistory(jobid: string, isEnabled: boolean): RescaleHistory | undefined {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  return useQuery({
    ...callOptions(backend, "rescaleHistory", { jobid }, {}, refreshMs),
    refetchInterval: ({ state }) => (isWithoutHistory(state.error) ? false : refreshMs),
    enabled: isEnabled,
  }).data;
}
