import fc from "fast-check";
import { expect, test } from "vitest";

import { type DrainCounts, NO_DRAINS } from "./drain-counts.ts";
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

/** Everything in one round, and a second round that judges it. */
function tallyOf(results: readonly WindowResult[], drains = NO_DRAINS): TallySummary {
  const tally = new Tally();
  tally.setDrains(drains);
  for (const one of results) tally.take(0, one);
  tally.settle();
  tally.settle();
  return tally.summary();
}

test("without records nothing is judged", () => {
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

test("a page without any result is missing in every closed window", () => {
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
  expect(summary.windows[1]?.cells[PLAYGROUND_PAGES.indexOf("/jobs")]).toMatchObject({ count: 998, results: 2, isWrong: true });
});

test("a repeated result is not wrong", () => {
  expect(tallyOf([...windowsOf(4), ...windowsOf(4)])).toMatchObject({ repeated: 24, wrong: 0, missing: 0, closedCounts: 12 });
});

test("windows closed at a settlement are judged at the next, because one subtask may be ahead of the other", () => {
  const tally = new Tally();
  const [late, ...others] = windowsOf(4);
  for (const one of others) tally.take(0, one);
  tally.settle();
  expect(tally.summary()).toMatchObject({ closedWindows: 0, missing: 0 });
  if (late !== undefined) tally.take(1, late);
  tally.settle();
  expect(tally.summary()).toMatchObject({ closedWindows: 2, missing: 0 });
});

test("totals continue when windows are dropped, and the last 200 are kept", () => {
  const summary = tallyOf(windowsOf(1000));
  expect(summary).toMatchObject({ closedWindows: 998, closedCounts: 998 * 6, missing: 0, repeated: 0 });
  expect(summary.windows).toHaveLength(200);
  expect(summary.windows[0]?.startMs).toBe(START_MS + 800 * WINDOW_MS);
});

test("a repeated result of a dropped window counts as repeated; a missing one is filled", () => {
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

test("records dropped by retention are unseen, and their counts are not missing", () => {
  const tally = new Tally();
  tally.skip(0, 5000);
  // The first windows that remain are incomplete.
  for (const one of windowsOf(8).slice(4)) tally.take(0, one);
  tally.settle();
  tally.settle();
  const summary = tally.summary();
  expect(summary).toMatchObject({ notSeen: 5000, missing: 0, wrong: 0 });
  expect(summary.windows[0]?.isUnseen).toBe(true);
  expect(summary.windows[5]?.isUnseen).toBe(false);
});

test("after a gap, missing counts are missing again", () => {
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
  // Ten before and twenty behind, minus the two open ones. Unseen windows are not closed windows.
  expect(tally.summary()).toMatchObject({ notSeen: 60_000, missing: 0, closedWindows: 28, repeated: 0 });
});

test("a window of another century costs no more than its share of each settlement", () => {
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

test("the order of partitions and records within a round, and the end of a round, do not matter", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(windowsOf(30), { minLength: 180 }), fc.array(fc.nat(179), { maxLength: 6 }), (shuffled, cuts) => {
      const whole = tallyOf(windowsOf(30));
      expect(tallyOf(shuffled)).toEqual(whole);
      // In the topic's order, with rounds that end anywhere.
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

test("every lost, duplicated or changed result is reported", () => {
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
        // The topic shows no trace of a first window that is completely lost.
        fc.pre(written[0]?.windowStartMs === START_MS);
        expect(tallyOf(written)).toMatchObject({ missing: lostOnly.size, repeated: twice.length, wrong: wrong.length, closedWindows: 298 });
      },
    ),
    { numRuns: 40 },
  );
});

const JOBS = PLAYGROUND_PAGES.indexOf("/jobs");

/**
 * More than four windows, with these results for one page of the second instead of its 1000, judged
 * with these drains.
 */
function withCut(counts: readonly number[], drains: DrainCounts, windows = 4): TallySummary {
  const others = windowsOf(windows).filter(
    ({ windowStartMs, page }) => !(page === "/jobs" && windowStartMs === result(1, "/jobs").windowStartMs),
  );
  return tallyOf([...others, ...counts.map((count) => result(1, "/jobs", count))], drains);
}

test("a count that a drain has cut into parts is neither wrong nor repeated, and only where there was one", () => {
  const summary = withCut([610, 390], { begun: 1, completed: 1 });
  expect(summary).toMatchObject({ wrong: 0, cut: 1, waiting: 0, repeated: 0, missing: 0 });
  expect(summary.windows[1]?.cells[JOBS]).toMatchObject({ count: 1000, results: 2, isWrong: false, isWaiting: false, parts: [610, 390] });
  expect(withCut([610, 390], { begun: 0, completed: 0 })).toMatchObject({ wrong: 2, cut: 0, repeated: 1 });
  expect(withCut([610, 390], { begun: 1, completed: 0 })).toMatchObject({ wrong: 2, cut: 0 });
});

test("a part in addition to the 1000 belongs to a drain that was undone", () => {
  const summary = withCut([400, 1000], { begun: 1, completed: 0 });
  expect(summary).toMatchObject({ wrong: 0, cut: 1, repeated: 0 });
  expect(summary.windows[1]?.cells[JOBS]).toMatchObject({ count: 1000, isWrong: false, parts: [], beside: [400] });
  expect(withCut([400, 1000], { begun: 0, completed: 0 })).toMatchObject({ wrong: 1, cut: 0 });
});

test("a part waits for its rest while its window is open, and is wrong once that is closed", () => {
  const open = withCut([610], { begun: 1, completed: 1 }, 2);
  expect(open).toMatchObject({ wrong: 0, cut: 0, waiting: 1 });
  expect(open.windows[1]?.cells[JOBS]).toMatchObject({ count: 610, isWrong: false, isWaiting: true, parts: [610] });
  expect(withCut([610], { begun: 1, completed: 1 })).toMatchObject({ wrong: 1, waiting: 0 });
});

test("drains that become known later explain windows that were read before", () => {
  const tally = new Tally();
  for (const one of [...windowsOf(2), result(1, "/jobs", 400)]) tally.take(0, one);
  expect(tally.unusualResults).toBe(1);
  expect(tally.summary().wrong).toBe(1);
  tally.setDrains({ begun: 1, completed: 0 });
  expect(tally.summary()).toMatchObject({ wrong: 0, cut: 1 });
});

test("a drain cuts adjacent windows: a distant one has no excuse, and then none has", () => {
  const far = [result(20, "/jobs", 300)];
  const near = [result(3, "/help", 300), result(4, "/jobs", 10)];
  const judged = (others: readonly WindowResult[], begun: number): TallySummary =>
    tallyOf([...windowsOf(30), ...others], { begun, completed: 0 });
  expect(judged(near, 1)).toMatchObject({ wrong: 0, cut: 2 });
  expect(judged([...near, ...far], 1)).toMatchObject({ wrong: 3, cut: 0 });
  expect(judged([...near, ...far], 2)).toMatchObject({ wrong: 0, cut: 3 });
  // A single drain cannot explain all windows of an hour.
  const all = Array.from({ length: 200 }, (_, window) => result(window, "/jobs", 300));
  expect(tallyOf([...windowsOf(200), ...all], { begun: 9, completed: 0 }).wrong).toBe(200);
});

/**
 * A drain in its own window: the part of each page, whether the savepoint completed, and for which
 * pages the part was written.
 */
const drainArbitrary = fc.record({
  part: fc.integer({ min: 1, max: 990 }),
  isCompleted: fc.boolean(),
  isWritten: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  isRepeated: fc.boolean(),
});

type DrawnDrain = { part: number; isCompleted: boolean; isWritten: readonly boolean[]; isRepeated: boolean };

/**
 * The content of topic `output` after these drains, one in every third window; `extra` are the
 * results that drains added.
 */
function drainedTopic(drains: readonly DrawnDrain[]): { written: WindowResult[]; extra: number[] } {
  const written: WindowResult[] = [];
  const extra: number[] = [];
  for (let window = 0; window < 40; window++) {
    const drain = window % 3 === 1 ? drains[(window - 1) / 3] : undefined;
    for (const [index, page] of PLAYGROUND_PAGES.entries()) {
      // The pages' clicks arrive in turn, so their parts differ by at most one.
      const part = (drain?.part ?? 0) + (index % 2);
      if (drain === undefined) written.push(result(window, page));
      else if (drain.isCompleted) written.push(result(window, page, part), result(window, page, 1000 - part));
      else {
        if (drain.isWritten[index] === true) extra.push(written.push(result(window, page, part)) - 1);
        written.push(result(window, page));
      }
      if (drain?.isRepeated === true) written.push(result(window, page, drain.isCompleted ? 1000 - part : 1000));
    }
  }
  return { written, extra };
}

const countsOf = (drains: readonly DrawnDrain[]): DrainCounts => ({
  begun: drains.length,
  completed: drains.filter(({ isCompleted }) => isCompleted).length,
});

test("all parts left by drains are excused, in any order", () => {
  fc.assert(
    fc.property(fc.array(drainArbitrary, { maxLength: 6 }), fc.infiniteStream(fc.nat()), (drains, random) => {
      const shuffled = drainedTopic(drains)
        .written.map((one) => ({ one, at: random.next().value ?? 0 }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ one }) => one);
      expect(tallyOf(shuffled, countsOf(drains))).toMatchObject({ wrong: 0, missing: 0, waiting: 0 });
    }),
    { numRuns: 60 },
  );
});

test("a lost or duplicated click among them is never excused", () => {
  const change = fc.integer({ min: -60, max: 60 }).filter((by) => by !== 0);
  // Every drain has left a part. Otherwise one drain would be available as an excuse for an
  // unrelated error.
  const drains = fc.array(
    drainArbitrary.map((drain) => ({ ...drain, isWritten: PLAYGROUND_PAGES.map(() => true) })),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(drains, fc.nat(), fc.oneof(change, fc.constant("lost" as const)), (drawn, at, error) => {
      const { written, extra } = drainedTopic(drawn);
      // The newest windows are open, and an extra part counts nothing.
      const closed = written.flatMap((one, index) =>
        one.windowStartMs <= START_MS + 37 * WINDOW_MS && !extra.includes(index) ? [index] : [],
      );
      const victim = closed[at % closed.length] ?? 0;
      const right = written[victim] ?? result(0, "/help");
      const wrongOne = { ...right, count: right.count + (error === "lost" ? 0 : error) };
      // The rest of a cut count that becomes a whole one cannot be told from a count beside the part of a drain that was
      // undone.
      fc.pre(wrongOne.count !== 1000 || error === "lost");
      // A repeated result loses nothing, and a result equal to another is its repeat.
      fc.pre(timesIn(written, wrongOne) === (error === "lost" ? 1 : 0));
      const broken = written.flatMap((one, index) => (index !== victim ? [one] : error === "lost" ? [] : [wrongOne]));
      const { wrong, missing } = tallyOf(broken, countsOf(drawn));
      expect(wrong + missing).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

function timesIn(written: readonly WindowResult[], { windowStartMs, page, count }: WindowResult): number {
  return written.filter((one) => one.windowStartMs === windowStartMs && one.page === page && one.count === count).length;
}
