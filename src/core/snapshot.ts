// Keyed state as bytes, the form in which checkpoints and savepoints keep it. Little-endian throughout:
//
//   u32 magic "DREY"   u32 version   u32 maxParallelism   u32 accumulatorWidth   u32 number of key groups
//   per key group:  u32 key group   u32 number of keys   u32 number of entries
//                   per key: u32 length in UTF-16 units, the units (u16 each: any string survives, lone surrogates too)
//                   u32 key index of each entry, f64 window start (epoch ms) of each entry, f64 accumulators of each entry

import { SNAPSHOT_VERSION } from "./keyed-state.ts";
import type { KeyedStateSnapshot, KeyGroupState } from "./operator.ts";

const MAGIC = 0x59455244;
const HEADER_BYTES = 20;
const GROUP_HEADER_BYTES = 12;

/** The bytes are not keyed state of a version that we read, or are incomplete. */
export class SnapshotFormatError extends Error {
  override readonly name = "SnapshotFormatError";
}

/** The bytes of `snapshot`; their number is the size of the state. The array owns its buffer and may be transferred. */
export function encodeSnapshot(snapshot: KeyedStateSnapshot): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + snapshot.keyGroups.reduce((sum, group) => sum + sizeOfGroup(group), 0));
  const writer = new Writer(bytes);
  for (const value of [MAGIC, SNAPSHOT_VERSION, snapshot.maxParallelism, snapshot.accumulatorWidth, snapshot.keyGroups.length]) {
    writer.u32(value);
  }
  for (const group of snapshot.keyGroups) {
    writer.u32(group.keyGroup);
    writer.u32(group.keys.length);
    writer.u32(group.windowStartsMs.length);
    for (const key of group.keys) writer.text(key);
    for (const index of group.keyIndexes) writer.u32(index);
    for (const startMs of group.windowStartsMs) writer.f64(startMs);
    for (const value of group.accumulators) writer.f64(value);
  }
  return bytes;
}

/** The value behind bytes that {@link encodeSnapshot} made. Throws {@link SnapshotFormatError} for any others. */
export function decodeSnapshot(bytes: Uint8Array): KeyedStateSnapshot {
  const reader = new Reader(bytes);
  if (reader.u32() !== MAGIC) throw new SnapshotFormatError("these bytes are not keyed state");
  const version = reader.u32();
  if (version !== SNAPSHOT_VERSION)
    throw new SnapshotFormatError(`keyed state of version ${version} cannot be read, only ${SNAPSHOT_VERSION}`);
  const maxParallelism = reader.u32();
  const accumulatorWidth = reader.u32();
  const numKeyGroups = reader.count(GROUP_HEADER_BYTES);
  const keyGroups = Array.from({ length: numKeyGroups }, () => readGroup(reader, accumulatorWidth));
  if (!reader.isAtEnd) throw new SnapshotFormatError("keyed state is followed by bytes that do not belong to it");
  return { version, maxParallelism, accumulatorWidth, keyGroups };
}

function sizeOfGroup(group: KeyGroupState): number {
  const keyBytes = group.keys.reduce((sum, key) => sum + 4 + 2 * key.length, 0);
  return GROUP_HEADER_BYTES + keyBytes + 12 * group.windowStartsMs.length + 8 * group.accumulators.length;
}

function readGroup(reader: Reader, accumulatorWidth: number): KeyGroupState {
  const keyGroup = reader.u32();
  const numKeys = reader.count(4, 4);
  const numEntries = reader.count(12 + 8 * accumulatorWidth);
  const keys = Array.from({ length: numKeys }, () => reader.text());
  const keyIndexes = Uint32Array.from({ length: numEntries }, () => reader.u32());
  if (keyIndexes.some((index) => index >= numKeys)) throw new SnapshotFormatError(`key group ${keyGroup} has an entry without a key`);
  const windowStartsMs = Float64Array.from({ length: numEntries }, () => reader.f64());
  const accumulators = Float64Array.from({ length: numEntries * accumulatorWidth }, () => reader.f64());
  return { keyGroup, keys, keyIndexes, windowStartsMs, accumulators };
}

class Writer {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(value: number): void {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  f64(value: number): void {
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  text(value: string): void {
    this.u32(value.length);
    for (let index = 0; index < value.length; index++) {
      this.#view.setUint16(this.#at, value.charCodeAt(index), true);
      this.#at += 2;
    }
  }
}

class Reader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#view.byteLength;
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  text(): string {
    const length = this.count(2);
    let text = "";
    for (let index = 0; index < length; index++) text += String.fromCharCode(this.#view.getUint16(this.#advance(2), true));
    return text;
  }

  /** A number of things of at least `bytesEach` each that follow (after `bytesBefore`): cannot be more than there are bytes. */
  count(bytesEach: number, bytesBefore = 0): number {
    const count = this.u32();
    const left = this.#view.byteLength - this.#at - bytesBefore;
    if (count * bytesEach > left) throw new SnapshotFormatError("keyed state ends too early");
    return count;
  }

  #advance(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#view.byteLength) throw new SnapshotFormatError("keyed state ends too early");
    this.#at = at + bytes;
    return at;
  }
}
