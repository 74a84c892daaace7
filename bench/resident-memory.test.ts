import { describe, expect, it } from "vitest";
import { medianByPart, readStatus, residentBytes } from "./resident-memory.ts";

describe("residentBytes", () => {
  it("is the resident memory that the system reports for processes", async () => {
    const [one, two] = [await residentBytes([process.pid]), await residentBytes([process.pid, process.pid])];
    expect(one).toBeGreaterThan(20e6);
    expect(two).toBeGreaterThan(1.5 * one);
  });

  it("reads the kibibytes of a status, and reports a process that is gone", () => {
    expect(readStatus("Name:\tnode\nVmHWM:\t  999 kB\nVmRSS:\t  123 kB\nThreads:\t7\n")).toBe(123 * 1024);
    expect(() => readStatus("Name:\tnode\nState:\tZ (zombie)\n")).toThrow("it is gone");
  });
});

describe("medianByPart", () => {
  it("has a median for each part, without outliers", () => {
    expect(medianByPart([1, 900, 1, 2, 2, 2, 3, 3, 3], 3)).toEqual([1, 2, 3]);
  });

  it("adds the remaining samples to the last part", () => {
    expect(medianByPart([1, 1, 5, 5, 5], 2)).toEqual([1, 5]);
  });

  it("refuses more parts than samples", () => {
    expect(() => medianByPart([1, 2], 3)).toThrow("too few");
  });
});
