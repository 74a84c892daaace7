// How operator state is carried: written by tasks, kept by the checkpoint coordinator, handed out again on restore.

/** Where some bytes of state are: small ones travel inside the message and in `_metadata`, larger ones lie in storage. */
export type StateHandle =
  | { readonly type: "inline"; readonly bytes: Uint8Array }
  | { readonly type: "file"; readonly path: string; readonly sizeBytes: number };

/** Position of a source in one partition: the next offset to read. */
export interface SplitOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * What one subtask contributes to a checkpoint. Keyed state is stored by key-group range, so that
 * it can be split and redistributed at another parallelism. Source splits are not encoded, because
 * the coordinator redistributes them and tells the broker which offsets to keep.
 */
export interface SubtaskState {
  /** Keyed state of the key groups [start, end], in the format of core's snapshot. */
  readonly keyed?: { readonly keyGroupStart: number; readonly keyGroupEnd: number; readonly handle: StateHandle };
  /** Splits of a source subtask with their offsets; an empty list is a reader without splits. */
  readonly splits?: readonly SplitOffset[];
}

/** State given to a subtask that restores: the parts of keyed state that overlap its range, and the splits that are its own now. */
export interface RestoredState {
  readonly checkpointId: number;
  readonly keyed: readonly { readonly keyGroupStart: number; readonly keyGroupEnd: number; readonly handle: StateHandle }[];
  /** Undefined if the operator is not a source or has no state in the checkpoint. */
  readonly splits?: readonly SplitOffset[];
}
