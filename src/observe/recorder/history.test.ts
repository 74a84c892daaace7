import fc from "fast-check";
import { expect, test } from "vitest";

import {
  completedCheckpointEvent,
  finestRows,
  HISTORY_METRICS,
  historyEvent,
  type HistoryRow,
  keptFrom,
  mergedEvent,
  mergedHistory,
  mergedRow,
  MOST_EVENTS,
  NO_HISTORY,
  rowsOf,
  type Sample,
  TIERS,
} from "./history.ts";

const NOON = Date.UTC(2026, 10, 30, 12);

function historyOf(samples: readonly Sample[], nowMs: number, recording = NOON) {
  return samples.reduce((known, sample) => mergedHistory(known, { rows: rowsOf(sample, recording), events: [] }, nowMs), NO_HISTORY);
}

const sampleArbitrary = fc.record({
  atMs: fc.integer({ min: NOON, max: NOON + 4999 }),
  values: fc.dictionary(fc.constantFrom(...HISTORY_METRICS), fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined })),
});
const rowArbitrary = fc
  .tuple(fc.array(sampleArbitrary, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 3 }))
  .map(([samples, recording]) =>
    samples.map((sample) => rowsOf(sample, recording)[0] as HistoryRow).reduce((row, next) => mergedRow(row, next)),
  );

test("merging rows does not depend on the order and may be repeated", () => {
  fc.assert(
    fc.property(rowArbitrary, rowArbitrary, rowArbitrary, (a, b, c) => {
      expect(mergedRow(a, b)).toEqual(mergedRow(b, a));
      expect(mergedRow(mergedRow(a, b), c)).toEqual(mergedRow(a, mergedRow(b, c)));
      expect(mergedRow(mergedRow(a, b), b)).toEqual(mergedRow(a, b));
    }),
  );
});

test("a slot keeps the lowest, the highest and the last value", () => {
  const { rows } = historyOf(
    [
      { atMs: NOON + 1, values: { busy: 0.5 } },
      { atMs: NOON + 2, values: { busy: 0.9 } },
      { atMs: NOON + 3, values: { busy: 0.2, lag: undefined } },
    ],
    NOON,
  );
  expect(rows).toHaveLength(3);
  expect(rows[0]).toEqual({
    tier: 0,
    slotMs: NOON,
    fromMs: NOON + 1,
    untilMs: NOON + 3,
    fromRecording: NOON,
    untilRecording: NOON,
    values: { busy: { low: 0.2, high: 0.9, last: 0.2, lastMs: NOON + 3 }, lag: null },
  });
});

test("old samples become coarser, without a hole between the resolutions", () => {
  const hours = 8;
  const nowMs = NOON + hours * 3_600_000;
  const samples = Array.from({ length: hours * 60 * 12 }, (_, index) => ({ atMs: NOON + index * 5_000, values: { busy: index } }));
  const rows = samples.flatMap((sample) => rowsOf(sample, NOON));
  const history = mergedHistory(NO_HISTORY, { rows, events: [] }, nowMs);
  const shown = finestRows(history.rows);
  expect(new Set(shown.map(({ tier }) => tier))).toEqual(new Set([0, 1, 2]));
  // Each slot begins where the one before ends.
  for (const [index, row] of shown.entries()) {
    const before = shown[index - 1];
    if (before !== undefined) expect(row.slotMs).toBe(before.slotMs + (TIERS[before.tier]?.slotMs ?? 0));
  }
  expect(shown[0]?.slotMs).toBe(NOON);
  expect(shown.at(-1)?.untilMs).toBe(samples.at(-1)?.atMs);
});

test("the number of rows is bounded", () => {
  const nowMs = NOON + 10 * 86_400_000;
  for (const [tier, { slotMs, keptMs }] of TIERS.entries()) {
    expect(keptFrom(tier, nowMs)).toBeGreaterThanOrEqual(nowMs - keptMs - 300_000);
    expect((nowMs - keptFrom(tier, nowMs)) / slotMs).toBeLessThan(1000);
  }
  const old = rowsOf({ atMs: NOON, values: { busy: 1 } }, NOON);
  expect(mergedHistory({ rows: old, events: [] }, NO_HISTORY, nowMs).rows).toEqual([]);
});

test("the oldest of too many events are dropped", () => {
  const events = Array.from({ length: MOST_EVENTS + 10 }, (_, index) => historyEvent("action", String(index), NOON + index, "Killed"));
  const kept = mergedHistory(NO_HISTORY, { rows: [], events }, NOON).events;
  expect(kept).toHaveLength(MOST_EVENTS);
  expect(kept[0]?.id).toBe("action 10");
});

test("completed checkpoints of five minutes are one event", () => {
  const events = [completedCheckpointEvent(7, NOON, 30), completedCheckpointEvent(8, NOON + 10_000, 50)];
  const merged = mergedHistory(NO_HISTORY, { rows: [], events }, NOON).events;
  expect(merged).toHaveLength(1);
  expect(merged[0]).toMatchObject({ atMs: NOON, run: { untilMs: NOON + 10_000, firstId: 7, lastId: 8, longestMs: 50 } });
  expect(completedCheckpointEvent(9, NOON + 300_000, undefined).id).not.toBe(merged[0]?.id);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }), (id, durationMs) => {
      const [a, b] = [completedCheckpointEvent(5, NOON + 5, 5), completedCheckpointEvent(id, NOON + id, durationMs)];
      expect(mergedEvent(a, b)).toEqual(mergedEvent(b, a));
      expect(mergedEvent(mergedEvent(a, b), b)).toEqual(mergedEvent(a, b));
    }),
  );
});

test("long texts are cut", () => {
  expect(historyEvent("exception", "x", NOON, "a".repeat(100_000)).text.length).toBeLessThan(400);
});
