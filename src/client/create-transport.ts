// The only file that chooses between backends.
import { type ClusterFailure, spawnCluster } from "../workers/spawn-cluster.ts";
import { type BackendRow, type BrowserRow, type HttpRow, parseBackendConfig, WITHOUT_CONFIG } from "./backend-config.ts";
import { closable } from "./closable.ts";
import { createFlinkClient, type FlinkClient } from "./flink-client.ts";
import { createHttpTransport } from "./http-transport.ts";
import { CLOSED, type Openness, watchOpenness } from "./openness.ts";
import type { TransportSource } from "./transport-source.ts";
import { createWorkerTransport, EngineStoppedError } from "./worker-transport.ts";

/** A backend that was chosen and can be asked. */
export interface ChosenBackend {
  /** Tells clusters apart, also after the page was left: an address, not the name that a file gives it today. */
  readonly id: string;
  readonly kind: BackendRow["kind"];
  /** Its name on the screen. */
  readonly label: string;
  /** Whether it answers contract 2. */
  readonly hasPlayground: boolean;
  /** Whether what stands before it lets nothing through that would change it. */
  readonly isReadOnly: boolean;
  /** Whether the page asks it across origins, by requests that need no leave. */
  readonly isDirect: boolean;
  /** Whether pages of every origin may read it, as far as its replies have told. */
  readonly openness: Openness;
  readonly client: FlinkClient;
  /** For a worker that asks by itself; each call opens a new one. See transport-source.ts. */
  source(): TransportSource;
  /** Resolves if the backend cannot start or cannot go on, which only the one in this page can say of itself. Never rejects. */
  readonly failed: Promise<ClusterFailure>;
  /** Ends what is under way with BackendClosedError, and the workers of the one in this page. Nothing can be asked any more. */
  close(): void;
}

/** Reads from `drey.json` beside the page at `pageUrl` which backends there are. Rejects with BackendConfigError. */
export async function readBackends(pageUrl: string): Promise<readonly BackendRow[]> {
  const configUrl = new URL("drey.json", pageUrl);
  const response = await fetch(configUrl);
  // The files may be served without it, by a copy that left it out.
  return response.ok ? parseBackendConfig(await response.text(), configUrl) : WITHOUT_CONFIG;
}

/** Connects to a backend; starts the one in this page. Answers at once: whether it is there, its first reply tells. */
export function connectTo(row: BackendRow): ChosenBackend {
  return row.kind === "browser" ? startBrowserCluster(row) : connectToCluster(row);
}

function startBrowserCluster({ id, kind, label }: BrowserRow): ChosenBackend {
  const cluster = spawnCluster();
  const transport = createWorkerTransport(cluster.connect());
  const requests = closable(transport.request);
  // Nothing rejects here: `failed` only resolves.
  void cluster.failed.then((failure) => transport.stop(new EngineStoppedError(failure.message, { cause: failure })));
  return {
    id,
    kind,
    label,
    hasPlayground: true,
    isReadOnly: false,
    isDirect: false,
    openness: CLOSED,
    client: createFlinkClient(requests.request, label),
    source: () => ({ kind: "port", port: cluster.connect() }),
    failed: cluster.failed,
    close() {
      requests.close();
      cluster.stop();
    },
  };
}

function connectToCluster({ kind, label, baseUrl, hasPlayground, isReadOnly, isDirect }: HttpRow): ChosenBackend {
  const { request, openness } = watchOpenness(createHttpTransport({ baseUrl, isDirect }), isDirect);
  const requests = closable(request);
  return {
    id: baseUrl,
    kind,
    label,
    // Its controls would all be refused.
    hasPlayground: hasPlayground && !isReadOnly,
    isReadOnly,
    isDirect,
    openness,
    client: createFlinkClient(requests.request, label),
    source: () => ({ kind: "http", baseUrl }),
    // A cluster elsewhere has no way to say so: its requests fail, one by one.
    failed: new Promise(() => undefined),
    close: requests.close,
  };
}
