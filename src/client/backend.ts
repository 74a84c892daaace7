import type { ClusterFailure } from "../base/cluster-failure.ts";
import type { BackendRow } from "./backend-config.ts";
import type { FlinkClient } from "./flink-client.ts";
import type { NetworkPanelSwitch } from "./network-panel-switch.ts";
import type { CorsExposure } from "./cors-exposure.ts";
import type { TransportSource } from "./transport-source.ts";

/** A chosen backend: the cluster that the dashboard is connected to. */
export interface Backend {
  /** Identifies the cluster across visits: an address, not the current name in a file. */
  readonly id: string;
  readonly kind: BackendRow["kind"];
  /** Its name on the screen. */
  readonly label: string;
  /** Whether it answers contract 2. */
  readonly hasPlayground: boolean;
  /** Whether the proxy in front of it rejects calls that change it. */
  readonly isReadOnly: boolean;
  /** Whether the page calls it across origins, with simple requests only. */
  readonly isDirect: boolean;
  /** Whether pages of every origin may read its replies. */
  readonly corsExposure: CorsExposure;
  readonly client: FlinkClient;
  /**
   * For a worker that makes its own calls. Each call opens a new source. See transport-source.ts.
   */
  source(): TransportSource;
  /**
   * Resolves if the backend cannot start or continue, which only the playground can report. Never
   * rejects.
   */
  readonly failed: Promise<ClusterFailure>;
  /** Only the playground has it. Other backends use HTTP anyway. */
  readonly networkPanel?: NetworkPanelSwitch;
  /**
   * Rejects pending calls with BackendClosedError, and stops the playground's workers. Later calls
   * are rejected.
   */
  close(): void;
}

/** A backend and its refresh interval. */
export interface ObservedBackend {
  readonly backend: Backend;
  /** The cluster's own refresh interval, ms. */
  readonly refreshMs: number;
}
