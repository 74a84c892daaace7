import { expect, test } from "vitest";

import { type EventProgress, type GridCell, type GridMark, type ProofGrid, proofGrid } from "./grid-model.ts";
import { PLAYGROUND_PAGES, Tally, type TallySummary } from "./tally.ts";

const WINDOW_MS = 15_000;
const START_MS = Date.UTC(2026, 10, 21, 8, 6, 0);
const NOTHING: EventProgress = { watermarkMs: undefined, newestClickMs: undefined, dueClickMs: undefined };
const at = (windows: number): number => START_MS + windows * WINDOW_MS;

function tallyOf(windows: number, change: (tally: Tally) => void = () => undefined): TallySummary {
  const tally = new Tally();
  for (let window = 0; window < windows; window++) {
    for (const page of PLAYGROUND_PAGES) tally.take(0, { windowStartMs: at(window), windowEndMs: at(window + 1), page, count: 1000 });
  }
  change(tally);
  tally.settle();
  tally.settle();
  return tally.summary();
}

function gridOf(summary: TallySummary, progress: EventProgress = NOTHING, marks: readonly GridMark[] = [], minutesBack = 0): ProofGrid {
  return proofGrid(summary, progress, marks, { minuteCount: 5, minutesBack });
}

/** The cell of the first page in each column. */
function firstRow(grid: ProofGrid): (GridCell | undefined)[] {
  return grid.minutes.flatMap(({ columns }) => columns.map(({ cells }) => cells[0]));
}

const kinds = (grid: ProofGrid): (string | undefined)[] => firstRow(grid).map((cell) => cell?.kind);
const notes = (grid: ProofGrid): (string | undefined)[] => grid.minutes.flatMap(({ columns }) => columns.map(({ note }) => note?.text));

test("minutes of four windows, from the first one on; the future is outlined", () => {
  const grid = gridOf(tallyOf(6), { watermarkMs: at(6) + 6000, newestClickMs: at(6) + 6200, dueClickMs: at(6) + 3200 });
  expect(grid.minutes.map(({ startMs }) => startMs)).toEqual([0, 1, 2, 3, 4].map((minute) => START_MS + minute * 60_000));
  expect(kinds(grid)).toEqual([...Array<string>(6).fill("exact"), "open", ...Array<string>(13).fill("next")]);
  expect(firstRow(grid)[6]).toEqual({ kind: "open", share: 0.4 });
  expect(notes(grid)[6]).toBe("open");
  expect(grid).toMatchObject({ hasEarlier: false, hasLater: false, lateWindows: 0 });
});

test("before the first result there is one open window, filled by the clicks", () => {
  const grid = gridOf(tallyOf(0), { ...NOTHING, newestClickMs: at(1) + 7500 });
  expect(kinds(grid).slice(0, 4)).toEqual(["before", "open", "next", "next"]);
});

test("while no task runs a window is late once all its clicks are in the topic, and says for how long", () => {
  const grid = gridOf(tallyOf(6), { ...NOTHING, newestClickMs: at(7) + 6400, dueClickMs: at(7) + 3400 });
  expect(kinds(grid).slice(5, 9)).toEqual(["exact", "late", "open", "next"]);
  expect(notes(grid).slice(6, 8)).toEqual(["late 6 s", "open"]);
  expect(grid.lateWindows).toBe(1);
  expect(gridOf(tallyOf(6), { ...NOTHING, newestClickMs: at(31), dueClickMs: at(30) }).lateWindows).toBe(24);
  expect(gridOf(tallyOf(6), { ...NOTHING, newestClickMs: at(90_001), dueClickMs: at(90_000) }).lateWindows).toBe(1000);
});

test("a result shortly after its window's end is not late", () => {
  expect(gridOf(tallyOf(6), { watermarkMs: at(7) - 100, newestClickMs: at(7) + 2400, dueClickMs: at(7) - 600 }).lateWindows).toBe(0);
});

test("wrong, repeated and missing counts are in their cells", () => {
  const summary = tallyOf(8, (tally) => {
    tally.take(0, { windowStartMs: at(1), windowEndMs: at(2), page: "/help", count: 999 });
    tally.take(0, { windowStartMs: at(2), windowEndMs: at(3), page: "/help", count: 1000 });
    tally.take(0, { windowStartMs: at(3), windowEndMs: at(4), page: "/other", count: 1000 });
  });
  const grid = gridOf(summary);
  expect(firstRow(grid)[1]).toEqual({ kind: "wrong", count: 999, results: 2 });
  expect(firstRow(grid)[2]).toEqual({ kind: "exact", count: 1000, results: 2 });
  const other = grid.minutes.flatMap(({ columns }) => columns.map(({ cells }) => cells[6]?.kind));
  expect(grid.pages[6]).toBe("/other");
  expect(other.slice(3, 6)).toEqual(["exact", "missing", "missing"]);
});

test("the newest minute is the last, and older ones are available while their windows are kept", () => {
  const summary = tallyOf(41);
  const newest = gridOf(summary);
  expect(newest).toMatchObject({ hasEarlier: true, hasLater: false });
  expect(newest.minutes[0]?.startMs).toBe(START_MS + 6 * 60_000);
  const older = gridOf(summary, NOTHING, [], 100);
  expect(older).toMatchObject({ hasEarlier: false, hasLater: true });
  expect(older.minutes[0]?.startMs).toBe(START_MS);
});

test("at full speed the last closed windows stay visible, however far ahead event time is", () => {
  const summary = tallyOf(41);
  const grid = gridOf(summary, { ...NOTHING, watermarkMs: at(4000), newestClickMs: at(4000) });
  expect(kinds(grid).filter((kind) => kind === "exact")).toHaveLength(13);
  expect(grid).toMatchObject({ hasEarlier: true, hasLater: false });
  expect(gridOf(summary, { ...NOTHING, newestClickMs: at(46) }).minutes.at(-1)?.startMs).toBe(START_MS + 11 * 60_000);
});

test("a kill is noted under the window that was open, or points at it if that has its own note", () => {
  const mark: GridMark = { eventMs: at(3) + 2000, text: "▲ killed 08:06:47" };
  expect(notes(gridOf(tallyOf(8), NOTHING, [mark]))[3]).toBe("▲ killed 08:06:47");
  const late = gridOf(tallyOf(3), { ...NOTHING, newestClickMs: at(4) + 9000, dueClickMs: at(4) + 6000 }, [mark]);
  expect(notes(late).slice(2, 5)).toEqual(["killed 08:06:47 ▸", "late 9 s", "open"]);
  expect(notes(gridOf(tallyOf(8), NOTHING, [{ ...mark, eventMs: at(-900) }])).every((note) => note === undefined || note === "open")).toBe(
    true,
  );
});

test("of kills whose notes would overlap only the last is shown", () => {
  const marks = [0, 1, 5].map((window): GridMark => ({ eventMs: at(window), text: `killed in ${window}` }));
  expect(notes(gridOf(tallyOf(10), NOTHING, marks)).slice(0, 6)).toEqual([
    undefined,
    "killed in 1",
    undefined,
    undefined,
    undefined,
    "killed in 5",
  ]);
});

test("unseen windows are not missing", () => {
  const summary = tallyOf(4, (tally) => {
    tally.skip(0, 100);
    for (let window = 30; window < 34; window++) {
      for (const page of PLAYGROUND_PAGES) tally.take(0, { windowStartMs: at(window), windowEndMs: at(window + 1), page, count: 1000 });
    }
  });
  expect(kinds(gridOf(summary)).slice(0, 5)).toEqual(["unseen", "unseen", "unseen", "unseen", "unseen"]);
});
