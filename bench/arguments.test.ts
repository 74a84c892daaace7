import { describe, expect, it } from "vitest";
import { UsageError } from "../tools/command.mjs";
import { parseBenchArguments } from "./arguments.ts";
import type { Part } from "./part.ts";

const parts: Part[] = ["core", "node", "soak"].map((name) => ({
  name,
  description: `measures ${name}`,
  run: () => Promise.reject(new Error("parsing runs nothing")),
}));
const parse = (...args: string[]) => parseBenchArguments(args, parts);
const names = (...args: string[]) => parse(...args).parts.map((part) => part.name);

describe("the benchmark's arguments", () => {
  it("run every part if none is named", () => {
    expect(names()).toEqual(["core", "node", "soak"]);
    expect(parse().settings).toEqual({ parallelisms: [1, 2], megabytes: [1, 100], minutes: 10 });
    expect(parse().isList).toBe(false);
  });

  it("run the named parts once, in the table's order", () => {
    expect(names("soak", "core", "soak")).toEqual(["core", "soak"]);
  });

  it("take the settings", () => {
    const options = ["--parallelism", "2", "--megabytes", "10", "--minutes", "0.5"];
    expect(parse("node", ...options).settings).toEqual({ parallelisms: [2], megabytes: [10], minutes: 0.5 });
    expect(parse("--list").isList).toBe(true);
  });

  it.each([
    [["cor"], "There is no part cor. Parts: core, node, soak."],
    [["--parallelism", "x"], "--parallelism takes a number above 0, not x."],
    [["--parallelism", "1.5"], "--parallelism takes a whole number."],
    [["--minutes", "0"], "--minutes takes a number above 0, not 0."],
    [["--minutes", "Infinity"], "--minutes takes a number above 0, not Infinity."],
  ])("refuse %j", (args, message) => {
    expect(() => parse(...args)).toThrow(new UsageError(message));
  });

  it("refuse an unknown option", () => {
    expect(() => parse("--fast")).toThrow(UsageError);
  });
});
