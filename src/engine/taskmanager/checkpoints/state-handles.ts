// State as bytes: small ones travel inline, large ones go to storage. Flink: FsCheckpointStateOutputStream and execution.checkpointing.
// data-inline-threshold. Callbacks, not promises: what is inline is there at once.

import type { Storage } from "../../host.ts";
import type { StateHandle } from "../../protocol/state.ts";
import { TaskError } from "../error-info.ts";

/** How something ends that may take long: exactly one of the two is called, once. */
export interface Completion<T> {
  readonly onDone: (value: T) => void;
  /** StorageError, or TaskError if a file is gone. */
  readonly onFailed: (error: unknown) => void;
}

/** Stores `bytes` under `path` unless there are at most `inlineThresholdBytes` of them. */
export function writeState(
  storage: Storage,
  path: string,
  bytes: Uint8Array,
  inlineThresholdBytes: number,
  { onDone, onFailed }: Completion<StateHandle>,
): void {
  if (bytes.byteLength <= inlineThresholdBytes) {
    onDone({ type: "inline", bytes });
    return;
  }
  void storage.put(path, bytes).then(() => onDone({ type: "file", path, sizeBytes: bytes.byteLength }), onFailed);
}

/** The bytes behind all `handles`, in their order; fails as soon as one of them cannot be read. */
export function readStates(
  storage: Storage,
  handles: readonly StateHandle[],
  { onDone, onFailed }: Completion<readonly Uint8Array[]>,
): void {
  const inline = handles.flatMap((handle) => (handle.type === "inline" ? [handle.bytes] : []));
  if (inline.length === handles.length) {
    onDone(inline);
    return;
  }
  void Promise.all(handles.map((handle) => readState(storage, handle))).then(onDone, onFailed);
}

async function readState(storage: Storage, handle: StateHandle): Promise<Uint8Array> {
  if (handle.type === "inline") return handle.bytes;
  const bytes = await storage.get(handle.path);
  if (bytes === undefined) throw new TaskError("java.io.FileNotFoundException", `${handle.path} (No such file or directory)`);
  return bytes;
}
