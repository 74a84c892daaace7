import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WindowState } from "./window-state.ts";

function increment(state: WindowState, window: number, key: number): void {
  state.ensureKeyCapacity(key + 1);
  state.withCell(window, key, (_key, cells, at) => {
    cells[at] = (cells[at] ?? 0) + 1;
  });
}

function contents(state: WindowState): string[] {
  return state.windows().flatMap((window) => {
    const cells: string[] = [];
    state.visitWindow(window, 0, Number.POSITIVE_INFINITY, (key, values, at) => cells.push(`${window}/${key}=${values[at]}`));
    return cells;
  });
}

describe("WindowState", () => {
  it("[WIN7] has the same content as a map, through growth, moves, outliers and drops", () => {
    const window = fc.oneof(
      { weight: 10, arbitrary: fc.integer({ min: 1000, max: 1100 }) },
      { weight: 2, arbitrary: fc.integer({ min: -50_000, max: 50_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }) },
    );
    const add = fc.tuple(fc.constant("add" as const), window, fc.nat({ max: 40 }));
    const drop = fc.tuple(fc.constant("drop" as const), fc.constant(0), fc.constant(0));
    const steps = fc.array(fc.oneof({ weight: 5, arbitrary: add }, { weight: 1, arbitrary: drop }), { maxLength: 120 });
    fc.assert(
      fc.property(steps, (plan) => {
        const state = new WindowState(1);
        const oracle = new Map<number, Map<number, number>>();
        for (const [type, at, key] of plan) {
          if (type === "add") {
            increment(state, at, key);
            const row = oracle.get(at) ?? new Map<number, number>();
            oracle.set(at, row.set(key, (row.get(key) ?? 0) + 1));
          } else {
            const earliest = state.earliestWindow();
            expect(earliest).toBe(oracle.size === 0 ? undefined : Math.min(...oracle.keys()));
            if (earliest !== undefined) state.dropEarliest(earliest);
            if (earliest !== undefined) oracle.delete(earliest);
          }
        }
        const expected = [...oracle]
          .toSorted(([a], [b]) => a - b)
          .flatMap(([at, row]) => [...row].toSorted(([a], [b]) => a - b).map(([key, count]) => `${at}/${key}=${count}`));
        expect(contents(state)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it("[WIN7] stays in the same table as time passes", () => {
    const state = new WindowState(1);
    const sizes = new Set<number>();
    for (let window = 0; window < 10_000; window++) {
      increment(state, window, window % 6);
      sizes.add(state.cells.length);
      if (window >= 3) {
        expect(state.earliestWindow()).toBe(window - 3);
        state.dropEarliest(window - 3);
      }
    }
    expect(sizes.size).toBe(1);
    expect(contents(state)).toEqual(["9997/1=1", "9998/2=1", "9999/3=1"]);
  });

  it("[WIN7] holds 1,024 open windows of 2,000 keys in its table", () => {
    const state = new WindowState(1);
    state.ensureKeyCapacity(2_000);
    for (let window = 0; window < 1_024; window++) expect(state.open(window)).toBe(true);
    expect(state.openWindows).toBe(1_024);
  });

  it("[WIN7] stores windows aside instead of exceeding its memory limit", () => {
    const state = new WindowState(1);
    for (let window = 0; window < 1_000; window++) increment(state, window, 0);
    increment(state, 500, 100_000);
    expect(state.cells.length).toBeLessThanOrEqual(2 ** 25);
    increment(state, 999, 100_000);
    expect(state.openWindows).toBeLessThan(1_000);
    expect(contents(state)).toHaveLength(1_002);
    expect(contents(state).slice(-2)).toEqual(["999/0=1", "999/100000=1"]);
  });

  it("[WIN7] does not grow a large table for one stray window", () => {
    const state = new WindowState(1);
    state.ensureKeyCapacity(10_000);
    for (let window = 0; window < 4; window++) increment(state, window, 0);
    const { length } = state.cells;
    increment(state, 5_000, 0);
    expect(state.cells.length).toBe(length);
    expect(contents(state)).toEqual(["0/0=1", "1/0=1", "2/0=1", "3/0=1", "5000/0=1"]);
  });

  it("[WIN7] grows the table across a gap when there are many windows beyond it", () => {
    const state = new WindowState(1);
    state.ensureKeyCapacity(2_000);
    increment(state, 0, 0);
    for (let window = 1_024; window > 900; window--) increment(state, window, 0);
    increment(state, 1_024, 0);
    expect(state.openWindows).toBe(1_025);
    expect(contents(state)).toHaveLength(125);
    expect(contents(state).at(-1)).toBe("1024/0=2");
  });

  it("stops after the number of cells it was given, and returns where to continue", () => {
    const state = new WindowState(2);
    for (const key of [1, 4, 9]) increment(state, 7, key);
    const visited: number[] = [];
    const visit = (key: number) => visited.push(key);
    expect(state.visitWindow(7, 0, 2, visit)).toBe(9);
    expect(state.visitWindow(7, 9, 2, visit)).toBeUndefined();
    expect(visited).toEqual([1, 4, 9]);
  });
});
