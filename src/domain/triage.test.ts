import { readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { expect, it } from "vitest";

import { createFlinkClient, type FlinkClient } from "../client/flink-client.ts";
import type { Checkpoints } from "../rest/checkpoints.ts";
import { recordedTransport } from "../testing/recorded-backend.tsx";
import { troubleOrder, verdictOf } from "./assessment.ts";
import { assess, TRIAGE_THRESHOLDS, type TriageObservations } from "./triage.ts";
import { vertexPressure, type VertexPressure } from "./vertex-pressure.ts";

type Situation = Parameters<typeof recordedTransport>[0];

/** A call's reply; undefined where the recording has none. */
async function orNone<Reply>(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply;
  } catch {
    return undefined;
  }
}

async function loadOf(client: FlinkClient, jobid: string, ids: readonly string[]): Promise<readonly VertexPressure[]> {
  const all = await Promise.all(
    ids.map(async (id) => vertexPressure(id, await orNone(client.call("vertexBackpressure", { jobid, vertexid: id }, {})))),
  );
  return all.filter((one) => one !== undefined);
}

/** What the rules observe of the live job of a recording. What the recording lacks is well. */
async function recorded(situation: Situation, version: "flink-2.3.0" | "flink-1.20.5" = "flink-2.3.0"): Promise<TriageObservations> {
  const client = createFlinkClient(recordedTransport(situation as "02-running", version));
  const { jobs } = await client.call("jobsOverview", {}, {});
  const jobid = jobs.find((one) => one["end-time"] < 0)?.jid ?? "";
  const job = await client.call("job", { jobid }, {});
  const exceptions = await orNone(client.call("jobExceptions", { jobid }, { maxExceptions: 20 }));
  const checkpoints = await orNone(client.call("checkpoints", { jobid }, {}));
  return {
    nowMs: job.now,
    job: { value: job },
    checkpoints: { value: checkpoints ?? "none" },
    intervalMs: { value: 1000 },
    restarts: { value: undefined },
    exceptions: {
      value: { entries: exceptions?.exceptionHistory.entries ?? [], isTruncated: exceptions?.exceptionHistory.truncated ?? false },
    },
    load: {
      value: await loadOf(
        client,
        jobid,
        job.vertices.map(({ id }) => id),
      ),
    },
    lag: { value: [] },
  };
}

function reasonsOf(observations: TriageObservations, atMs = 0) {
  return assess(observations, {}, atMs).assessment.reasons;
}

const well = await recorded("02-running");
const history = well.checkpoints.value === "none" || well.checkpoints.value === undefined ? [] : well.checkpoints.value.history;

function withCheckpoints(change: Partial<Checkpoints>): TriageObservations {
  return { ...well, checkpoints: { value: { ...(well.checkpoints.value as Checkpoints), ...change } } };
}

/** `count` failed checkpoints, newest first, one every second before now, then those of the recording. */
function failed(count: number): Checkpoints["history"] {
  const [sample] = history;
  if (sample === undefined) throw new Error("no checkpoint recorded");
  return Array.from({ length: count }, (_, index) => ({
    ...sample,
    id: 900 - index,
    className: "failed" as const,
    status: "FAILED" as const,
    trigger_timestamp: well.nowMs - 1000 * (index + 1),
    failure_timestamp: well.nowMs - 1000 * index,
    failure_message: "Checkpoint expired before completing.\n\tat org.apache.flink",
  }));
}

it("finds nothing in a job at work", () => {
  const { assessment } = assess(well, {}, 7);
  expect(assessment).toEqual({ atMs: 7, reasons: [], unread: [] });
  expect(verdictOf(assessment)).toBe("well");
});

it("reports a restart loop once, since its first failure, with the latest cause", async () => {
  const reasons = reasonsOf(await recorded("13-failing"));
  expect(reasons.map(({ kind }) => kind)).toEqual(["restart-loop"]);
  expect(reasons[0]).toMatchObject({ tab: "exceptions", since: { atMs: 1795248517556, by: "cluster", isAtLeast: false } });
  expect(reasons[0]?.text).toMatch(/^6 failures in the last 10m 00s\. The latest is IllegalStateException/);
});

it("says that a loop may have begun earlier if the cluster has dropped older failures", async () => {
  const loop = await recorded("13-failing");
  const { entries = [] } = loop.exceptions.value ?? {};
  const [reason] = reasonsOf({ ...loop, exceptions: { value: { entries, isTruncated: true } } });
  expect(reason?.since?.isAtLeast).toBe(true);
});

it("reports a job that is RESTARTING, since it is", async () => {
  const [reason] = reasonsOf(await recorded("03-taskmanager-killed-1s"));
  expect(reason).toMatchObject({ kind: "not-running", label: "Restarting", since: { atMs: 1795248405684, by: "cluster" } });
});

it.each([
  ["04-restarting-without-slots", "8 of 8 tasks wait for slots.", 1795248406696],
  ["09-waiting-for-slots", "12 of 12 tasks wait for slots.", 1795248458115],
] as const)("reports tasks that wait for slots, since the job is RUNNING: %s", async (situation, text, atMs) => {
  const reasons = reasonsOf(await recorded(situation));
  expect(reasons[0]).toMatchObject({ kind: "tasks-waiting", text, since: { atMs, by: "cluster" }, tab: "vertices" });
  // Checkpoints need all tasks, so their failures are a consequence.
  expect(reasons.map(({ kind }) => kind)).not.toContain("checkpoints-failing");
});

it("does not report tasks of a batch job that wait for their input", () => {
  const { value: job } = well.job;
  const vertices = (job?.vertices ?? []).map((vertex, index) =>
    index === 0 ? vertex : { ...vertex, tasks: { ...vertex.tasks, RUNNING: 0, CREATED: 2 } },
  );
  const observed = (type: "BATCH" | "STREAMING"): TriageObservations => ({
    ...well,
    job: { value: { ...(job as NonNullable<typeof job>), "job-type": type, vertices } },
  });
  expect(reasonsOf(observed("BATCH"))).toEqual([]);
  expect(reasonsOf(observed("STREAMING"))[0]?.kind).toBe("tasks-waiting");
});

it("reports checkpoints that fail in a row, since the first of them was triggered", () => {
  expect(reasonsOf(withCheckpoints({ history: [...failed(1), ...history] }))).toEqual([]);
  const [reason] = reasonsOf(withCheckpoints({ history: [...failed(4), ...history] }));
  expect(reason).toMatchObject({
    kind: "checkpoints-failing",
    text: "The last 4 checkpoints failed. The latest: Checkpoint expired before completing.",
    since: { atMs: well.nowMs - 4000, by: "cluster", isAtLeast: false },
    tab: "checkpoints",
  });
});

it("says at least if all checkpoints that the cluster reports failed", () => {
  const [reason] = reasonsOf(withCheckpoints({ history: failed(10) }));
  expect(reason?.text).toMatch(/^The last at least 10 checkpoints failed/);
  expect(reason?.since).toMatchObject({ atMs: well.nowMs - 10_000, isAtLeast: true });
});

it("reports a job of which one checkpoint failed and none has completed", () => {
  const none = withCheckpoints({
    history: failed(1),
    counts: { restored: 0, total: 1, in_progress: 0, completed: 0, failed: 1 },
    latest: { completed: null, failed: null, savepoint: null, restored: null },
  });
  const [reason] = reasonsOf(none);
  expect(reason).toMatchObject({ kind: "checkpoints-failing", since: { isAtLeast: false } });
  expect(reason?.text).toMatch(/^1 checkpoint failed and none has completed since the job started\./);
});

it("reports an overdue checkpoint after twice the interval, and not before two minutes", () => {
  const later = (ms: number, intervalMs: number): TriageObservations => ({
    ...well,
    nowMs: well.nowMs + ms,
    intervalMs: { value: intervalMs },
  });
  expect(reasonsOf(later(110_000, 1000))).toEqual([]);
  const [reason] = reasonsOf(later(130_000, 1000));
  expect(reason).toMatchObject({ kind: "checkpoints-overdue", since: { by: "cluster", isAtLeast: false } });
  expect(reason?.text).toMatch(/^No checkpoint completed for 2m 1\ds, with an interval of 1 s\. The latest is checkpoint \d+\.$/);
  expect(reasonsOf(later(130_000, 600_000))).toEqual([]);
  // Flink's largest number: no periodic checkpoints.
  expect(reasonsOf(later(86_400_000, 9_223_372_036_854_776_000))).toEqual([]);
});

it("names the bottleneck of a backpressured job, since the page first saw it", async () => {
  const late = await recorded("21-backpressured-late-in-the-even-minute");
  const first = assess(late, {}, 5000);
  const [reason] = first.assessment.reasons;
  expect(reason).toMatchObject({ kind: "backpressure", tab: "backpressure", since: { atMs: 5000, by: "page", isAtLeast: true } });
  expect(reason?.text).toMatch(
    /^Source: ClickEvent Source is backpressured \(HIGH\)\. Bottleneck: Backpressure Operator, busy \d+ % of the time\.$/,
  );
  const again = assess(late, first.seen, 9000);
  expect(again.assessment.reasons[0]?.since?.atMs).toBe(5000);
  // A call that fails in between does not make it begin again, and its end does.
  const unread = assess({ ...late, load: { error: "refused" } }, again.seen, 10_000);
  expect(unread.assessment.reasons.map(({ kind }) => kind)).not.toContain("backpressure");
  expect(assess(late, unread.seen, 11_000).assessment.reasons[0]?.since?.atMs).toBe(5000);
  const gone = assess({ ...late, load: { value: [] } }, again.seen, 10_000);
  expect(assess(late, gone.seen, 11_000).assessment.reasons[0]?.since?.atMs).toBe(11_000);
});

it("reports one subtask that works far more than the others, with its place", () => {
  const [vertex] = well.job.value?.vertices ?? [];
  const id = vertex?.id ?? "";
  const subtasks = [0.9, 0.05, 0.05].map((busy, subtask) => ({
    subtask,
    attempt: undefined,
    level: "ok",
    backpressured: 0,
    idle: 0,
    busy,
  }));
  const [reason] = reasonsOf({ ...well, load: { value: [{ vertexId: id, level: "ok", subtasks }] } });
  expect(reason).toMatchObject({ kind: "subtask-skew", tab: "vertices", vertexId: id, subtask: 0 });
  expect(reason?.text).toMatch(/: Subtask 0 does 90 % of the work of 3 subtasks\.$/);
});

it("reports lag that grows over a minute, not one that shrinks or is young", () => {
  const lag = (...records: readonly number[]): TriageObservations => ({
    ...well,
    lag: { value: records.map((count, index) => ({ atMs: index * 30_000, records: count })) },
  });
  expect(reasonsOf(lag(0, 5000))).toEqual([]);
  expect(reasonsOf(lag(9000, 7000, 5000))).toEqual([]);
  expect(reasonsOf(lag(50_000, 50_500, 51_500))).toEqual([]);
  const [reason] = reasonsOf(lag(9000, 0, 2000, 5000));
  expect(reason).toMatchObject({ kind: "lag-growing", since: { atMs: 30_000, by: "page", isAtLeast: true } });
  expect(reason?.text).toBe("5,000 records wait in the topics, 5,000 more than 1m 00s ago.");
});

it("reports a failure for ten minutes", async () => {
  const recovered = await recorded("05-recovered");
  const [reason] = reasonsOf(recovered);
  expect(reason).toMatchObject({ kind: "recent-failures", label: "Recent failure", since: { atMs: 1795248405679, by: "cluster" } });
  expect(reasonsOf({ ...recovered, nowMs: recovered.nowMs + 600_000, checkpoints: { value: "none" } })).toEqual([]);
});

it("has the worst reason first, and sorts jobs by it", async () => {
  const waiting = assess(await recorded("04-restarting-without-slots"), {}, 0).assessment;
  expect(waiting.reasons.map(({ kind }) => kind)).toEqual(["tasks-waiting", "recent-failures"]);
  const calm = assess(well, {}, 0).assessment;
  const orders = [waiting, undefined, calm].map(troubleOrder);
  expect(orders).toEqual(orders.toSorted((a, b) => a - b));
  expect(new Set(orders).size).toBe(3);
});

it("shows hostile texts as text", () => {
  const entry = { exceptionName: "a\u202Eb", stacktrace: "a\u202Eb: c\u0000", timestamp: well.nowMs - 1, concurrentExceptions: [] };
  const [reason] = reasonsOf({ ...well, exceptions: { value: { entries: [entry], isTruncated: false } } } as TriageObservations);
  expect(reason?.text).toContain("⟨U+202E⟩");
});

const SOURCES = ["job", "checkpoints", "intervalMs", "restarts", "exceptions", "load", "lag"] as const;
const situations = await Promise.all(
  (["02-running", "05-recovered", "13-failing", "21-backpressured-late-in-the-even-minute", "09-waiting-for-slots"] as const).map((one) =>
    recorded(one),
  ),
);

it("never calls a job well if a source was not read, and lists that source", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...situations),
      fc.subarray([...SOURCES], { minLength: 1 }),
      fc.constantFrom({}, { error: "refused" }),
      (observations, missing, lost) => {
        const partly = { ...observations, ...Object.fromEntries(missing.map((source) => [source, lost])) };
        const { assessment } = assess(partly, {}, 0);
        expect(verdictOf(assessment)).not.toBe("well");
        const expected = missing.map((source) => (source === "intervalMs" ? "checkpoints" : source));
        for (const source of expected) expect(assessment.unread.map((one) => one.source)).toContain(source);
      },
    ),
  );
});

it("still reports what a source that was read in part shows", async () => {
  const late = await recorded("21-backpressured-late-in-the-even-minute");
  const { assessment } = assess({ ...late, load: { ...late.load, error: "one of 5 vertices refused" } }, {}, 0);
  expect(assessment.reasons[0]?.kind).toBe("backpressure");
  expect(assessment.unread).toEqual([{ source: "load", why: "one of 5 vertices refused" }]);
});

it("has its thresholds in docs/triage.md", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/triage.md"), "utf8");
  const rows = [...text.matchAll(/^\| `(\w+)` +\| ([\d.]+) +\|/gm)].map(([, name, value]) => [name, Number(value)]);
  expect(Object.fromEntries(rows)).toEqual(TRIAGE_THRESHOLDS);
});
