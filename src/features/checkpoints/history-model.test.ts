import { describe, expect, it } from "vitest";

import { REMEMBERED, type SeenCheckpoint, seenAfter, seenCheckpoint } from "../../domain/seen-checkpoints.ts";
import type { Checkpoint, Checkpoints } from "../../rest/checkpoints.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { seenOf } from "../../testing/seen-checkpoints.ts";
import { belowInWords, failedWithoutId, gapBetween, historyRows } from "./history-model.ts";

const running = (await recordedJob("02-running")).checkpoints;
const waiting = (await recordedJob("04-restarting-without-slots")).checkpoints;
const recovered = (await recordedJob("05-recovered")).checkpoints;

const INTERVAL_MS = 1000;

function pendingOf(checkpoints: Checkpoints, id: number): Checkpoint {
  const [latest] = checkpoints.history;
  if (latest === undefined) throw new Error("no history");
  return { ...latest, className: "in_progress", status: "IN_PROGRESS", id };
}

describe("seenAfter", () => {
  it("remembers checkpoints that have left the cluster's history of ten", () => {
    const seen = seenAfter(seenAfter([], running), recovered);
    const ids = seen.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(ids).toEqual(expect.arrayContaining([36, 45, 48, 49, 60].filter((id) => id !== 48)));
    expect(ids.length).toBeGreaterThan(recovered.history.length);
  });

  it("replaces one in progress by its result", () => {
    const before = seenAfter([], { ...running, history: [pendingOf(running, 46), ...running.history] });
    expect(before.at(-1)).toMatchObject({ id: 46, status: "IN_PROGRESS" });
    const done = {
      ...running,
      history: [{ ...pendingOf(running, 46), className: "completed" as const, status: "COMPLETED" as const, discarded: false }],
    };
    expect(seenAfter(before, done).at(-1)).toMatchObject({ id: 46, status: "COMPLETED" });
  });

  it("drops one in progress whose result was not seen", () => {
    const before = seenAfter([], { ...running, history: [pendingOf(running, 46)] });
    expect(seenAfter(before, running).map(({ id }) => id)).not.toContain(46);
  });

  it("remembers no more than it can draw", () => {
    expect(
      seenAfter(seenOf(REMEMBERED + 140), {
        ...running,
        history: [],
        latest: { completed: null, savepoint: null, failed: null, restored: null },
      }),
    ).toHaveLength(REMEMBERED);
  });

  it("has a failure's message, and the values until then", () => {
    const failed = waiting.history.find(({ className }) => className === "failed");
    if (failed === undefined) throw new Error("no failure recorded");
    expect(seenCheckpoint(failed)).toMatchObject({
      acknowledgedMs: undefined,
      durationMs: 11,
      checkpointedBytes: 0,
      stateBytes: 0,
      persistedBytes: 0,
      failure: "Trigger checkpoint failure.",
    });
  });
});

describe("gapBetween", () => {
  const [one, two] = seenOf(2);
  const at = (triggeredMs: number, id = 2): SeenCheckpoint => ({ ...(two as SeenCheckpoint), id, triggeredMs });

  it("is absent at the configured interval", () => {
    expect(gapBetween(one as SeenCheckpoint, two as SeenCheckpoint, INTERVAL_MS)).toBeUndefined();
  });

  it("is the time without a trigger", () => {
    expect(gapBetween(one as SeenCheckpoint, at(15_420), INTERVAL_MS)).toEqual({ kind: "pause", ms: 14_400 });
  });

  it("depends on the interval: a minute is not a gap if one is taken per minute", () => {
    expect(gapBetween(one as SeenCheckpoint, at(61_000), 60_000)).toBeUndefined();
  });

  it("counts unseen checkpoints", () => {
    expect(gapBetween(one as SeenCheckpoint, at(9000, 9), INTERVAL_MS)).toEqual({ kind: "unseen", count: 7 });
  });
});

describe("historyRows", () => {
  it("is newest first, marks the restored one, and can be filtered", () => {
    const seen = seenAfter(seenAfter([], waiting), recovered);
    const rows = historyRows(seen, "all", recovered.latest.restored, INTERVAL_MS);
    expect(rows[0]?.id).toBe(60);
    expect(rows.find(({ id }) => id === 48)?.restoredMs).toBe(recovered.latest.restored?.restore_timestamp);
    expect(historyRows(seen, "failed", null, INTERVAL_MS).map(({ id }) => id)).toEqual([49]);
    expect(historyRows(seen, "savepoints", null, INTERVAL_MS)).toEqual([]);
    expect(Math.max(...rows.map(({ durationShare }) => durationShare))).toBe(1);
  });
});

describe("a failure that is only counted", () => {
  const counts = { ...running.counts, in_progress: 0 };
  const highest = Math.max(...running.history.map(({ id }) => id));
  const withOne = { ...running, counts: { ...counts, total: highest + 1, completed: highest, failed: 1 } };

  it("is counted beyond the highest id", () => {
    expect(failedWithoutId(withOne)).toBe(1);
    expect(failedWithoutId({ ...withOne, counts: { ...withOne.counts, total: highest } })).toBe(0);
    const first = { ...withOne, counts: { ...counts, total: 1, completed: 0, failed: 1 }, history: [] };
    const nothing = { completed: null, savepoint: null, failed: null, restored: null };
    expect(failedWithoutId({ ...first, latest: nothing })).toBe(1);
  });

  it("is at most the number of failures, and 0 if ids started higher", () => {
    expect(failedWithoutId({ ...withOne, counts: { ...withOne.counts, total: highest + 9 } })).toBe(1);
    expect(failedWithoutId({ ...withOne, counts: { ...withOne.counts, total: 3 } })).toBe(0);
  });

  it("replaces the rows of the filter", () => {
    expect(belowInWords(withOne, 10, 0, "failed")).toMatch(
      /^1 failed before it got an ID\. Flink counts a checkpoint that cannot be triggered/,
    );
    expect(belowInWords(withOne, 10, 0, "savepoints")).toBe("None of the 10 known checkpoints matches this filter.");
    expect(belowInWords(withOne, highest, highest, "completed")).toBeUndefined();
  });

  it("is not counted among the unlisted checkpoints", () => {
    expect(belowInWords(withOne, highest - 1, highest - 1, "all")).toMatch(/^1 more was taken\..* 1 failed before it got an ID\./);
    expect(belowInWords(withOne, highest - 2, highest - 2, "all")).toMatch(/^2 more were taken\./);
    expect(belowInWords(withOne, highest, highest, "all")).toMatch(/^1 failed before it got an ID\./);
  });
});
