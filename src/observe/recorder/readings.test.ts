import { expect, test } from "vitest";

import { seenAfter } from "../../domain/seen-checkpoints.ts";
import { nextRateBook, type CounterSample } from "../../domain/rate.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { historyEvent } from "./history.ts";
import { type Reading, readerOf, triageReaderOf, withoutRepeats } from "./readings.ts";

const NOON = Date.UTC(2026, 10, 30, 12);

function read(key: readonly unknown[], data: unknown, before?: unknown): readonly Reading[] {
  return readerOf(key)?.(data, NOON, before) ?? [];
}

/** Counters of a vertex after so many seconds of which its task was busy and backpressured some share. */
function counters(seconds: number, busyShare: number, backpressuredShare: number, perSecond: number): CounterSample {
  const ms = seconds * 1000;
  return {
    atMs: NOON + ms,
    startedMs: NOON,
    taskCount: 1,
    recordsIn: 0,
    recordsOut: seconds * perSecond,
    bytesIn: 0,
    bytesOut: 0,
    taskTimeMs: ms,
    busyMs: ms * busyShare,
    backpressuredMs: ms * backpressuredShare,
  };
}

test("the load is that of the highest vertex, and records are those that the sources emit", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const [source, counter, ...others] = job.vertices.map(({ id }) => id);
  const at = (seconds: number) => ({
    [source ?? ""]: counters(seconds, 0.1, 0.8, 500),
    [counter ?? ""]: counters(seconds, 0.9, 0, 20),
    ...Object.fromEntries(others.map((id) => [id, undefined])),
  });
  const rates = nextRateBook(nextRateBook(undefined, NOON + 10_000, at(10)), NOON + 13_000, at(13));
  const [reading] = read(["job", { jobid: job.jid }, {}], { job, rates });
  const [sample] = reading?.samples ?? [];
  expect(sample?.values.busy).toBeCloseTo(0.9);
  expect(sample?.values.backpressured).toBeCloseTo(0.8);
  expect(sample?.values.recordsPerSecond).toBeCloseTo(500);
});

test("what is not measured is unknown, not 0, and a job that has ended has no samples", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const rates = nextRateBook(undefined, NOON, {});
  const [reading] = read(["job", { jobid: job.jid }, {}], { job, rates });
  expect(reading?.samples).toEqual([{ atMs: NOON, values: { busy: undefined, backpressured: undefined, recordsPerSecond: undefined } }]);
  const over = { ...job, state: "CANCELED", "end-time": NOON };
  expect(read(["job", { jobid: job.jid }, {}], { job: over, rates })[0]?.samples).toEqual([]);
});

test("states have the time at which the job entered them", async () => {
  const { job } = await recordedJob("05-recovered");
  const [reading] = read(["job", { jobid: job.jid }, {}], { job, rates: nextRateBook(undefined, NOON, {}) });
  const running = reading?.events?.find(({ text }) => text === "RUNNING");
  expect(running?.atMs).toBe(job.timestamps.RUNNING);
  expect(reading?.events?.some(({ text }) => text === "RESTARTING")).toBe(true);
});

test("checkpoints are read once, with their own times", async () => {
  const { job, checkpoints } = await recordedJob("05-recovered");
  const live = { checkpoints, seen: seenAfter([], checkpoints) };
  const key = ["checkpoints", { jobid: job.jid }, {}];
  const [first] = read(key, live);
  expect(first?.samples?.filter(({ values }) => values.checkpointMs !== undefined).length).toBe(10);
  expect(first?.samples?.[0]?.atMs).toBe(live.seen.find(({ status }) => status === "COMPLETED")?.acknowledgedMs);
  expect(new Set(first?.events?.map(({ kind }) => kind))).toEqual(new Set(["checkpoint", "checkpoint-failed", "restore"]));
  const [again] = read(key, live, live);
  expect(again?.samples?.map(({ values }) => Object.keys(values))).toEqual([["checkpointAgeMs"]]);
});

test("the lag is unknown if one of the sources does not report it", () => {
  const key = ["sourceReadings", { jobid: "a", sources: ["x", "y"] }];
  const lagOf = (...pending: (number | undefined)[]) =>
    read(key, { byVertex: Object.fromEntries(pending.map((pendingRecords, index) => [index, { positions: [], pendingRecords }])) })[0]
      ?.samples?.[0]?.values.lag;
  expect(lagOf(3, 4)).toBe(7);
  expect(lagOf(3, undefined)).toBeUndefined();
});

test("restarts are events when the count grows", () => {
  const key = ["jobMetrics", { jobid: "a" }, { get: "numRestarts" }];
  const metrics = (value: string) => [{ id: "numRestarts", value }];
  expect(read(key, metrics("2"))[0]).toEqual({ jobId: "a", samples: [{ atMs: NOON, values: { restarts: 2 } }], events: [] });
  expect(read(key, metrics("2"), metrics("1"))[0]?.events?.[0]?.text).toBe("Restarted: 2 restarts since it was submitted");
  expect(read(key, metrics("0"), metrics("2"))[0]?.events).toEqual([]);
  expect(read(key, [])).toEqual([]);
});

test("a finished rescale is an event at its end", () => {
  const rescale = {
    rescaleUuid: "u",
    terminalState: "COMPLETED",
    triggerCause: "UPDATE_REQUIREMENT",
    startTimestampInMillis: NOON,
    endTimestampInMillis: NOON + 5,
  };
  const [reading] = read(["rescaleHistory", { jobid: "a" }, {}], [rescale, { ...rescale, terminalState: null }]);
  expect(reading?.events).toEqual([historyEvent("rescale", "u", NOON + 5, "Rescale COMPLETED, cause: UPDATE_REQUIREMENT")]);
});

test("a state seen in the list of jobs is dropped once the job's own reply tells its time", () => {
  const overview = (state: string) => ({ jobs: [{ jid: "a", state }] });
  const [seen] = read(["jobsOverview", {}, {}], overview("RESTARTING"), overview("RUNNING")).flatMap(({ events = [] }) => events);
  if (seen === undefined) throw new Error("the change was not read");
  const exact = historyEvent("state", `RESTARTING ${String(NOON - 900)}`, NOON - 900, "RESTARTING");
  expect(withoutRepeats([seen])).toEqual([seen]);
  expect(withoutRepeats([exact, seen])).toEqual([exact]);
  const earlier = historyEvent("state", "RESTARTING 1", NOON - 600_000, "RESTARTING");
  expect(withoutRepeats([earlier, seen])).toEqual([earlier, seen]);
});

test("an assessment tells the lag, and when each reason began and ended", () => {
  const reasonOf = (label: string, since: object) => ({ kind: "lag-growing", label, text: "", tab: "vertices", since });
  const triage = (...reasons: object[]) => ({
    assessment: { atMs: NOON + 500, reasons, unread: [] },
    memory: {
      lag: [
        { atMs: NOON - 9000, records: 5 },
        { atMs: NOON + 500, records: 7 },
      ],
    },
  });
  // The page's clock is 500 ms ahead.
  const growing = triage(reasonOf("Lag growing", { atMs: NOON - 60_000, by: "page", isAtLeast: true }));
  const read = (data: object, before: object | undefined) => triageReaderOf(["job", "a"])?.(data, NOON, before)[0];
  const first = read(growing, undefined);
  expect(first?.samples).toEqual([{ atMs: NOON, values: { lag: 7 } }]);
  expect(first?.events?.map(({ atMs, text }) => [atMs, text])).toEqual([[NOON - 60_500, "Lag growing, since then or earlier"]]);
  expect(read(triage(), growing)?.events?.map(({ atMs, text }) => [atMs, text])).toEqual([[NOON, "Over: Lag growing"]]);
  const unread = { ...triage(), assessment: { ...triage().assessment, unread: [{ source: "lag", why: "" }] } };
  expect(read(unread, growing)?.events).toEqual([]);
  // In a round only the job that was just assessed is read.
  const round = triageReaderOf(["round"])?.({ byJob: { a: growing, b: triage() } }, NOON, { byJob: { a: growing } });
  expect(round?.map(({ jobId }) => jobId)).toEqual(["b"]);
});
