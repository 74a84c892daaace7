import { describe, expect, it } from "vitest";
import { batchSizeBytes, eventBatchOf, type RecordBatch } from "../../../core/batch.ts";
import { DictionaryRegistry, KeyDictionary } from "../../../core/key-dictionary.ts";
import { EventStream } from "../../../core/testing/events.ts";
import { BatchAssembler } from "./batch-assembler.ts";

/** Rows as a receiver sees them that has got only these batches. */
function rowsOf(batches: readonly RecordBatch[]): string[] {
  const registry = new DictionaryRegistry();
  return batches.flatMap((batch) => {
    const dictionary = registry.accept(batch.dictionary);
    return Array.from({ length: batch.length }, (_, row) => {
      const timestampMs = batch.timestampBaseMs + (batch.timestamps[row] ?? 0);
      return `${dictionary.keyOf(batch.keys[row] ?? 0)}@${timestampMs}`;
    });
  });
}

describe("BatchAssembler", () => {
  it("gives a single batch back as it is", () => {
    const assembler = new BatchAssembler();
    const batch = new EventStream().batch(["a", 1]);
    assembler.append(batch);
    expect(assembler.take()[0]).toBe(batch);
    expect(assembler.records).toBe(0);
  });

  it("merges rows in order, whatever base, key width and new dictionary entries the batches have", () => {
    const stream = new EventStream("s");
    const many = Array.from({ length: 300 }, (_, key) => [`k${key}`, 5_000 + key] as const);
    const batches = [stream.batch(["a", 9_000], ["b", 9_001]), stream.batch(["a", 100]), stream.batch(...many)];
    const assembler = new BatchAssembler();
    for (const batch of batches) assembler.append(batch);
    expect(assembler.records).toBe(303);
    expect(assembler.bytes).toBe(batches.reduce((sum, batch) => sum + batchSizeBytes(batch), 0));
    const rows = rowsOf(batches);
    const merged = assembler.take();
    expect(merged).toHaveLength(1);
    expect(merged[0]?.keys.BYTES_PER_ELEMENT).toBe(2);
    expect(rowsOf(merged)).toEqual(rows);
    expect(batches.map(({ timestamps }) => timestamps.byteLength)).toEqual([0, 0, 0]);
  });

  it("accepts dictionary slices that repeat what was sent", () => {
    const dictionary = new KeyDictionary("d", ["a", "b"]);
    const first = eventBatchOf([{ timestampMs: 1, keyId: 0 }], dictionary.sliceFrom(0));
    dictionary.idOf("c");
    const second = eventBatchOf([{ timestampMs: 2, keyId: 2 }], dictionary.sliceFrom(1));
    const assembler = new BatchAssembler();
    assembler.append(first);
    assembler.append(second);
    expect(rowsOf(assembler.take())).toEqual(["a@1", "c@2"]);
  });

  it("makes one batch for each dictionary", () => {
    const [left, right] = [new EventStream("left"), new EventStream("right")];
    const assembler = new BatchAssembler();
    for (const batch of [left.batch(["a", 1]), right.batch(["b", 2]), left.batch(["a", 3])]) assembler.append(batch);
    expect(assembler.take().map((batch) => rowsOf([batch]))).toEqual([["a@1", "a@3"], ["b@2"]]);
  });

  it("makes another batch where timestamps lie too far apart for one", () => {
    const stream = new EventStream();
    const assembler = new BatchAssembler();
    for (const timestamp of [0, 2 ** 32, 2 ** 32 + 1]) assembler.append(stream.batch(["a", timestamp]));
    expect(assembler.take().map((batch) => batch.length)).toEqual([1, 2]);
  });
});
