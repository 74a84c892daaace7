// The contract of a kind of fault. To add one: write a row (here in `faults/`) and list it in fault-kinds.ts.

import type { SeededRng } from "../../../base/seeded-rng.ts";
import type { EventKind } from "../event-kind.ts";
import type { Kills } from "../kills.ts";
import type { Schedule } from "../schedule.ts";
import type { SimulatedActor } from "../simulated-actor.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";

/** What a fault may use. */
export interface FaultContext {
  readonly cluster: SimulatedCluster;
  readonly schedule: Schedule;
  readonly kills: Kills;
  /** Every container that runs, in the supervisor's order. */
  readonly live: () => SimulatedActor[];
  /** Those of them that are TaskManagers. */
  readonly taskManagers: () => SimulatedActor[];
  /** Ids of the jobs that hold records in the topics: all that have not ended. */
  readonly jobs: () => readonly string[];
  /** Calls `run` after `delayMs`, also after the faults have ended. */
  readonly later: (delayMs: number, run: () => void) => void;
  /** Counts what the fault did, for the coverage. */
  readonly note: (what: string) => void;
}

/** A row in the table of faults. */
export interface FaultKind<P extends object = object> extends EventKind<P> {
  /** Does it. `rng` is for choices that depend on the cluster at this time; it is new for each fault. */
  apply(parameters: P, context: FaultContext, rng: SeededRng): void;
  /** Ends everything of this kind that is still in progress. Called once, when the faults are over. */
  calm?(context: FaultContext): void;
  /** True if it may leave a split without records for seconds: two of these keep a distance (see draw-schedule.ts). */
  readonly isStall?: true;
  /** How long it may hold records up or hurry them, ms. Pauses of the generator keep away from it (see draw-schedule.ts). */
  delaysRecordsMs?(parameters: P): number;
}
