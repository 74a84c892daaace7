import { describe, expect, it } from "vitest";
import { eventBatchOf, type RecordBatch } from "../../core/batch.ts";
import { DictionaryRegistry, KeyDictionary } from "../../core/key-dictionary.ts";
import { clickBatch, PAGES } from "../generator/click-sequence.ts";
import { PartitionLog } from "./partition-log.ts";

function newLog(segmentRecords = 64): PartitionLog {
  let sequence = 0;
  return new PartitionLog({ id: "input-0@test", segmentRecords, nextSequence: () => sequence++ });
}

function readAll(log: PartitionLog): { timestampMs: number; key: string }[] {
  const rows: { timestampMs: number; key: string }[] = [];
  for (let offset = log.beginOffset; offset < log.endOffset;) {
    const batch = log.read(offset, 1_000, 0);
    for (let row = 0; row < batch.length; row++) rows.push({ timestampMs: timestampOf(batch, row), key: log.keyOf(batch.keys[row] ?? -1) });
    offset += batch.length;
  }
  return rows;
}

function timestampOf(batch: RecordBatch, row: number): number {
  return batch.timestampBaseMs + (batch.timestamps[row] ?? Number.NaN);
}

describe("PartitionLog", () => {
  it("gives back what small and large batches brought, in order", () => {
    const log = newLog();
    const producer = new DictionaryRegistry();
    const pages = new KeyDictionary("generator", PAGES);
    let next = 0;
    for (const length of [3, 1, 40, 7, 64, 200, 5]) {
      expect(log.append(clickBatch(15_000, next, length, pages.sliceFrom(0)), producer)).toBe(next);
      next += length;
    }
    expect(readAll(log)).toEqual(
      Array.from({ length: next }, (_, index) => ({
        timestampMs: 15_000 + Math.floor(index / 6) * 15,
        key: PAGES[index % 6],
      })),
    );
  });

  it("takes at most 5 bytes a click", () => {
    const log = newLog(65_536);
    const pages = new KeyDictionary("generator", PAGES);
    log.append(clickBatch(0, 0, 1_000, pages.sliceFrom(0)), new DictionaryRegistry());
    log.append(clickBatch(0, 1_000, 60_000, pages.sliceFrom(0)), new DictionaryRegistry());
    expect(log.bytes).toBe(61_000 * 5);
  });

  it("keeps a large batch's own columns and hands out copies", () => {
    const log = newLog();
    const batch = clickBatch(0, 0, 64, new KeyDictionary("generator", PAGES).sliceFrom(0));
    log.append(batch, new DictionaryRegistry());
    expect(log.oldest?.columns.timestamps).toBe(batch.timestamps);
    const copy = log.read(0, 64, 0);
    copy.timestamps.fill(0);
    expect(timestampOf(log.read(0, 64, 0), 63)).toBe(150);
  });

  it("brings the ids of several producers together in one dictionary", () => {
    const log = newLog();
    const rows = [
      { timestampMs: 10, keyId: 0 },
      { timestampMs: 20, keyId: 1 },
    ];
    log.append(eventBatchOf(rows, new KeyDictionary("a", ["x", "y"]).sliceFrom(0)), new DictionaryRegistry());
    log.append(eventBatchOf(rows, new KeyDictionary("b", ["y", "z"]).sliceFrom(0)), new DictionaryRegistry());
    expect(readAll(log).map((row) => row.key)).toEqual(["x", "y", "y", "z"]);
  });

  it("[WIN8] uses the key and not its id when a producer's dictionary differs only after the first entries", () => {
    const log = newLog();
    const theirs = new KeyDictionary("a", ["v", "w", "x", "y", "z"]);
    const alike = new KeyDictionary("b", ["v", "w", "x", "z", "y"]);
    for (const dictionary of [theirs, alike]) {
      const rows = Array.from({ length: dictionary.size }, (_, keyId) => ({ timestampMs: keyId, keyId }));
      log.append(eventBatchOf(rows, dictionary.sliceFrom(0)), new DictionaryRegistry());
    }
    expect(readAll(log).map((row) => row.key)).toEqual(["v", "w", "x", "y", "z", "v", "w", "x", "z", "y"]);
  });

  it("widens its keys when the dictionary outgrows a byte", () => {
    const log = newLog();
    const keys = Array.from({ length: 300 }, (_, index) => `key-${index}`);
    const dictionary = new KeyDictionary("a", keys);
    log.append(eventBatchOf([{ timestampMs: 0, keyId: 1 }], dictionary.sliceFrom(0)), new DictionaryRegistry());
    log.append(eventBatchOf([{ timestampMs: 0, keyId: 299 }], dictionary.sliceFrom(0)), new DictionaryRegistry());
    expect(readAll(log).map((row) => row.key)).toEqual(["key-1", "key-299"]);
  });

  it("starts a new segment for timestamps before the open segment's base", () => {
    const log = newLog();
    const slice = new KeyDictionary("a", ["x"]).sliceFrom(0);
    for (const timestampMs of [1_000, 500, 2 ** 33, 700])
      log.append(eventBatchOf([{ timestampMs, keyId: 0 }], slice), new DictionaryRegistry());
    expect(readAll(log).map((row) => row.timestampMs)).toEqual([1_000, 500, 2 ** 33, 700]);
  });

  it("leaves out the dictionary entries that the reader knows", () => {
    const log = newLog();
    log.append(clickBatch(0, 0, 6, new KeyDictionary("generator", PAGES).sliceFrom(0)), new DictionaryRegistry());
    expect(log.read(0, 6, 4).dictionary).toMatchObject({ from: 4, entries: ["/about", "/news"] });
  });

  it("remembers its newest timestamp when everything was dropped", () => {
    const log = newLog();
    log.append(clickBatch(0, 0, 64, new KeyDictionary("generator", PAGES).sliceFrom(0)), new DictionaryRegistry());
    log.dropOldest();
    expect(log).toMatchObject({ beginOffset: 64, endOffset: 64, bytes: 0, lastTimestampMs: 150 });
  });
});
