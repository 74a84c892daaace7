import { describe, expect, it } from "vitest";
import { medianByPart, readStatus, residentBytes } from "./resident-memory.ts";

describe("residentBytes", () => {
  it("is what the system says of a process", async () => {
    const [one, two] = [await residentBytes([process.pid]), await residentBytes([process.pid, process.pid])];
    expect(one).toBeGreaterThan(20e6);
    expect(two).toBeGreaterThan(1.5 * one);
  });

  it("reads the kibibytes of a status, and says when a process is gone", () => {
    expect(readStatus("Name:\tnode\nVmHWM:\t  999 kB\nVmRSS:\t  123 kB\nThreads:\t7\n")).toBe(123 * 1024);
    expect(() => readStatus("Name:\tnode\nState:\tZ (zombie)\n")).toThrow("it is gone");
  });
});

describe("medianByPart", () => {
  it("has a median for each part, and lets no outlier in", () => {
    expect(medianByPart([1, 900, 1, 2, 2, 2, 3, 3, 3], 3)).toEqual([1, 2, 3]);
  });

  it("gives what is left over to the last part", () => {
    expect(medianByPart([1, 1, 5, 5, 5], 2)).toEqual([1, 5]);
  });

  it("refuses to speak of parts without a sample", () => {
    expect(() => medianByPart([1, 2], 3)).toThrow("too few");
  });
});
