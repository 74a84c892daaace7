import { describe, expect, it } from "vitest";

import { arrowHead, pathLength, roundedPath, stretches, trimmed } from "./path.ts";

const STRAIGHT = [
  { x: 0, y: 10 },
  { x: 100, y: 10 },
];
const BENT = [
  { x: 0, y: 0 },
  { x: 50, y: 0 },
  { x: 50, y: 80 },
  { x: 100, y: 80 },
];

describe("paths", () => {
  it("are trimmed at both ends along their own direction", () => {
    expect(trimmed(STRAIGHT, 9, 17)).toEqual([
      { x: 9, y: 10 },
      { x: 83, y: 10 },
    ]);
    expect(trimmed(BENT, 10, 10)[1]).toEqual({ x: 50, y: 0 });
  });

  it("are never trimmed past the next bend", () => {
    expect(trimmed(BENT, 500, 0)[0]).toEqual({ x: 50, y: 0 });
  });

  it("have rounded bends and straight ends", () => {
    expect(roundedPath(STRAIGHT)).toBe("M0 10L100 10");
    expect(roundedPath(BENT)).toBe("M0 0L38 0Q50 0 50 12L50 68Q50 80 62 80L100 80");
  });

  it("have a length with all bends", () => {
    expect(pathLength(BENT)).toBe(180);
  });

  it("end in an arrow that points where the line goes", () => {
    expect(arrowHead(STRAIGHT, 5)).toBe("M91 14L95 10L91 6");
  });
});

describe("stretches", () => {
  it("of a straight line are the line", () => {
    expect(stretches(STRAIGHT)).toEqual([{ from: { x: 0, y: 10 }, length: 100, angle: 0, before: 0 }]);
  });

  it("follow a line with bends piece by piece without a gap", () => {
    const pieces = stretches(BENT);
    expect(pieces).toHaveLength(7);
    for (const [index, { before, length, from, angle }] of pieces.entries()) {
      const next = pieces[index + 1];
      const end = { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) };
      expect(end.x).toBeCloseTo(next?.from.x ?? 100, 9);
      expect(end.y).toBeCloseTo(next?.from.y ?? 80, 9);
      if (next !== undefined) expect(next.before).toBeCloseTo(before + length, 9);
    }
    // A rounded bend is shorter than a sharp one.
    expect((pieces.at(-1)?.before ?? 0) + (pieces.at(-1)?.length ?? 0)).toBeLessThan(pathLength(BENT));
  });

  it("omit pieces without length", () => {
    expect(
      stretches([
        { x: 1, y: 1 },
        { x: 1, y: 1 },
      ]),
    ).toEqual([]);
  });
});
