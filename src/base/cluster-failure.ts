/** Why a cluster could not start or cannot continue. */
export interface ClusterFailure {
  /**
   * `unsupported`: the browser has no (nested) module workers. `not-started`: a worker's script did not load, or was refused.
   * `crashed`: the supervisor, or a container that cannot be started again, stopped because of an uncaught error.
   */
  readonly kind: "unsupported" | "not-started" | "crashed";
  /** A sentence for the user. */
  readonly message: string;
  /** Technical details. Empty if the browser gives none. */
  readonly detail: string;
}
