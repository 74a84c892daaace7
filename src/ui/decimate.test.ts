import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decimate } from "./decimate.ts";

type Point = { readonly x: number; readonly y: number | null };

const AXIS = { x: ({ x }: Point) => x, y: ({ y }: Point) => y, from: 0, to: 1000 };

describe("decimate", () => {
  it("keeps the lowest and the highest of each pixel column, in their order", () => {
    const points = [3, 9, 1, 4, 7, 7].map((y, index) => ({ x: index, y }));
    expect(decimate(points, { ...AXIS, to: 6, columns: 2 }).map(({ y }) => y)).toEqual([9, 1, 4, 7]);
  });

  it("keeps all points if they fit", () => {
    const points = [5, 1, 5].map((y, index) => ({ x: index * 100, y }));
    expect(decimate(points, { ...AXIS, columns: 500 })).toEqual(points);
  });

  it("keeps a break between two points of a column, and only one of several", () => {
    const points = [1, null, null, 8].map((y, index) => ({ x: index, y }));
    expect(decimate(points, { ...AXIS, columns: 1 }).map(({ y }) => y)).toEqual([1, null, 8]);
  });

  it("accepts an empty series and drops points without a finite x", () => {
    expect(decimate([], { ...AXIS, columns: 100 })).toEqual([]);
    expect(decimate([{ x: Number.NaN, y: 1 }], { ...AXIS, columns: 100 })).toEqual([]);
  });

  it("reduces points with the same x to two", () => {
    const points = [4, 2, 6].map((y) => ({ x: 5, y }));
    expect(decimate(points, { ...AXIS, from: 5, to: 6, columns: 10 }).map(({ y }) => y)).toEqual([2, 6]);
  });

  const series = fc
    .array(fc.record({ x: fc.integer({ min: -50, max: 1050 }), y: fc.option(fc.integer({ min: -1000, max: 1000 })) }), { maxLength: 400 })
    .map((points) => points.toSorted((a, b) => a.x - b.x));
  const columnOf = ({ x }: Point, columns: number): number => Math.min(columns - 1, Math.max(0, Math.floor((x / 1000) * columns)));

  it("keeps order, extremes of each column, and at most two points of it (property)", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 120 }), (points, columns) => {
        const kept = decimate(points, { ...AXIS, columns });
        const places = kept.map((point) => points.indexOf(point));
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        for (let column = 0; column < columns; column++) {
          const all = points.filter((point) => columnOf(point, columns) === column);
          const left = kept.filter((point) => columnOf(point, columns) === column);
          const values = (some: readonly Point[]): number[] => some.flatMap(({ y }) => y ?? []);
          expect(values(left).length).toBeLessThanOrEqual(2);
          expect(left.length - values(left).length).toBe(all.some(({ y }) => y === null) ? 1 : 0);
          expect(Math.min(...values(left))).toBe(Math.min(...values(all)));
          expect(Math.max(...values(left))).toBe(Math.max(...values(all)));
        }
      }),
    );
  });

  it("is idempotent (property)", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 120 }), (points, columns) => {
        const once = decimate(points, { ...AXIS, columns });
        expect(decimate(once, { ...AXIS, columns })).toEqual(once);
      }),
    );
  });
});
