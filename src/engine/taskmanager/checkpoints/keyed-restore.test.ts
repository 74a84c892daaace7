import { describe, expect, it } from "vitest";
import { type KeyGroupRange, keyGroupRangeOf } from "../../../core/key-groups.ts";
import { decodeSnapshot, encodeSnapshot } from "../../../core/snapshot.ts";
import { readKeyedState } from "./keyed-restore.ts";
import { FakeNetwork } from "../testing/fake-network.ts";

const MAX_PARALLELISM = 5;

/** Keyed state as `parallelism` subtasks write it: one key, with a count of 1, in each key group. */
function partsOf(parallelism: number) {
  return Array.from({ length: parallelism }, (_, subtaskIndex) => {
    const { start, end } = keyGroupRangeOf(subtaskIndex, MAX_PARALLELISM, parallelism);
    const keyGroups = range(start, end).map((keyGroup) => ({
      keyGroup,
      keys: [`key of group ${keyGroup}`],
      keyIndexes: new Uint32Array(1),
      windowStartsMs: new Float64Array(1),
      accumulators: new Float64Array([1]),
    }));
    const bytes = encodeSnapshot({ version: 1, maxParallelism: MAX_PARALLELISM, accumulatorWidth: 1, keyGroups });
    return { keyGroupStart: start, keyGroupEnd: end, handle: { type: "inline", bytes } as const };
  });
}

/** The key groups in what a subtask with `own` reads from `parts`. */
function keyGroupsRead(parts: ReturnType<typeof partsOf>, own: KeyGroupRange): number[] {
  let read: number[] | undefined;
  readKeyedState(new FakeNetwork().storage, parts, own, {
    onDone: (states) => {
      read = states.flatMap((bytes) => decodeSnapshot(bytes).keyGroups.map(({ keyGroup }) => keyGroup));
    },
    onFailed: (error) => {
      throw error;
    },
  });
  if (read === undefined) throw new Error("inline state is read at once");
  return read;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start + 1 }, (_, index) => start + index);
}

const PARALLELISMS = range(1, MAX_PARALLELISM);

describe("reading keyed state", () => {
  it("[CP11] reads every key group of its own range when the parallelism changes", () => {
    // With few key groups, ranges of a single key group and every kind of shared boundary occur.
    for (const before of PARALLELISMS) {
      for (const after of PARALLELISMS) {
        for (let subtaskIndex = 0; subtaskIndex < after; subtaskIndex++) {
          const own = keyGroupRangeOf(subtaskIndex, MAX_PARALLELISM, after);
          const read = keyGroupsRead(partsOf(before), own);
          expect(read, `subtask ${subtaskIndex}, ${before} to ${after}`).toEqual(expect.arrayContaining(range(own.start, own.end)));
        }
      }
    }
  });

  it("[CP11] does not read a part that ends before its range or begins after it", () => {
    const [first, second, third] = partsOf(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error("three subtasks write three parts");
    const own = { start: second.keyGroupStart, end: second.keyGroupEnd };
    expect(keyGroupsRead([first, second, third], own)).toEqual(range(own.start, own.end));
  });
});
