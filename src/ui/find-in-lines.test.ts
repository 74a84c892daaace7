import { expect, it } from "vitest";

import { findPattern, linesWith, splitAtMatches } from "./find-in-lines.ts";

const LINES = ["a.b(c)", "A.B(C) and a.b(c)", "axb"].map((text) => ({ text }));

it("finds a text as it is, ignoring case", () => {
  expect(linesWith(LINES, findPattern(" a.B(c) "))).toEqual([0, 1]);
  expect(linesWith(LINES, findPattern("  "))).toEqual([]);
});

it("splits a text at every occurrence", () => {
  const pattern = findPattern("a.b(c)");
  if (pattern === undefined) throw new Error("no pattern");
  expect(splitAtMatches("A.B(C) and a.b(c)", pattern)).toEqual(["", "A.B(C)", " and ", "a.b(c)", ""]);
  expect(splitAtMatches("none", pattern)).toEqual(["none"]);
});
