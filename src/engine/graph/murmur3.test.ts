import { describe, expect, it } from "vitest";
import { murmur3Hex } from "./murmur3.ts";

describe("murmur3Hex", () => {
  it.each([
    ["", "00000000000000000000000000000000"],
    // The reference vector of the algorithm's own test page, longer than two blocks.
    ["The quick brown fox jumps over the lazy dog", "6c1b07bc7bbc4be347939ac4a93c437a"],
    ["hello", "029bbd41b3a7d8cb191dae486a901e5b"],
  ])("hashes %j", (text, hash) => {
    expect(murmur3Hex(new TextEncoder().encode(text))).toBe(hash);
  });
});
