import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions, type FactTiming } from "../client/fact-options.ts";
import { isNotFound } from "../client/http-status-error.ts";
import type { Rescale, RescaleConfig, RescaleHistory, RescaleOverview, RescaleSummary } from "../rest/rescales.ts";
import type { ResourceRequirements } from "../rest/resource-requirements.ts";

/**
 * `GET …/rescales/history`, newest first, at the refresh interval. 404 without a history; that does
 * not change and is not requested again.
 */
export function rescaleHistoryOptions(
  observed: ObservedBackend,
  jobid: string,
  { isLive, isEnabled = true }: { isLive: boolean; isEnabled?: boolean },
): FactOptions<RescaleHistory> {
  return callOptions(observed, "rescaleHistory", { jobid }, {}, { ...unlessRefused(observed, isLive), isEnabled });
}

/**
 * `GET …/rescales/overview`, at the refresh interval. 404 without a history, and before the releases
 * of 2.3.
 */
export function rescaleOverviewOptions(observed: ObservedBackend, jobid: string, isLive: boolean): FactOptions<RescaleOverview> {
  return callOptions(observed, "rescaleOverview", { jobid }, {}, unlessRefused(observed, isLive));
}

/** `GET …/rescales/summary`, at the refresh interval. 404 without a history. */
export function rescaleSummaryOptions(observed: ObservedBackend, jobid: string, isLive: boolean): FactOptions<RescaleSummary> {
  return callOptions(observed, "rescaleSummary", { jobid }, {}, unlessRefused(observed, isLive));
}

function unlessRefused<Data>({ refreshMs }: ObservedBackend, isLive: boolean): FactTiming<Data> {
  return { refreshMs: ({ error }) => (isLive && !isNotFound(error) ? refreshMs : false) };
}

/** `GET …/rescales/config`, which is the cluster's and does not change. 404 before Flink 2.3. */
export function rescaleConfigOptions(observed: ObservedBackend, jobid: string, isEnabled = true): FactOptions<RescaleConfig> {
  return callOptions(observed, "rescaleConfig", { jobid }, {}, { isFixed: true, isEnabled });
}

/**
 * `GET …/resource-requirements`, at the refresh interval, or once for a form. A job that has ended
 * has none.
 */
export function requirementsOptions(
  observed: ObservedBackend,
  jobid: string,
  { isLive = true, isPolled = true }: { isLive?: boolean; isPolled?: boolean } = {},
): FactOptions<ResourceRequirements> {
  const refreshMs = isPolled ? observed.refreshMs : false;
  return callOptions(observed, "resourceRequirements", { jobid }, {}, { refreshMs, isEnabled: isLive });
}

/** `GET …/rescales/details/:rescaleuuid`, requested until the rescale has ended. */
export function rescaleOptions(
  observed: ObservedBackend,
  jobid: string,
  rescaleuuid: string | undefined,
  isLive = true,
): FactOptions<Rescale> {
  const params = { jobid, rescaleuuid: rescaleuuid ?? "" };
  return callOptions(
    observed,
    "rescaleDetails",
    params,
    {},
    {
      refreshMs: ({ data }) => (!isLive || (data !== undefined && isRescaleOver(data)) ? false : observed.refreshMs),
      isEnabled: rescaleuuid !== undefined,
    },
  );
}

/** Whether a rescale has ended. */
function isRescaleOver({ terminalState }: Pick<Rescale, "terminalState">): boolean {
  return terminalState !== null && terminalState !== undefined;
}
