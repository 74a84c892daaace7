// The only file that chooses between backends.
import { type ClusterFailure, spawnCluster } from "../workers/spawn-cluster.ts";
import { type BackendConfig, parseBackendConfig } from "./backend-config.ts";
import { createFlinkClient, type FlinkClient } from "./flink-client.ts";
import { createHttpTransport } from "./http-transport.ts";
import type { TransportSource } from "./transport-source.ts";
import { createWorkerTransport, EngineStoppedError } from "./worker-transport.ts";

/** A backend that was chosen and can be asked. */
export interface ChosenBackend {
  /** Tells clusters apart. */
  readonly id: string;
  readonly kind: BackendConfig["kind"];
  /** Its name on the screen. */
  readonly label: string;
  /** Whether it answers contract 2. */
  readonly hasPlayground: boolean;
  readonly client: FlinkClient;
  /** For a worker that asks by itself; each call opens a new one. See transport-source.ts. */
  source(): TransportSource;
  /** Resolves if the backend cannot start or cannot go on, which only the one in this page can say of itself. Never rejects. */
  readonly failed: Promise<ClusterFailure>;
}

/** Reads `drey.json` beside the page at `pageUrl` and connects to the backend it names. Rejects with BackendConfigError. */
export async function chooseBackend(pageUrl: string): Promise<ChosenBackend> {
  const configUrl = new URL("drey.json", pageUrl);
  const config = await readConfig(configUrl);
  return config.kind === "browser" ? startBrowserCluster() : connectToCluster(config, configUrl);
}

/** The files may be served without drey.json, by a copy that left it out: the playground needs nothing else. */
async function readConfig(configUrl: URL): Promise<BackendConfig> {
  const response = await fetch(configUrl);
  return response.ok ? parseBackendConfig(await response.text()) : { kind: "browser" };
}

function startBrowserCluster(): ChosenBackend {
  const cluster = spawnCluster();
  const transport = createWorkerTransport(cluster.connect());
  // Nothing rejects here: `failed` only resolves.
  void cluster.failed.then((failure) => transport.stop(new EngineStoppedError(failure.message, { cause: failure })));
  return {
    id: "browser",
    kind: "browser",
    label: "Browser engine",
    hasPlayground: true,
    client: createFlinkClient(transport.request),
    source: () => ({ kind: "port", port: cluster.connect() }),
    failed: cluster.failed,
  };
}

function connectToCluster(config: Extract<BackendConfig, { kind: "http" }>, configUrl: URL): ChosenBackend {
  const baseUrl = new URL(config.url, configUrl).href;
  return {
    id: baseUrl,
    kind: "http",
    label: config.label ?? new URL(baseUrl).host,
    hasPlayground: config.playground ?? false,
    client: createFlinkClient(createHttpTransport({ baseUrl })),
    source: () => ({ kind: "http", baseUrl }),
    // A cluster elsewhere has no way to say so: its requests fail, one by one.
    failed: new Promise(() => undefined),
  };
}
