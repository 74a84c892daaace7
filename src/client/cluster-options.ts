// The facts about a cluster as a whole that this folder's own hooks need as well. All others are in src/observe.
import { timerMs } from "../base/timer.ts";
import type { Config } from "../rest/config.ts";
import type { JobManagerConfig } from "../rest/jobmanager.ts";
import type { Overview } from "../rest/overview.ts";
import type { Backend, ObservedBackend } from "./backend.ts";
import { restUrlOf } from "./backend-address.ts";
import { type DirectFinding, probeDirectly } from "./cluster-trouble.ts";
import { callOptions, factOptions, type FactOptions } from "./fact-options.ts";

/** Before the cluster has told its refresh interval: Flink's default. */
const DEFAULT_REFRESH_MS = 3000;
const SHORTEST_REFRESH_MS = 500;
/** How long after a failure a cluster is asked again what it is. */
export const CONFIG_RETRY_MS = 3000;
/** A probe that has no reply after so long counts as silent. */
const PROBE_MS = 5000;

/** `GET /config` until it has been answered. It does not change while a JobManager lives. */
export function configOptions(backend: Backend): FactOptions<Config> {
  return {
    ...callOptions({ backend, refreshMs: DEFAULT_REFRESH_MS }, "config", {}, {}, { isFixed: true }),
    // It is not polled: without this a cluster that was away when the page opened would stay unknown.
    retry: true,
    retryDelay: CONFIG_RETRY_MS,
  };
}

/**
 * Whether anything answers at the address of a cluster that the page asks across origins, once. For when
 * `GET /config` was unreachable: the browser does not say whether the address or only permission is missing.
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
 * How often this cluster wants to be asked (`web.refresh-interval`, `GET /config`), ms. Its REST replies are cached for as
 * long, so asking more often brings nothing new. An interval that no timer can hold (some set the longest to switch refreshing
 * off) becomes the longest that one can.
 */
export function refreshMsOf(config: Config | undefined): number {
  return timerMs(config?.["refresh-interval"] ?? DEFAULT_REFRESH_MS, SHORTEST_REFRESH_MS);
}

/** `GET /overview`, at the cluster's refresh interval: slots and jobs come and go. */
export function overviewOptions(observed: ObservedBackend, isEnabled = true): FactOptions<Overview> {
  return callOptions(observed, "overview", {}, {}, { isEnabled });
}

/** `GET /jobmanager/config`: it does not change while a JobManager lives. */
export function jobManagerConfigOptions(observed: ObservedBackend): FactOptions<JobManagerConfig> {
  return callOptions(observed, "jobManagerConfig", {}, {}, { isFixed: true });
}
