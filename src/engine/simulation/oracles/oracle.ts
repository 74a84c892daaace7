// The contract of an oracle: a statement about a finished run that can be false. To add one: write the
// function (here in `oracles/`) and list it in oracles.ts.

import type { HeartbeatWatch } from "../heartbeat-watch.ts";
import type { LineageWatch } from "../lineage-watch.ts";
import type { Proof } from "../proof.ts";
import type { Schedule } from "../schedule.ts";
import type { SecondJob } from "../second-job.ts";
import type { StartWatch } from "../start-watch.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import type { Ledger } from "../user-actions/ledger.ts";

/** A run after its faults. The cluster has caught up, or had enough time for it. */
export interface FinishedRun {
  readonly cluster: SimulatedCluster;
  readonly schedule: Schedule;
  /** What the topics contain now. */
  readonly proof: Proof;
  /** Starts of the windows that must have their results. */
  readonly target: readonly number[];
  readonly watch: LineageWatch;
  readonly starts: StartWatch;
  readonly heartbeats: HeartbeatWatch;
  /** What the user requested; undefined in a variant without user actions. */
  readonly ledger: Ledger | undefined;
  /** False: failures may make counts wrong, and only recovery was promised. */
  readonly areResultsPromised: boolean;
  readonly secondJob: SecondJob | undefined;
  /** Which windows, by start, may miss clicks in topic `output` and in that of the second job. */
  readonly mayMissClicks: { readonly first: (windowStartMs: number) => boolean; readonly second: (windowStartMs: number) => boolean };
}

/** The problems of `run`, one sentence each; empty if there are none. May send requests, which takes simulated time. */
export type Oracle = (run: FinishedRun) => Promise<readonly string[]> | readonly string[];
