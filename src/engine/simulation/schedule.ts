// Everything that is drawn for a seed before the run, as plain data that can be printed, kept as a case and run again.

import type { ClusterOptions } from "../supervisor/cluster-options.ts";

/** A fault or a user's action that is due at a time. Plain data. */
export interface ScheduledEvent {
  /** Simulated ms. */
  readonly atMs: number;
  /** Name of a row in the table of its kinds. */
  readonly kind: string;
  /** What the kind's `draw` returned. */
  readonly parameters: object;
  /** Seeds the choices that depend on the cluster at that time, such as the victim. */
  readonly choice: number;
}

/** Everything that is drawn for a seed. */
export interface Schedule {
  readonly cluster: Partial<ClusterOptions>;
  /** The generator's rate at the start and after the faults. */
  readonly recordsPerSecond: number;
  readonly faults: readonly ScheduledEvent[];
  /**
   * What a user does during the run. Undefined: no user touches the job that the cluster started.
   */
  readonly actions?: readonly ScheduledEvent[];
  /** Faults and actions end here, simulated ms. */
  readonly endMs: number;
}
