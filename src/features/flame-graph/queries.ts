import { useMayBeSwitchedOn } from "../../client/use-capabilities.ts";

/** Whether the cluster samples its tasks. Its configuration is asked, for asking for a sample would take one. */
export function useHasFlameGraphs(): boolean {
  return useMayBeSwitchedOn("rest.flamegraph.enabled");
}
