import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countAggregate } from "./aggregate.ts";
import { SNAPSHOT_VERSION } from "./keyed-state.ts";
import type { KeyedStateSnapshot, KeyGroupState } from "./operator.ts";
import { decodeSnapshot, encodeSnapshot, SnapshotFormatError } from "./snapshot.ts";
import { tumblingEventTimeWindows } from "./window-assigner.ts";
import { WindowOperator } from "./window-operator.ts";

const double = fc.double({ noNaN: true });

function keyGroupState(keyGroup: number, width: number): fc.Arbitrary<KeyGroupState> {
  return fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }).chain((keys) =>
    fc
      .array(fc.tuple(fc.nat({ max: keys.length - 1 }), double, fc.array(double, { minLength: width, maxLength: width })), { maxLength: 8 })
      .map((entries) => ({
        keyGroup,
        keys,
        keyIndexes: Uint32Array.from(entries, ([index]) => index),
        windowStartsMs: Float64Array.from(entries, ([, startMs]) => startMs),
        accumulators: Float64Array.from(entries.flatMap(([, , accumulator]) => accumulator)),
      })),
  );
}

const snapshots: fc.Arbitrary<KeyedStateSnapshot> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.uniqueArray(fc.nat({ max: 127 }), { maxLength: 4 }))
  .chain(([accumulatorWidth, keyGroups]) =>
    fc
      .tuple(...keyGroups.toSorted((a, b) => a - b).map((keyGroup) => keyGroupState(keyGroup, accumulatorWidth)))
      .map((groups) => ({ version: SNAPSHOT_VERSION, maxParallelism: 128, accumulatorWidth, keyGroups: groups })),
  );

const EMPTY: KeyedStateSnapshot = { version: SNAPSHOT_VERSION, maxParallelism: 128, accumulatorWidth: 1, keyGroups: [] };
const ONE: KeyedStateSnapshot = {
  ...EMPTY,
  keyGroups: [
    {
      keyGroup: 111,
      keys: ["/help"],
      keyIndexes: Uint32Array.of(0),
      windowStartsMs: Float64Array.of(15000),
      accumulators: Float64Array.of(412),
    },
  ],
};

function createCounter(keyGroupRange = { start: 0, end: 127 }, sizeMs = 15000, maxParallelism = 128): WindowOperator {
  return new WindowOperator({
    assigner: tumblingEventTimeWindows(sizeMs),
    aggregate: countAggregate,
    maxParallelism,
    keyGroupRange,
    outputDictionaryId: "counter",
  });
}

describe("encodeSnapshot", () => {
  it("[WIN26] is reversed by decodeSnapshot, whatever the keys and numbers", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        expect(decodeSnapshot(encodeSnapshot(snapshot))).toEqual(snapshot);
      }),
    );
  });

  it("[WIN26] writes the layout of version 1", () => {
    const header = "44524559 01000000 80000000 01000000 01000000";
    const group = "6f000000 01000000 01000000 05000000 2f0068006500 6c007000 00000000 00000000004ccd40 0000000000c07940";
    const hex = Array.from(encodeSnapshot(ONE), (byte) => byte.toString(16).padStart(2, "0")).join("");
    expect(hex).toBe(`${header}${group}`.replaceAll(" ", ""));
  });

  it("[WIN26] returns as many bytes as the size of the state", () => {
    expect(encodeSnapshot(EMPTY).byteLength).toBe(20);
    expect(encodeSnapshot(ONE).byteLength).toBe(66);
  });
});

describe("decodeSnapshot", () => {
  it("[WIN27] refuses bytes that end too early, wherever they are cut", () => {
    const bytes = encodeSnapshot(ONE);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSnapshot(bytes.subarray(0, length))).toThrow(SnapshotFormatError);
    }
  });

  it("[WIN27] refuses other bytes, other versions, and bytes left over", () => {
    const bytes = encodeSnapshot(ONE);
    expect(() => decodeSnapshot(Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte + 1 : byte)))).toThrow("not keyed state");
    expect(() => decodeSnapshot(Uint8Array.from(bytes, (byte, at) => (at === 4 ? 9 : byte)))).toThrow("version 9");
    expect(() => decodeSnapshot(Uint8Array.of(...bytes, 0))).toThrow("followed by bytes");
    expect(() => decodeSnapshot(Uint8Array.from(bytes, (byte, at) => (at === 46 ? 1 : byte)))).toThrow("an entry without a key");
  });

  it("[WIN27] either refuses or decodes the bytes, whichever byte is wrong", () => {
    const bytes = encodeSnapshot(ONE);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (position, value) => {
        try {
          decodeSnapshot(Uint8Array.from(bytes, (byte, at) => (at === position ? value : byte)));
        } catch (error) {
          expect(error).toBeInstanceOf(SnapshotFormatError);
        }
      }),
    );
  });
});

describe("restoreState", () => {
  it("[WIN28] restores its own key groups and ignores the others", () => {
    const upper = createCounter({ start: 64, end: 127 });
    upper.restoreState([ONE]);
    expect(upper.snapshotState()).toEqual(ONE);
    const lower = createCounter({ start: 0, end: 63 });
    lower.restoreState([ONE]);
    expect(lower.snapshotState()).toEqual(EMPTY);
  });

  it("[WIN28] refuses state of another max parallelism, another window, another function or version, and state twice", () => {
    expect(() => createCounter({ start: 0, end: 255 }, 15000, 256).restoreState([ONE])).toThrow("max parallelism of 128");
    expect(() => createCounter(undefined, 40000).restoreState([ONE])).toThrow("window at 15000");
    expect(() => createCounter().restoreState([{ ...ONE, accumulatorWidth: 2 }])).toThrow("accumulators of 2");
    expect(() => createCounter().restoreState([{ ...ONE, version: 2 }])).toThrow("version 2");
    expect(() => createCounter().restoreState([ONE, ONE])).toThrow("twice");
  });
});
