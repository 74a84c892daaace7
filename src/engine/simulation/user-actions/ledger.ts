import type { UnusualValue } from "./unusual-configuration.ts";

/** An asynchronous operation that was accepted. */
export interface Operation {
  readonly kind: "savepoint" | "cancel with savepoint" | "stop";
  readonly jobId: string;
  readonly triggerId: string;
}

/** A run that was asked for with an unusual value, and its answer. */
export interface UnusualRun {
  readonly asked: UnusualValue;
  readonly status: number;
  /** The answer's body. */
  readonly text: string;
  /** Status of a request that came right after it. */
  readonly nextStatus: number;
}

/**
 * Records what the user requested and was promised. The oracles compare it with the final state of
 * the cluster.
 */
export class Ledger {
  readonly operations: Operation[] = [];
  readonly unusualRuns: UnusualRun[] = [];
  /** Paths of savepoints that the user asked to delete. */
  readonly disposed = new Set<string>();
  /** Paths of savepoints that a job was told to claim: it may delete them. */
  readonly claimed = new Set<string>();
  /** Deletions that were accepted. */
  readonly disposals: { readonly path: string; readonly triggerId: string }[] = [];
  /** Starts from savepoints. Without a job id: it is not known whether the job began, or it takes no checkpoints of its own. */
  readonly startedFrom: { readonly path: string; readonly jobId?: string | undefined }[] = [];
}
