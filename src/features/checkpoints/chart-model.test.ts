import { describe, expect, it } from "vitest";

import { type SeenCheckpoint, seenAfter } from "../../domain/seen-checkpoints.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { seenOf } from "../../testing/seen-checkpoints.ts";
import { chartInWords, checkpointChart, type CheckpointChartModel, type ChartRow, drawnRows, markOf } from "./chart-model.ts";

const waiting = (await recordedJob("04-restarting-without-slots")).checkpoints;
const recovered = (await recordedJob("05-recovered")).checkpoints;

const INTERVAL_MS = 1000;
const FAILED = { status: "FAILED", durationMs: undefined, stateBytes: undefined, failure: "no reason" } as const;
const RUNNING = { status: "IN_PROGRESS", acknowledgedMs: undefined, durationMs: undefined, stateBytes: undefined } as const;

function chart(seen: readonly SeenCheckpoint[], restoredId?: number): CheckpointChartModel {
  const restored = restoredId === undefined ? null : { id: restoredId, restore_timestamp: 1, is_savepoint: false };
  const model = checkpointChart(seen, restored, INTERVAL_MS);
  if (model === undefined) throw new Error("nothing to draw");
  return model;
}

const idOf = (row: ChartRow): number | string => (row.kind === "checkpoint" ? row.checkpoint.id : row.words);

describe("checkpointChart", () => {
  it("returns undefined if there are no checkpoints", () => {
    expect(checkpointChart([], null, INTERVAL_MS)).toBeUndefined();
  });

  it("places a single checkpoint in the middle", () => {
    const { rows, axis } = chart(seenOf(1));
    expect(rows.map(({ x }) => x / axis.length)).toEqual([0.5]);
  });

  it("places each at its trigger time, with space at both ends", () => {
    const { rows, axis } = chart(seenOf(4));
    expect(rows.map(({ x }) => x)).toEqual([500, 1500, 2500, 3500]);
    expect(axis.length).toBe(4000);
  });

  it("shortens a pause and gives its length", () => {
    const { rows, gaps, axis } = chart(
      seenOf(80, (id) => (id > 70 ? { triggeredMs: id * 1000 + 3_600_000, acknowledgedMs: id * 1000 + 3_600_020 } : {})),
    );
    expect(gaps.map(({ words }) => words)).toEqual(["1h 00m without a checkpoint"]);
    expect(axis.length).toBeLessThan(90_000);
    expect(rows.map(idOf)[70]).toBe("1h 00m without a checkpoint");
  });

  it("counts checkpoints that the page has not seen", () => {
    const seen = seenOf(10).filter(({ id }) => id < 4 || id > 8);
    expect(chart(seen).gaps.map(({ words }) => words)).toEqual(["5 not seen"]);
  });

  it("moves checkpoints with the same time apart, in the order of their ids", () => {
    const { rows } = chart(seenOf(3, () => ({ triggeredMs: 1000 })));
    expect(rows.map(idOf)).toEqual([1, 2, 3]);
    expect(new Set(rows.map(({ x }) => x)).size).toBe(3);
  });

  it("finds the longest duration and the largest size, and marks the restored checkpoint", () => {
    const model = chart(
      seenOf(3, (id) => (id === 2 ? FAILED : id === 3 ? { durationMs: 64 } : {})),
      1,
    );
    expect(model).toMatchObject({ longestMs: 64, largestBytes: 7000, newestMs: 3000 });
    expect(model.rows.map((row) => row.kind === "checkpoint" && row.isRestored)).toEqual([true, false, false]);
  });

  it("shows a recorded recovery: the failure, the gap and the restored checkpoint", () => {
    const model = chart(seenAfter(seenAfter([], waiting), recovered), recovered.latest.restored?.id);
    const marks = model.rows.flatMap((row) => (row.kind === "checkpoint" ? markOf(row.checkpoint) : []));
    expect(marks.filter((mark) => mark === "failed")).toHaveLength(1);
    expect(model.gaps.map(({ words }) => words)).toEqual(["1 not seen"]);
    expect(model.rows.some((row) => row.kind === "checkpoint" && row.isRestored && row.checkpoint.id === 48)).toBe(true);
  });
});

describe("markOf", () => {
  it("distinguishes completed savepoints; failed and in-progress ones have the mark of their status", () => {
    const marks = [{}, { isSavepoint: true }, FAILED, RUNNING, { ...FAILED, isSavepoint: true }, { ...RUNNING, isSavepoint: true }];
    expect(seenOf(6, (id) => marks[id - 1] ?? {}).map(markOf)).toEqual([
      "completed",
      "savepoint",
      "failed",
      "inProgress",
      "failed",
      "inProgress",
    ]);
  });
});

describe("drawnRows", () => {
  it("keeps all rows if they fit", () => {
    const model = chart(seenOf(60));
    expect(drawnRows(model, 1000, undefined)).toEqual(model.rows);
  });

  it("keeps extremes, failures, savepoints, the selected and the restored checkpoint if they do not fit", () => {
    const seen = seenOf(600, (id) => ({
      durationMs: id === 300 ? 900 : 20 + (id % 3),
      stateBytes: id === 301 ? 90_000 : 7000,
      ...(id === 100 ? FAILED : {}),
      ...(id === 102 ? { isSavepoint: true } : {}),
    }));
    const rows = drawnRows(chart(seen, 104), 50, 106);
    expect(rows.map(idOf)).toEqual(expect.arrayContaining([100, 102, 104, 106, 300, 301]));
    expect(rows.length).toBeLessThanOrEqual(50 * 4 + 4);
    expect(rows.map(({ x }) => x)).toEqual(rows.map(({ x }) => x).toSorted((a, b) => a - b));
  });
});

describe("chartInWords", () => {
  it("counts each kind and gives the ranges", () => {
    const kinds = [{}, { durationMs: 64, stateBytes: 9000 }, { isSavepoint: true }, FAILED, RUNNING];
    expect(chartInWords(seenOf(5, (id) => kinds[id - 1] ?? {}))).toBe(
      "Checkpoints over time: 2 completed, 1 savepoint, 1 failed, 1 in progress, duration 20 ms to 64 ms, state size 6.8 KiB to 8.8 KiB",
    );
  });

  it("omits kinds that do not occur", () => {
    expect(chartInWords(seenOf(1, () => FAILED))).toBe("Checkpoints over time: 1 failed");
  });
});
