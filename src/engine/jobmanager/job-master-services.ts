import type { Host } from "../host.ts";
import type { BrokerRetention } from "./broker-retention.ts";
import type { ClusterConfiguration, JobMasterConfiguration } from "./cluster-configuration.ts";
import type { CheckpointDeletions } from "./checkpoints/checkpoint-deletions.ts";
import type { StoredCheckpoint } from "./checkpoints/completed-checkpoint-store.ts";
import type { FlinkLog } from "../flink-log.ts";
import type { ResourceManager } from "./resources/resource-manager.ts";
import type { DrainList } from "./savepoints/drain-list.ts";

/** What a job shares with the rest of the JobManager. */
export interface JobMasterServices {
  readonly host: Host;
  readonly configuration: ClusterConfiguration;
  readonly log: FlinkLog;
  readonly resourceManager: ResourceManager;
  readonly retention: BrokerRetention;
  readonly drains: DrainList;
  readonly deletions: CheckpointDeletions;
  onTerminated(jobId: string): void;
}

/** What a job begins with. */
export interface JobStart {
  /** Epoch ms: when the job became known. */
  readonly initializingSince: number;
  readonly configuration: JobMasterConfiguration;
  /** Checked already: it fits the graph. */
  readonly restored?: StoredCheckpoint | undefined;
}
