// Keyed state as a value: cut out of an operator by key group, and put into another one, at the same or at another parallelism.
// Flink: HeapSnapshotStrategy and HeapRestoreOperation.

import { assert, ensureExists } from "../base/assert.ts";
import type { KeyGroupRange } from "./key-groups.ts";
import type { KeyedStateSnapshot, KeyGroupState } from "./operator.ts";
import type { OperatorKeys } from "./operator-keys.ts";
import type { WindowState } from "./window-state.ts";

/** Version of {@link KeyedStateSnapshot} and of its encoding. 1: first. */
export const SNAPSHOT_VERSION = 1;

/** Columns of one key group while they are filled. */
class KeyGroupColumns {
  readonly #keys: string[] = [];
  readonly #keyIndexes: Uint32Array;
  readonly #windowStartsMs: Float64Array;
  readonly #accumulators: Float64Array;
  #length = 0;

  constructor(numEntries: number, stride: number) {
    this.#keyIndexes = new Uint32Array(numEntries);
    this.#windowStartsMs = new Float64Array(numEntries);
    this.#accumulators = new Float64Array(numEntries * stride);
  }

  /** Gives a key its number in the group. */
  addKey(text: string): number {
    return this.#keys.push(text) - 1;
  }

  addEntry(keyIndex: number, windowStartMs: number, cells: Float64Array, at: number, stride: number): void {
    const entry = this.#length;
    this.#length += 1;
    this.#keyIndexes[entry] = keyIndex;
    this.#windowStartsMs[entry] = windowStartMs;
    for (let offset = 0; offset < stride; offset++) this.#accumulators[entry * stride + offset] = cells[at + offset] ?? 0;
  }

  finish(keyGroup: number): KeyGroupState {
    return {
      keyGroup,
      keys: this.#keys,
      keyIndexes: this.#keyIndexes,
      windowStartsMs: this.#windowStartsMs,
      accumulators: this.#accumulators,
    };
  }
}

/**
 * Copies all of `state` into a value that later records do not change. Walks the state twice, once
 * to count and once to copy, to allocate the columns in their final size: growing lists took five
 * times as long, and no record is processed during the copy.
 */
export function snapshotKeyedState(
  state: WindowState,
  keys: OperatorKeys,
  maxParallelism: number,
  startOfWindow: (window: number) => number,
): KeyedStateSnapshot {
  const { stride } = state;
  const windows = state.windows();
  const numEntries = new Uint32Array(maxParallelism);
  for (const window of windows) {
    state.visitWindow(window, 0, Number.POSITIVE_INFINITY, (key) => {
      const keyGroup = keys.keyGroupOf(key);
      numEntries[keyGroup] = (numEntries[keyGroup] ?? 0) + 1;
    });
  }
  const groups = Array.from(numEntries, (count) => new KeyGroupColumns(count, stride));
  const indexOfKey = new Int32Array(keys.dictionary.size).fill(-1);
  for (const window of windows) {
    const startMs = startOfWindow(window);
    state.visitWindow(window, 0, Number.POSITIVE_INFINITY, (key, cells, at) => {
      const group = ensureExists(groups[keys.keyGroupOf(key)], "key group");
      if (indexOfKey[key] === -1) indexOfKey[key] = group.addKey(keys.dictionary.keyOf(key));
      group.addEntry(indexOfKey[key] ?? 0, startMs, cells, at, stride);
    });
  }
  const keyGroups = groups.flatMap((group, keyGroup) => (numEntries[keyGroup] === 0 ? [] : [group.finish(keyGroup)]));
  return { version: SNAPSHOT_VERSION, maxParallelism, accumulatorWidth: stride, keyGroups };
}

/** Puts the key groups of `range` from `parts` into `state`. Throws if a part does not fit the operator, or two hold the same entry. */
export function restoreKeyedState(
  parts: readonly KeyedStateSnapshot[],
  state: WindowState,
  keys: OperatorKeys,
  maxParallelism: number,
  range: KeyGroupRange,
  windowOfStart: (windowStartMs: number) => number,
): void {
  for (const part of parts) {
    assert(part.version === SNAPSHOT_VERSION, `keyed state of version ${part.version} cannot be read, only ${SNAPSHOT_VERSION}`);
    assert(
      part.maxParallelism === maxParallelism,
      `The state was taken with a max parallelism of ${part.maxParallelism}, the operator has ${maxParallelism}.`,
    );
    assert(
      part.accumulatorWidth === state.stride,
      `the state has accumulators of ${part.accumulatorWidth} numbers, the operator of ${state.stride}`,
    );
    for (const group of part.keyGroups) {
      if (range.start <= group.keyGroup && group.keyGroup <= range.end) restoreKeyGroup(group, state, keys, windowOfStart);
    }
  }
}

function restoreKeyGroup(group: KeyGroupState, state: WindowState, keys: OperatorKeys, windowOfStart: (startMs: number) => number): void {
  const ownKeys = group.keys.map((text) => keys.add(text));
  state.ensureKeyCapacity(keys.dictionary.size);
  for (const [entry, startMs] of group.windowStartsMs.entries()) {
    const key = ensureExists(ownKeys[group.keyIndexes[entry] ?? 0], `key of entry ${entry} in key group ${group.keyGroup}`);
    state.withCell(windowOfStart(startMs), key, (_key, cells, at) => {
      assert(cells[at] === 0, `key group ${group.keyGroup} is in the restored state twice`);
      const from = entry * state.stride;
      cells.set(group.accumulators.subarray(from, from + state.stride), at);
    });
  }
}
