import { describe, expect, it } from "vitest";
import { KeyDictionary } from "./key-dictionary.ts";
import { KeyTranslator } from "./key-translator.ts";

describe("KeyTranslator", () => {
  it("hands the same column back while the ids agree", () => {
    const target = new KeyDictionary("input-0");
    const translator = new KeyTranslator(target);
    const keys = Uint8Array.of(1, 0);
    expect(translator.translate(keys, 2, { dictionaryId: "generator", from: 0, entries: ["a", "b"] })).toBe(keys);
    expect(target.sliceFrom(0).entries).toEqual(["a", "b"]);
  });

  it("rewrites ids that differ, for each origin by its own entries", () => {
    const target = new KeyDictionary("input-0", ["b"]);
    const translator = new KeyTranslator(target);
    expect([...translator.translate(Uint8Array.of(0, 1), 2, { dictionaryId: "one", from: 0, entries: ["a", "b"] })]).toEqual([1, 0]);
    expect([...translator.translate(Uint8Array.of(0), 1, { dictionaryId: "two", from: 0, entries: ["b"] })]).toEqual([0]);
    expect([...translator.translate(Uint8Array.of(2, 0), 2, { dictionaryId: "one", from: 2, entries: ["c"] })]).toEqual([2, 1]);
    expect(target.sliceFrom(0).entries).toEqual(["b", "a", "c"]);
  });

  it("widens the column when the target needs it", () => {
    const target = new KeyDictionary(
      "input-0",
      Array.from({ length: 300 }, (_, n) => `k${n}`),
    );
    const column = new KeyTranslator(target).translate(Uint8Array.of(0), 1, { dictionaryId: "one", from: 0, entries: ["k299"] });
    expect(column).toEqual(Uint16Array.of(299));
  });
});
