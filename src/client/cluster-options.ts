// The facts about a cluster that this folder's own hooks need. All others are in src/observe.
import { timerMs } from "../base/timer.ts";
import type { Config } from "../rest/config.ts";
import type { JobManagerConfig } from "../rest/jobmanager.ts";
import type { JobsOverview } from "../rest/jobs.ts";
import type { Overview } from "../rest/overview.ts";
import type { Backend, ObservedBackend } from "./backend.ts";
import { restUrlOf } from "./backend-address.ts";
import { type DirectFinding, probeDirectly } from "./cluster-trouble.ts";
import { callOptions, factOptions, type FactOptions } from "./fact-options.ts";

/** Before the cluster has reported its refresh interval: Flink's default. */
const DEFAULT_REFRESH_MS = 3000;
const SHORTEST_REFRESH_MS = 500;
/** The time after which a failed `GET /config` is repeated, ms. */
export const CONFIG_RETRY_MS = 3000;
/** A probe without a reply after this time counts as no answer, ms. */
const PROBE_MS = 5000;

/** `GET /config` until it is answered. It does not change while a JobManager lives. */
export function configOptions(backend: Backend): FactOptions<Config> {
  return {
    ...callOptions({ backend, refreshMs: DEFAULT_REFRESH_MS }, "config", {}, {}, { isFixed: true }),
    // It is not polled, so without this a cluster that was down when the page opened would stay
    // unknown.
    retry: true,
    retryDelay: CONFIG_RETRY_MS,
  };
}

/**
 * Whether a server answers at the address of a cluster of another origin. Used once after `GET
 * /config` was unreachable, because the browser does not say whether the address or only the
 * permission is missing.
 */
export function directProbeOptions(backend: Backend, isEnabled: boolean): FactOptions<DirectFinding> {
  const baseUrl = restUrlOf(backend);
  return factOptions(
    { backend, refreshMs: DEFAULT_REFRESH_MS },
    ["directProbe"],
    ({ signal }) => probeDirectly(`${baseUrl ?? ""}/`, AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)])),
    { isFixed: true, isEnabled: isEnabled && backend.isDirect && baseUrl !== undefined },
  );
}

/**
 * The cluster's refresh interval (`web.refresh-interval`, `GET /config`), ms. It caches its REST
 * replies for this time, so polling faster is useless. Intervals too long for a timer, which some
 * use to switch refreshing off, are reduced to the longest possible.
 */
export function refreshMsOf(config: Config | undefined): number {
  const { "refresh-interval": told = Number.NaN } = config ?? {};
  return timerMs(Number.isNaN(told) ? DEFAULT_REFRESH_MS : told, SHORTEST_REFRESH_MS);
}

/** `GET /overview`, at the cluster's refresh interval. */
export function overviewOptions(observed: ObservedBackend, isEnabled = true): FactOptions<Overview> {
  return callOptions(observed, "overview", {}, {}, { isEnabled });
}

/** `GET /jobs/overview`, at the cluster's refresh interval. */
export function jobsOverviewOptions(observed: ObservedBackend, isEnabled = true): FactOptions<JobsOverview> {
  return callOptions(observed, "jobsOverview", {}, {}, { isEnabled });
}

/** `GET /jobmanager/config`, which does not change while a JobManager lives. */
export function jobManagerConfigOptions(observed: ObservedBackend, isEnabled = true): FactOptions<JobManagerConfig> {
  return callOptions(observed, "jobManagerConfig", {}, {}, { isFixed: true, isEnabled });
}
