// The only file that chooses between backends.
import { spawnCluster } from "../workers/spawn-cluster.ts";
import type { Backend } from "./backend.ts";
import { type BackendRow, type BrowserRow, type HttpRow, parseBackendConfig, WITHOUT_CONFIG } from "./backend-config.ts";
import { closable } from "./closable.ts";
import { createFlinkClient } from "./flink-client.ts";
import { createHttpTransport } from "./http-transport.ts";
import { limitReads } from "./limit-reads.ts";
import { createNetworkPanelSwitch } from "./network-panel-switch.ts";
import { NOT_EXPOSED, watchCorsExposure } from "./cors-exposure.ts";
import { UNPACED } from "./request-pacer.ts";
import { createWorkerTransport, EngineStoppedError } from "./worker-transport.ts";

/** Reads from `drey.json` beside the page at `pageUrl` which backends there are. Rejects with BackendConfigError. */
export async function readBackends(pageUrl: string): Promise<readonly BackendRow[]> {
  const configUrl = new URL("drey.json", pageUrl);
  const response = await fetch(configUrl);
  // Some copies of the files are served without it.
  return response.ok ? parseBackendConfig(await response.text(), configUrl) : WITHOUT_CONFIG;
}

/**
 * Connects to a backend, and starts the playground. Returns at once. Its first reply shows whether
 * it is reachable.
 */
export function connectTo(row: BackendRow): Backend {
  return row.kind === "browser" ? startBrowserCluster(row) : connectToCluster(row);
}

function startBrowserCluster({ id, kind, label }: BrowserRow): Backend {
  const cluster = spawnCluster();
  const transport = createWorkerTransport(cluster.connect());
  const panel = createNetworkPanelSwitch(transport.request, {
    start: async (engine) => (await import("./network-panel.ts")).startNetworkPanel(engine, document.baseURI),
    isSecure: isSecureContext,
    pageUrl: document.baseURI,
  });
  const requests = closable(panel.request);
  // This cannot reject, because `failed` only resolves.
  void cluster.failed.then((failure) => transport.stop(new EngineStoppedError(failure.message, { cause: failure })));
  return {
    id,
    kind,
    label,
    hasPlayground: true,
    isReadOnly: false,
    isDirect: false,
    corsExposure: NOT_EXPOSED,
    client: createFlinkClient(requests.request, label, UNPACED),
    source: () => ({ kind: "port", port: cluster.connect() }),
    failed: cluster.failed,
    networkPanel: panel.networkPanel,
    close() {
      requests.close();
      panel.close();
      cluster.stop();
    },
  };
}

function connectToCluster({ kind, label, baseUrl, hasPlayground, isReadOnly, isDirect }: HttpRow): Backend {
  const { request, corsExposure } = watchCorsExposure(limitReads(createHttpTransport({ baseUrl, isDirect })), isDirect);
  const requests = closable(request);
  return {
    id: baseUrl,
    kind,
    label,
    // All of its controls would be rejected.
    hasPlayground: hasPlayground && !isReadOnly,
    isReadOnly,
    isDirect,
    corsExposure,
    client: createFlinkClient(requests.request, label),
    source: () => ({ kind: "http", baseUrl }),
    // A remote cluster cannot report it. Its requests fail one by one.
    failed: new Promise(() => undefined),
    close: requests.close,
  };
}
