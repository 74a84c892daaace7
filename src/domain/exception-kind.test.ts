import fc from "fast-check";
import { expect, it } from "vitest";

import { exceptionKinds, messagePattern, type Occurrence } from "./exception-kind.ts";

const word = fc.stringMatching(/^[g-z]{1,8}$/);
const varying = fc.oneof(
  fc.nat().map(String),
  fc.uuid(),
  fc.ipV4(),
  fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${String(port)}`),
  fc.stringMatching(/^[0-9][0-9a-f]{31}$/),
  fc.stringMatching(/^0x[0-9a-f]{1,16}$/),
);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 2000 }),
  fc.string({ unit: fc.constantFrom("a", "f", "0", "-", "@", ".", ":", "x", "#", "\u202e"), maxLength: 2000 }),
);

it.each([
  ["boom <img src=x onerror=alert(1)> at 199", "boom <img src=x onerror=alert(#)> at #"],
  ["Record 17 of f4d5b097a90a7d463e51caafbe30028a is late", "Record # of # is late"],
  ["TaskManager with id localhost:34179-8a1b2c is no longer reachable", "TaskManager with id localhost:#-# is no longer reachable"],
  ["10.0.0.1:6122 refused 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "# refused #"],
  ["Lock@1b2c3d and face@book", "Lock@# and face@book"],
  ["deadbeef is a word, cafebabe1 an id", "deadbeef is a word, # an id"],
])("the pattern of %j is %j", (message, pattern) => {
  expect(messagePattern(message)).toBe(pattern);
});

it("messages that differ only in numbers, ids and addresses have the same pattern", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, varying, varying), { maxLength: 5 }), (parts) => {
      const first = parts.map(([text, one]) => `${text} ${one}`).join(" ");
      const second = parts.map(([text, , other]) => `${text} ${other}`).join(" ");
      expect(messagePattern(first)).toBe(messagePattern(second));
    }),
  );
});

it("messages with different words have different patterns", () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 2 }), varying, ([first = "", second = ""], id) => {
      expect(messagePattern(`${first} ${id}`)).not.toBe(messagePattern(`${second} ${id}`));
    }),
  );
});

it("any text has a pattern without digits that is its own pattern and no longer than the text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const pattern = messagePattern(text);
      expect(pattern).not.toMatch(/\d/);
      expect(messagePattern(pattern)).toBe(pattern);
      expect(pattern.length).toBeLessThanOrEqual(Math.min(text.length, 500));
    }),
  );
});

it("each exception is in one group, with those of its class, pattern and vertex", () => {
  const occurrence: fc.Arbitrary<Occurrence> = fc.record({
    exceptionName: fc.oneof(fc.constantFrom("a.B", "a.C", '","'), anyText),
    message: fc.oneof(fc.constantFrom("at 1", "at 2", "of 1", '","'), anyText),
    vertexName: fc.option(fc.oneof(fc.constantFrom("Map", "null"), anyText), { nil: undefined }),
    atMs: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(occurrence, { maxLength: 30 }), (exceptions) => {
      const kinds = exceptionKinds(exceptions);
      expect(new Set(kinds.flatMap(({ items }) => items))).toEqual(new Set(exceptions));
      expect(kinds.reduce((sum, { items }) => sum + items.length, 0)).toBe(exceptions.length);
      const identity = ({ exceptionName, message, vertexName }: Occurrence): unknown[] => [
        exceptionName,
        messagePattern(message),
        vertexName,
      ];
      for (const [index, { items, firstMs, lastMs }] of kinds.entries()) {
        for (const item of items) {
          expect(identity(item)).toEqual(identity(items[0]));
          expect(item.atMs).toBeGreaterThanOrEqual(firstMs);
          expect(item.atMs).toBeLessThanOrEqual(lastMs);
        }
        for (const other of kinds.slice(index + 1)) {
          expect(identity(items[0])).not.toEqual(identity(other.items[0]));
          expect(other.lastMs).toBeLessThanOrEqual(lastMs);
        }
      }
    }),
  );
});
