// Apache Flink as processes on this machine, called directly. Only the playground API is Drey's.
import { setTimeout } from "node:timers/promises";
import { type LiveCluster, startLiveCluster } from "../../cluster/live-cluster.ts";
import { PATIENT_CONFIGURATION } from "../../cluster/patient-configuration.ts";
import { createFlinkClient } from "../../src/client/flink-client.ts";
import { createHttpTransport } from "../../src/client/http-transport.ts";
import { requestTarget } from "../../src/client/transport.ts";
import type { Backend } from "./backend.ts";

/** A call may have to compile a program's plan on a busy machine. */
const TIMEOUT_MS = 60_000;

const CONFIGURATION = {
  ...PATIENT_CONFIGURATION,
  // As in the engine. Flink's default of ten seconds would only slow down the test.
  "metrics.fetcher.update-interval": "1000",
  // After the kill of a TaskManager whose metrics were just requested, a live 1.20 showed no task's
  // metrics for minutes: such a request waits this long for the dead TaskManager, ten minutes by
  // default.
  "web.timeout": "30000",
};

/** A live cluster as a backend. */
export interface LiveBackend extends Backend {
  readonly kind: "flink";
  readonly cluster: LiveCluster;
}

/** Starts one; see {@link startLiveCluster}. */
export async function liveFlink(version: LiveBackend["version"], log: (line: string) => void = () => {}): Promise<LiveBackend> {
  const cluster = await startLiveCluster({ flink: version, log, configuration: CONFIGURATION });
  const flink = createHttpTransport({ baseUrl: cluster.jobManagerUrl, timeoutMs: TIMEOUT_MS });
  const playground = createHttpTransport({ baseUrl: cluster.baseUrl, timeoutMs: TIMEOUT_MS });
  return {
    name: `Flink ${cluster.version}`,
    kind: "flink",
    version,
    isGuarded: false,
    cluster,
    client: createFlinkClient((request) => (requestTarget(request).startsWith("/playground") ? playground : flink)(request)),
    nowMs: () => Date.now(),
    pause: (ms) => setTimeout(ms),
    stop: () => cluster.stop(),
  };
}
