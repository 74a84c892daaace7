// The engine on this process's worker threads.
import { startNodeCluster } from "../server/engine-host.ts";
import type { ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";
import type { ClusterUnderTest } from "./cluster-under-test.ts";

/** Starts a cluster. */
export function startInNode(options: Partial<ClusterOptions>): ClusterUnderTest {
  const cluster = startNodeCluster(options, (container, reason) => {
    console.error(`${container} crashed: ${reason}`);
  });
  return {
    ask: (method, url, body) => cluster.handle({ method, url, ...(body === undefined ? {} : { body }) }),
    stop: () => cluster.stop(),
  };
}
