import { describe, expect, it } from "vitest";
import { DictionaryRegistry, KeyDictionary } from "./key-dictionary.ts";

describe("KeyDictionary", () => {
  it("gives ids in the order of arrival and keeps them", () => {
    const dictionary = new KeyDictionary("d");
    expect(["b", "a", "b", "__proto__", ""].map((key) => dictionary.idOf(key))).toEqual([0, 1, 0, 2, 3]);
    expect(dictionary.keyOf(2)).toBe("__proto__");
    expect(() => dictionary.keyOf(4)).toThrow("key 4 of dictionary d");
  });
});

describe("DictionaryRegistry", () => {
  it("[WIN24] builds a dictionary from slices, also from overlapping ones", () => {
    const sent = new KeyDictionary("d", ["a", "b", "c", "d"]);
    const registry = new DictionaryRegistry();
    registry.accept({ dictionaryId: "d", from: 0, entries: ["a", "b"] });
    expect(registry.knownEntries("d")).toBe(2);
    registry.accept({ dictionaryId: "d", from: 1, entries: ["b", "c"] });
    expect(registry.accept(sent.sliceFrom(0)).sliceFrom(0).entries).toEqual(["a", "b", "c", "d"]);
    registry.accept(sent.sliceFrom(4));
    expect(registry.knownEntries("d")).toBe(4);
  });

  it("[WIN24] refuses a gap and a contradiction", () => {
    const registry = new DictionaryRegistry();
    expect(() => registry.accept({ dictionaryId: "d", from: 1, entries: ["b"] })).toThrow("entries from 1 came, but only 0 are known");
    expect(() => registry.accept({ dictionaryId: "d", from: 1, entries: [] })).toThrow("only 0 are known");
    registry.accept({ dictionaryId: "d", from: 0, entries: ["a", "b"] });
    expect(() => registry.accept({ dictionaryId: "d", from: 1, entries: ["x"] })).toThrow('entry 1 is not "x"');
    expect(() => registry.accept({ dictionaryId: "d", from: 2, entries: ["a"] })).toThrow('entry 2 is not "a"');
  });

  it("keeps dictionaries apart", () => {
    const registry = new DictionaryRegistry();
    const one = registry.accept({ dictionaryId: "one", from: 0, entries: ["a"] });
    const two = registry.accept({ dictionaryId: "two", from: 0, entries: ["b"] });
    expect([one.keyOf(0), two.keyOf(0), registry.knownEntries("three")]).toEqual(["a", "b", 0]);
  });
});
