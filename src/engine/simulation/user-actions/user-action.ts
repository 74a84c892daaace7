// The contract of a kind of user action. To add one: write a row (here in `user-actions/`) and list it in user-actions.ts.

import type { SeededRng } from "../../../base/seeded-rng.ts";
import type { StoredSavepoints } from "../../../rest/playground.ts";
import type { TriggerReply } from "../../../rest/operations.ts";
import type { EventKind } from "../event-kind.ts";
import type { Kills } from "../kills.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import type { Ledger, Operation } from "./ledger.ts";

/** What an action may use. */
export interface ActionContext {
  readonly cluster: SimulatedCluster;
  readonly kills: Kills;
  readonly ledger: Ledger;
  /** For choices that depend on the cluster at this time; new for each action. */
  readonly rng: SeededRng;
  /** Counts what the user did, for the coverage. */
  readonly note: (what: string) => void;
  /** Sends a POST. Undefined if it was refused or not answered in time. */
  readonly post: (path: string, body: object) => Promise<TriggerReply | undefined>;
  /** Sends a POST that begins an operation, and enters the operation into the ledger. */
  readonly trigger: (kind: Operation["kind"], jobId: string, path: string, body: object) => Promise<void>;
  /** The stored savepoints, newest first. Undefined while storage fails. */
  readonly savepoints: () => Promise<StoredSavepoints["savepoints"] | undefined>;
}

/** A row in the table of user actions. An action that its `needs` do not fit at that time is left out. */
export type UserAction<P extends object = object> = EventKind<P> &
  (
    | { readonly needs: "a running job"; apply(parameters: P, context: ActionContext, jobId: string): Promise<void> }
    | { readonly needs: "no running job"; apply(parameters: P, context: ActionContext): Promise<void> }
  );
