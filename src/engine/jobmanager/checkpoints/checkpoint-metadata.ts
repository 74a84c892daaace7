// The file `_metadata`: a checkpoint as bytes. Eight bytes of magic, the length of a JSON header (32 bits, little-endian), the header, and behind
// it the inline state, which the header names by position. Flink: MetadataV6Serializer, for the same purpose in another format.

import { assert } from "../../../base/assert.ts";
import type { StateHandle, SubtaskState } from "../../protocol/state.ts";
import type { CompletedCheckpoint, OperatorState } from "./completed-checkpoint.ts";

const MAGIC = "DREYCP01";
const HEADER_START = MAGIC.length + 4;

/** The file cannot be read: it is not a checkpoint, or it was cut off. */
export class CheckpointMetadataError extends Error {
  override readonly name = "CheckpointMetadataError";
}

type StoredHandle =
  | { readonly type: "inline"; readonly position: number; readonly length: number }
  | Extract<StateHandle, { type: "file" }>;

interface StoredSubtask extends Omit<SubtaskState, "keyed"> {
  readonly keyed?: Omit<NonNullable<SubtaskState["keyed"]>, "handle"> & { readonly handle: StoredHandle };
}

interface StoredCheckpoint extends Omit<CompletedCheckpoint, "operators"> {
  readonly operators: readonly (Omit<OperatorState, "subtasks"> & { readonly subtasks: readonly StoredSubtask[] })[];
}

/** The bytes of `_metadata`. */
export function encodeCheckpointMetadata(checkpoint: CompletedCheckpoint): Uint8Array {
  const blobs: Uint8Array[] = [];
  let position = 0;
  const store = (handle: StateHandle): StoredHandle => {
    if (handle.type === "file") return handle;
    const stored: StoredHandle = { type: "inline", position, length: handle.bytes.length };
    blobs.push(handle.bytes);
    position += handle.bytes.length;
    return stored;
  };
  const stored: StoredCheckpoint = {
    ...checkpoint,
    operators: checkpoint.operators.map((operator) => ({
      ...operator,
      subtasks: operator.subtasks.map(({ keyed, ...rest }) =>
        keyed === undefined ? rest : { ...rest, keyed: { ...keyed, handle: store(keyed.handle) } },
      ),
    })),
  };
  const header = new TextEncoder().encode(JSON.stringify(stored));
  const file = new Uint8Array(HEADER_START + header.length + position);
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(MAGIC.length, header.length, true);
  file.set(header, HEADER_START);
  let end = HEADER_START + header.length;
  for (const blob of blobs) {
    file.set(blob, end);
    end += blob.length;
  }
  return file;
}

/** The checkpoint that {@link encodeCheckpointMetadata} wrote. Throws CheckpointMetadataError for anything else. */
export function decodeCheckpointMetadata(file: Uint8Array): CompletedCheckpoint {
  if (file.length < HEADER_START || new TextDecoder().decode(file.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new CheckpointMetadataError("The file is not checkpoint metadata.");
  }
  const headerLength = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(MAGIC.length, true);
  const blobs = file.subarray(HEADER_START + headerLength);
  const stored = parseHeader(file.subarray(HEADER_START, HEADER_START + headerLength));
  const load = (handle: StoredHandle): StateHandle => {
    if (handle.type === "file") return handle;
    const bytes = blobs.slice(handle.position, handle.position + handle.length);
    if (bytes.length !== handle.length) throw new CheckpointMetadataError("The checkpoint metadata are cut off.");
    return { type: "inline", bytes };
  };
  return {
    ...stored,
    operators: stored.operators.map((operator) => ({
      ...operator,
      subtasks: operator.subtasks.map(({ keyed, ...rest }) =>
        keyed === undefined ? rest : { ...rest, keyed: { ...keyed, handle: load(keyed.handle) } },
      ),
    })),
  };
}

function parseHeader(header: Uint8Array): StoredCheckpoint {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(header));
  } catch {
    throw new CheckpointMetadataError("The header of the checkpoint metadata cannot be read.");
  }
  assert(typeof parsed === "object" && parsed !== null && "operators" in parsed, "the header of checkpoint metadata has operators");
  // The magic names this version of the format, which only the function above writes.
  return parsed as StoredCheckpoint;
}
