import { describe, expect, it } from "vitest";
import { assert, AssertionError, assertUnreachable, ensureExists } from "./assert.ts";

describe("assert", () => {
  it("returns when the condition holds and throws the message when it does not", () => {
    expect(() => assert(true, "fine")).not.toThrow();
    expect(() => assert(false, "offset must not go back")).toThrow(new AssertionError("offset must not go back"));
  });
});

describe("ensureExists", () => {
  it("passes on falsy values that do exist", () => {
    expect(ensureExists(0, "count")).toBe(0);
    expect(ensureExists("", "name")).toBe("");
    expect(ensureExists(false, "flag")).toBe(false);
  });

  it("names the thing that is missing", () => {
    expect(() => ensureExists(undefined, "vertex bc764c")).toThrow("vertex bc764c is missing");
    expect(() => ensureExists(null, "slot")).toThrow(AssertionError);
  });
});

describe("assertUnreachable", () => {
  it("shows the value that no case handles", () => {
    const stranger = { type: "stranger" } as unknown as never;
    expect(() => assertUnreachable(stranger)).toThrow('unexpected value: {"type":"stranger"}');
  });

  it("shows values that JSON cannot write", () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => assertUnreachable(cycle as never)).toThrow("unexpected value: [object Object]");
    expect(() => assertUnreachable(undefined as never)).toThrow("unexpected value: undefined");
  });
});
