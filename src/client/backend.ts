import type { ClusterFailure } from "../base/cluster-failure.ts";
import type { BackendRow } from "./backend-config.ts";
import type { FlinkClient } from "./flink-client.ts";
import type { NetworkPanelSwitch } from "./network-panel-switch.ts";
import type { CorsExposure } from "./cors-exposure.ts";
import type { TransportSource } from "./transport-source.ts";

/** A backend that was chosen and can be asked: what the dashboard is connected to. */
export interface Backend {
  /** Tells clusters apart, also after the page was left: an address, not the name that a file gives it today. */
  readonly id: string;
  readonly kind: BackendRow["kind"];
  /** Its name on the screen. */
  readonly label: string;
  /** Whether it answers contract 2. */
  readonly hasPlayground: boolean;
  /** Whether the proxy in front of it refuses calls that would change it. */
  readonly isReadOnly: boolean;
  /** Whether the page calls it across origins, with simple requests only. */
  readonly isDirect: boolean;
  /** Whether pages of every origin may read its replies. */
  readonly corsExposure: CorsExposure;
  readonly client: FlinkClient;
  /** For a worker that asks by itself; each call opens a new one. See transport-source.ts. */
  source(): TransportSource;
  /** Resolves if the backend cannot start or cannot go on, which only the one in this page can say of itself. Never rejects. */
  readonly failed: Promise<ClusterFailure>;
  /** Only the one in this page has it: others ask over HTTP anyway. */
  readonly networkPanel?: NetworkPanelSwitch;
  /** Ends what is under way with BackendClosedError, and the workers of the one in this page. Nothing can be asked any more. */
  close(): void;
}

/** A backend and how often it is asked. */
export interface ObservedBackend {
  readonly backend: Backend;
  /** The cluster's own refresh interval, ms. */
  readonly refreshMs: number;
}
