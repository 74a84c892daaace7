import type { EndpointId } from "../rest/routes.ts";
import { refusalOf } from "./capabilities.ts";
import { jobManagerConfigOptions } from "./cluster-options.ts";
import { useBackend, useConfig, useFact } from "./use-client.tsx";
import { useIsAway } from "./use-contact.ts";

/**
 * Whether an option of the cluster's configuration that is off by default may be on. False while
 * the configuration loads, and on a History Server, which has none. True if its call failed, because
 * then only the feature's own call can tell.
 */
export function useMayBeSwitchedOn(key: `rest.${string}.enabled`): boolean {
  // Not before it is known whether this is a History Server.
  const config = useConfig();
  const mayAsk = config !== undefined && config.features["web-history"] !== true;
  const { data: configuration, error } = useFact(jobManagerConfigOptions, mayAsk);
  if (configuration === undefined) return error !== null;
  return configuration.some((entry) => entry.key === key && entry.value.trim().toLowerCase() === "true");
}

/** {@link refusalOf} for the chosen backend, also while it does not answer. */
export function useRefusal(id: EndpointId): string | undefined {
  const backend = useBackend();
  const isAway = useIsAway();
  const refusal = refusalOf(backend, useConfig(), id);
  return refusal ?? (isAway ? `${backend.label} does not answer.` : undefined);
}
