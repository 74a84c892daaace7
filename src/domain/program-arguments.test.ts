import { expect, it } from "vitest";

import { formatArguments, parseArguments, parseParallelism, withSwitch } from "./program-arguments.ts";

it("reads a line as a shell does, and writes what it reads back", () => {
  expect(parseArguments(`--a  'two words' "it's" x\\ y ''`)).toEqual(["--a", "two words", "it's", "x y", ""]);
  expect(parseArguments("--a 'open")).toBeUndefined();
  expect(parseArguments("  ")).toEqual([]);
  const words = ["--name", "it's", "$x", "", "a b", "\u0003\n", "\u202e"];
  expect(parseArguments(formatArguments(words))).toEqual(words);
});

it("puts a switch on and off and leaves the rest", () => {
  expect(withSwitch("", "--event-time", true)).toBe("--event-time");
  expect(withSwitch("--a b ", "--event-time", true)).toBe("--a b --event-time");
  expect(withSwitch("--a --event-time b", "--event-time", false)).toBe("--a b");
  expect(withSwitch("--event-time", "--event-time", true)).toBe("--event-time");
  expect(withSwitch("'open", "--event-time", true)).toBe("'open");
});

it("accepts a whole number from 1 as parallelism, and explains other errors", () => {
  expect(parseParallelism(" 3 ")).toEqual({ value: 3 });
  for (const text of ["0", "x", "", "-1", "1.5", "1e2", "99999"]) expect(parseParallelism(text), text).toHaveProperty("words");
  expect(parseParallelism("0")).toMatchObject({ words: "Enter a whole number from 1 to 32,768." });
});

it("rejects more subtasks than key groups", () => {
  expect(parseParallelism("128", 128)).toEqual({ value: 128 });
  expect(parseParallelism("129", 128)).toMatchObject({ words: expect.stringMatching(/128 key groups.*129/) });
});
