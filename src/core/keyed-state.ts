// Keyed state as a value: cut out of an operator by key group, and put into another one, at the same or at another parallelism.
// Flink: HeapSnapshotStrategy and HeapRestoreOperation.

import { assert, ensureExists } from "../base/assert.ts";
import type { KeyGroupRange } from "./key-groups.ts";
import type { KeyedStateSnapshot, KeyGroupState } from "./operator.ts";
import type { OperatorKeys } from "./operator-keys.ts";
import type { WindowState } from "./window-state.ts";

/** Version of {@link KeyedStateSnapshot} and of its encoding. 1: first. */
export const SNAPSHOT_VERSION = 1;

/** Collects the entries of one key group. */
class KeyGroupBuilder {
  readonly keys: string[] = [];
  readonly #indexByKey = new Map<number, number>();
  readonly #keyIndexes: number[] = [];
  readonly #windowStartsMs: number[] = [];
  readonly #accumulators: number[] = [];

  add(key: number, text: () => string, windowStartMs: number, cells: Float64Array, at: number, stride: number): void {
    let index = this.#indexByKey.get(key);
    if (index === undefined) {
      index = this.keys.length;
      this.#indexByKey.set(key, index);
      this.keys.push(text());
    }
    this.#keyIndexes.push(index);
    this.#windowStartsMs.push(windowStartMs);
    for (let offset = 0; offset < stride; offset++) this.#accumulators.push(cells[at + offset] ?? 0);
  }

  build(keyGroup: number): KeyGroupState {
    return {
      keyGroup,
      keys: this.keys,
      keyIndexes: Uint32Array.from(this.#keyIndexes),
      windowStartsMs: Float64Array.from(this.#windowStartsMs),
      accumulators: Float64Array.from(this.#accumulators),
    };
  }
}

/** All of `state` as a value that later records do not touch. */
export function snapshotKeyedState(
  state: WindowState,
  keys: OperatorKeys,
  maxParallelism: number,
  startOfWindow: (window: number) => number,
): KeyedStateSnapshot {
  const builders = new Map<number, KeyGroupBuilder>();
  for (const window of state.windows()) {
    const startMs = startOfWindow(window);
    state.visitWindow(window, 0, Number.POSITIVE_INFINITY, (key, cells, at) => {
      const keyGroup = keys.keyGroupOf(key);
      let builder = builders.get(keyGroup);
      if (builder === undefined) {
        builder = new KeyGroupBuilder();
        builders.set(keyGroup, builder);
      }
      builder.add(key, () => keys.dictionary.keyOf(key), startMs, cells, at, state.stride);
    });
  }
  const keyGroups = [...builders].toSorted(([a], [b]) => a - b).map(([keyGroup, builder]) => builder.build(keyGroup));
  return { version: SNAPSHOT_VERSION, maxParallelism, accumulatorWidth: state.stride, keyGroups };
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
