import { expect, it } from "vitest";

import { breakLines } from "./canvas-draw.ts";

const fits = (line: string): boolean => line.length <= 10;

it("breaks a name between words, and inside a word that is too long", () => {
  expect(breakLines("Join[7] → Calc[7]", fits)).toEqual(["Join[7] →", "Calc[7]"]);
  expect(breakLines("ConstraintEnforcer[4] x", fits)).toEqual(["Constraint", "Enforcer[4", "] x"]);
  expect(breakLines("", fits)).toEqual([""]);
});

it("ends with a name of any length, and with a width for nothing", () => {
  expect(breakLines("a".repeat(10_000), fits).length).toBeGreaterThan(4);
  expect(breakLines("abc", () => false)).toEqual(["a", "b", "c"]);
});
