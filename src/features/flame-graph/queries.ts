import { useMayBeSwitchedOn } from "../../client/use-capabilities.ts";

/**
 * Whether the cluster supports flame graphs. Reads the configuration, because requesting a flame
 * graph would start sampling.
 */
export function useHasFlameGraphs(): boolean {
  return useMayBeSwitchedOn("rest.flamegraph.enabled");
}
