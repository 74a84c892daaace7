// Tells of the calls by which this page changes the cluster, for an observer that records them.
import type { EndpointId } from "../rest/routes.ts";

/** A call that changes the cluster, after its reply. */
export interface ActionCall {
  readonly id: EndpointId;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** When the call was made, epoch ms by the page's clock. */
  readonly atMs: number;
  /** Why it failed; undefined if it was accepted. */
  readonly error: unknown;
}

/** The actions of a client. */
export interface ActionLog {
  readonly note: (action: ActionCall) => void;
  /**
   * Calls the listener with each action. The first listener also gets those that were noted before it,
   * because the code of a recorder loads after the page. Returns the function that removes it.
   */
  readonly subscribe: (listener: (action: ActionCall) => void) => () => void;
}

/** The newest actions that wait for a first listener. */
const MOST_EARLY = 100;

/** A log without listeners. */
export function createActionLog(): ActionLog {
  const listeners = new Set<(action: ActionCall) => void>();
  let early: readonly ActionCall[] | undefined = [];
  return {
    note(action) {
      early = early && [...early, action].slice(-MOST_EARLY);
      for (const listener of listeners) listener(action);
    },
    subscribe(listener) {
      for (const action of early ?? []) listener(action);
      early = undefined;
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
