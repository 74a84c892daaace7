import fc from "fast-check";
import { expect, test } from "vitest";

import type { WindowResult } from "./output-record.ts";
import { PLAYGROUND_PAGES, Tally, type TallySummary } from "./tally.ts";

const WINDOW_MS = 15_000;
const START_MS = Date.UTC(2026, 10, 21, 8, 6, 0);

function result(window: number, page: string, count = 1000): WindowResult {
  const windowStartMs = START_MS + window * WINDOW_MS;
  return { windowStartMs, windowEndMs: windowStartMs + WINDOW_MS, page, count };
}

function windowsOf(count: number): WindowResult[] {
  return Array.from({ length: count }, (_, window) => PLAYGROUND_PAGES.map((page) => result(window, page))).flat();
}

/** Everything in one round, and a second one that judges it. */
function tallyOf(results: readonly WindowResult[]): TallySummary {
  const tally = new Tally();
  for (const one of results) tally.take(0, one);
  tally.settle();
  tally.settle();
  return tally.summary();
}

test("nothing read is nothing judged", () => {
  expect(tallyOf([])).toMatchObject({ closedWindows: 0, missing: 0, results: 0, windows: [] });
});

test("a window is closed once one that starts 30 s later has a result, the newest are open", () => {
  expect(tallyOf(windowsOf(2)).closedWindows).toBe(0);
  const summary = tallyOf(windowsOf(14));
  expect(summary).toMatchObject({ closedWindows: 12, closedCounts: 72, missing: 0, wrong: 0, repeated: 0 });
  expect(summary.windows.map(({ isClosed }) => isClosed)).toEqual([...Array<boolean>(12).fill(true), false, false]);
});

test("a page without a result is missing once its window is closed", () => {
  const lacking = (windows: number): TallySummary =>
    tallyOf(windowsOf(windows).filter(({ windowStartMs, page }) => !(windowStartMs === START_MS + WINDOW_MS && page === "/shop")));
  expect(lacking(3).missing).toBe(0);
  expect(lacking(4)).toMatchObject({ missing: 1, closedWindows: 2, closedCounts: 11 });
});

test("a page that never comes is missing in every closed window", () => {
  expect(tallyOf(windowsOf(5).filter(({ page }) => page !== "/news"))).toMatchObject({ closedWindows: 3, missing: 3 });
});

test("a window without any result is missing as a whole", () => {
  const summary = tallyOf(windowsOf(6).filter(({ windowStartMs }) => windowStartMs !== START_MS + 2 * WINDOW_MS));
  expect(summary).toMatchObject({ closedWindows: 4, missing: 6, closedCounts: 18 });
  expect(summary.windows[2]?.cells.every((cell) => cell === undefined)).toBe(true);
});

test("any result that is not 1000 is wrong, also where a right one came before or after", () => {
  expect(tallyOf([...windowsOf(4), result(1, "/jobs", 999)])).toMatchObject({ wrong: 1, repeated: 1 });
  const summary = tallyOf([result(1, "/jobs", 998), ...windowsOf(4)]);
  expect(summary).toMatchObject({ wrong: 1, repeated: 1 });
  expect(summary.windows[1]?.cells[PLAYGROUND_PAGES.indexOf("/jobs")]).toEqual({ count: 998, results: 2, isWrong: true, isCut: false });
});

test("a result that comes again is repeated, and not wrong", () => {
  expect(tallyOf([...windowsOf(4), ...windowsOf(4)])).toMatchObject({ repeated: 24, wrong: 0, missing: 0, closedCounts: 12 });
});

test("what a settling closes is judged by the next: one subtask may be ahead of the other", () => {
  const tally = new Tally();
  const [late, ...others] = windowsOf(4);
  for (const one of others) tally.take(0, one);
  tally.settle();
  expect(tally.summary()).toMatchObject({ closedWindows: 0, missing: 0 });
  if (late !== undefined) tally.take(1, late);
  tally.settle();
  expect(tally.summary()).toMatchObject({ closedWindows: 2, missing: 0 });
});

test("totals go on when windows are forgotten, and the last 200 are kept", () => {
  const summary = tallyOf(windowsOf(1000));
  expect(summary).toMatchObject({ closedWindows: 998, closedCounts: 998 * 6, missing: 0, repeated: 0 });
  expect(summary.windows).toHaveLength(200);
  expect(summary.windows[0]?.startMs).toBe(START_MS + 800 * WINDOW_MS);
});

test("a forgotten window's result that comes again is repeated; one that was missing is filled", () => {
  const tally = new Tally();
  const all = windowsOf(400);
  const late = result(3, "/help");
  for (const one of all) if (one.page !== late.page || one.windowStartMs !== late.windowStartMs) tally.take(0, one);
  tally.settle();
  tally.settle();
  expect(tally.summary()).toMatchObject({ missing: 1, repeated: 0 });
  tally.take(0, late);
  tally.take(0, result(4, "/help"));
  tally.settle();
  expect(tally.summary()).toMatchObject({ missing: 0, repeated: 1, closedWindows: 398, closedCounts: 398 * 6 });
});

test("records that retention dropped are not seen, and what they may have said is not missing", () => {
  const tally = new Tally();
  tally.skip(0, 5000);
  // The first windows that are left are there in part only.
  for (const one of windowsOf(8).slice(4)) tally.take(0, one);
  tally.settle();
  tally.settle();
  const summary = tally.summary();
  expect(summary).toMatchObject({ notSeen: 5000, missing: 0, wrong: 0 });
  expect(summary.windows[0]?.isUnseen).toBe(true);
  expect(summary.windows[5]?.isUnseen).toBe(false);
});

test("behind a gap, what is missing is missing again", () => {
  const tally = new Tally();
  tally.skip(0, 10);
  for (const one of windowsOf(12)) if (one.page !== "/about" || one.windowStartMs < START_MS + 6 * WINDOW_MS) tally.take(0, one);
  tally.settle();
  tally.settle();
  expect(tally.summary()).toMatchObject({ notSeen: 10, missing: 4 });
});

test("a gap in the middle excuses the windows in it, however many", () => {
  const tally = new Tally();
  for (const one of windowsOf(10)) tally.take(0, one);
  tally.settle();
  tally.settle();
  tally.skip(0, 60_000);
  for (const one of windowsOf(20))
    tally.take(0, { ...one, windowStartMs: one.windowStartMs + 5000 * WINDOW_MS, windowEndMs: one.windowEndMs + 5000 * WINDOW_MS });
  tally.settle();
  tally.settle();
  // Ten before and twenty behind, less the two that are open; and those not seen are no closed windows.
  expect(tally.summary()).toMatchObject({ notSeen: 60_000, missing: 0, closedWindows: 28, repeated: 0 });
});

test("a window of another century costs no more than its share of each settling", () => {
  const tally = new Tally();
  tally.take(0, { windowStartMs: 0, windowEndMs: WINDOW_MS, page: "/help", count: 1000 });
  for (const one of windowsOf(4)) tally.take(0, one);
  tally.settle();
  tally.settle();
  expect(tally.summary().closedWindows).toBe(200_000);
});

test("more pages than any grid could show are not counted as such", () => {
  const strange = Array.from({ length: 100 }, (_, index) => result(0, `/${index}`));
  const summary = tallyOf(strange);
  expect(summary.pages).toHaveLength(32);
  expect(summary.unreadable).toBe(74);
});

test("the order of partitions and of records within a round changes nothing, and neither does where a round ends", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(windowsOf(30), { minLength: 180 }), fc.array(fc.nat(179), { maxLength: 6 }), (shuffled, cuts) => {
      const whole = tallyOf(windowsOf(30));
      expect(tallyOf(shuffled)).toEqual(whole);
      // In the topic's own order, with rounds that end anywhere.
      const tally = new Tally();
      windowsOf(30).forEach((one, index) => {
        tally.take(index % 2, one);
        if (cuts.includes(index)) tally.settle();
      });
      tally.settle();
      tally.settle();
      expect(tally.summary()).toEqual(whole);
    }),
  );
});

test("whatever is lost, doubled or changed is told, one by one", () => {
  const results = windowsOf(300);
  const judged = 298 * 6;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(judged - 1), { maxLength: 20 }),
      fc.uniqueArray(fc.nat(judged - 1), { maxLength: 20 }),
      fc.uniqueArray(fc.nat(judged - 1), { maxLength: 20 }),
      (lost, doubled, changed) => {
        const lostOnly = new Set(lost);
        const twice = doubled.filter((index) => !lostOnly.has(index));
        const wrong = changed.filter((index) => !lostOnly.has(index) && !twice.includes(index));
        const written = results.flatMap((one, index) => {
          if (lostOnly.has(index)) return [];
          if (twice.includes(index)) return [one, one];
          return wrong.includes(index) ? [{ ...one, count: 1001 }] : [one];
        });
        // A first window that is lost as a whole was never there, as far as the topic tells.
        fc.pre(written[0]?.windowStartMs === START_MS);
        expect(tallyOf(written)).toMatchObject({ missing: lostOnly.size, repeated: twice.length, wrong: wrong.length, closedWindows: 298 });
      },
    ),
    { numRuns: 40 },
  );
});

test("a count that a drain has cut into parts is neither wrong nor repeated", () => {
  const others = windowsOf(4).filter(
    ({ windowStartMs, page }) => !(page === "/jobs" && windowStartMs === result(1, "/jobs", 1).windowStartMs),
  );
  const parts = [result(1, "/jobs", 610), result(1, "/jobs", 390)];
  expect(tallyOf([...others, result(1, "/jobs", 610)])).toMatchObject({ wrong: 1, cut: 0 });
  const summary = tallyOf([...others, ...parts]);
  expect(summary).toMatchObject({ wrong: 0, cut: 1, repeated: 0, missing: 0 });
  expect(summary.windows[1]?.cells[PLAYGROUND_PAGES.indexOf("/jobs")]).toEqual({ count: 1000, results: 2, isWrong: false, isCut: true });
});
