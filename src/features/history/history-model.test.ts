import { expect, test } from "vitest";

import {
  completedCheckpointEvent,
  historyEvent,
  type JobHistory,
  mergedHistory,
  NO_HISTORY,
  rowsOf,
  type Sample,
} from "../../observe/recorder/history.ts";
import { clockTicks, cursorTimes, drawnLine, eventWords, historyView, lineOf, nearestEvent, RANGES, valueAt } from "./history-model.ts";

const NOON = Date.UTC(2026, 10, 30, 12);
const ALL = Number.POSITIVE_INFINITY;

/** A page that took a sample every 5 s from `fromS` to `toS`, seconds after noon. */
function recorded(fromS: number, toS: number, valuesAt: (second: number) => Sample["values"]): JobHistory {
  const recordingMs = NOON + fromS * 1000;
  const seconds = Array.from({ length: (toS - fromS) / 5 + 1 }, (_, index) => fromS + index * 5);
  const rows = seconds.flatMap((second) => rowsOf({ atMs: NOON + second * 1000, values: valuesAt(second) }, recordingMs));
  return mergedHistory(NO_HISTORY, { rows, events: [] }, NOON + toS * 1000);
}

const busyIs = (busy: number | undefined) => (): Sample["values"] => ({ busy });

function joined(...histories: readonly JobHistory[]): JobHistory {
  return histories.reduce((known, more) => mergedHistory(known, more, Number.NEGATIVE_INFINITY));
}

function viewOf(history: JobHistory, rangeMs = ALL) {
  const view = historyView(history, rangeMs);
  if (view === undefined) throw new Error("nothing was recorded");
  return view;
}

function breaksOf(history: JobHistory): number {
  return lineOf(viewOf(history).rows, "busy").filter(({ y }) => y === null).length;
}

test("without samples and events there is nothing to show", () => {
  expect(historyView(NO_HISTORY, ALL)).toBeUndefined();
});

test("a line has no break while the page records", () => {
  expect(breaksOf(recorded(0, 120, busyIs(0.5)))).toBe(0);
});

test("time in which the page was closed is a gap, and the line is broken there", () => {
  const history = joined(recorded(0, 30, busyIs(0.5)), recorded(60, 90, busyIs(0.5)));
  expect(breaksOf(history)).toBe(1);
  expect(viewOf(history).gaps).toEqual([{ from: NOON + 30_000, to: NOON + 60_000 }]);
  // A checkpoint that the next page was told of does not fill it.
  const told = rowsOf({ atMs: NOON + 32_000, values: { checkpointMs: 20 }, isToldLater: true }, NOON + 60_000);
  const withTold = joined(history, { rows: told, events: [] });
  expect(breaksOf(withTold)).toBe(1);
  expect(viewOf(withTold).gaps).toHaveLength(1);
});

test("a reload within seconds leaves no gap", () => {
  expect(breaksOf(joined(recorded(0, 30, busyIs(0.5)), recorded(35, 60, busyIs(0.5))))).toBe(0);
});

test("a hidden page is a gap too, without a new recording", () => {
  const rows = [...recorded(0, 30, busyIs(0.5)).rows, ...recorded(300, 330, busyIs(0.5)).rows].map((row) => ({
    ...row,
    fromRecording: NOON,
    untilRecording: NOON,
  }));
  expect(viewOf(mergedHistory(NO_HISTORY, { rows, events: [] }, NOON)).gaps).toHaveLength(1);
});

test("the line is broken where a value was read but unknown", () => {
  const history = joined(recorded(0, 30, busyIs(0.5)), recorded(35, 40, busyIs(undefined)), recorded(45, 60, busyIs(0.5)));
  expect(breaksOf(history)).toBe(2);
  expect(valueAt(viewOf(history).rows, "busy", NOON + 20_000)).toBe(0.5);
  expect(valueAt(viewOf(history).rows, "busy", NOON + 38_000)).toBeUndefined();
});

test("the value at a time is the one before, also if the slot has a later one", () => {
  const rows = [0, 4, 6, 9].flatMap((second) => rowsOf({ atMs: NOON + second * 1000, values: { restarts: second < 9 ? 0 : 1 } }, NOON));
  const history = mergedHistory(NO_HISTORY, { rows, events: [] }, NOON);
  expect(valueAt(viewOf(history).rows, "restarts", NOON + 8_000)).toBe(0);
  expect(valueAt(viewOf(history).rows, "restarts", NOON + 9_000)).toBe(1);
  expect(valueAt(viewOf(history).rows, "restarts", NOON + 1_000)).toBe(0);
});

test("within the first slot of a recording a value that changed is unknown, and restarts are the lowest", () => {
  const rows = [0, 3].flatMap((second) =>
    rowsOf({ atMs: NOON + second * 1000, values: { restarts: second === 0 ? 0 : 1, busy: second, lag: 7 } }, NOON),
  );
  const view = viewOf(mergedHistory(NO_HISTORY, { rows, events: [] }, NOON));
  expect(valueAt(view.rows, "restarts", NOON + 1_000)).toBe(0);
  expect(valueAt(view.rows, "busy", NOON + 1_000)).toBeUndefined();
  expect(valueAt(view.rows, "lag", NOON + 1_000)).toBe(7);
  expect(valueAt(view.rows, "restarts", NOON + 3_000)).toBe(1);
});

test("in a gap a value is unknown, but the last checkpoint stays the last one", () => {
  const history = joined(
    recorded(0, 30, () => ({ busy: 0.5, checkpointMs: 20 })),
    recorded(300, 330, busyIs(0.6)),
  );
  const { rows } = viewOf(history);
  expect(valueAt(rows, "busy", NOON + 200_000)).toBeUndefined();
  expect(valueAt(rows, "checkpointMs", NOON + 200_000)).toBe(20);
  expect(valueAt(rows, "busy", NOON - 1)).toBeUndefined();
});

test("a spike within a slot stays visible when the line is drawn with few pixels", () => {
  const history = recorded(0, 3600, (second) => ({ busy: second === 1800 ? 1 : 0.1 }));
  const view = viewOf(history);
  const drawn = drawnLine(lineOf(view.rows, "busy"), view.span, 50);
  expect(drawn.length).toBeLessThan(160);
  expect(drawn.some(({ y }) => y === 1)).toBe(true);
});

test("a range ends with the newest sample", () => {
  const view = viewOf(recorded(0, 3600, busyIs(0.5)), RANGES[0].ms);
  expect(view.span).toEqual({ from: NOON + 3600_000 - 900_000, to: NOON + 3600_000 });
  expect(viewOf(recorded(0, 5, busyIs(0.5))).span.to - viewOf(recorded(0, 5, busyIs(0.5))).span.from).toBe(60_000);
});

test("a range has its events and the state at its beginning", () => {
  const stateAt = (second: number, state: string) => historyEvent("state", String(second), NOON + second * 1000, state);
  const events = [stateAt(10, "CREATED"), stateAt(20, "RUNNING"), stateAt(3000, "RESTARTING")];
  const history = joined(recorded(0, 3600, busyIs(0.5)), { rows: [], events });
  expect(viewOf(history, RANGES[0].ms).events.map(({ text }) => text)).toEqual(["RESTARTING", "RUNNING"]);
  expect(viewOf(history).events).toHaveLength(3);
});

test("the cursor reaches samples and events, at most one for each pixel column", () => {
  const history = joined(recorded(0, 600, busyIs(0.5)), {
    rows: [],
    events: [historyEvent("action", "1", NOON + 301_234, "Killed taskmanager-1")],
  });
  const times = cursorTimes(viewOf(history), 10_000);
  expect(times).toContain(NOON + 301_234);
  expect(cursorTimes(viewOf(history), 20).length).toBeLessThanOrEqual(21);
});

test("the nearest event is a single one if it is close, otherwise the checkpoints of that time", () => {
  const killed = historyEvent("action", "1", NOON + 60_000, "Killed taskmanager-1");
  const run = { ...completedCheckpointEvent(1, NOON, 20), run: { untilMs: NOON + 200_000, firstId: 1, lastId: 9, longestMs: 20 } };
  expect(nearestEvent([killed, run], NOON + 65_000, 20_000)).toBe(killed);
  expect(nearestEvent([killed, run], NOON + 150_000, 20_000)).toBe(run);
  expect(nearestEvent([], NOON, 20_000)).toBeUndefined();
});

test("events are sentences", () => {
  expect(eventWords(historyEvent("state", "1", NOON, "RUNNING"))).toBe("Job RUNNING");
  expect(eventWords(completedCheckpointEvent(7, NOON, 20))).toBe("Checkpoint 7 completed in 20 ms");
  expect(eventWords(completedCheckpointEvent(7, NOON, undefined))).toBe("Checkpoint 7 completed in –");
});

test("the axis has round local times", () => {
  const offsetMs = 5.5 * 3_600_000;
  const ticks = clockTicks({ from: NOON + 1, to: NOON + 900_000 }, 5, offsetMs);
  expect(ticks).toEqual([NOON + 300_000, NOON + 600_000, NOON + 900_000]);
  expect(clockTicks({ from: NOON, to: NOON + 3 * 86_400_000 }, 4, offsetMs).every((atMs) => (atMs + offsetMs) % 86_400_000 === 0)).toBe(
    true,
  );
});
