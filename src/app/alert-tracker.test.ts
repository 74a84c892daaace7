import { expect, it } from "vitest";

import type { Assessment, Reason, ReasonKind, TriageSource } from "../domain/assessment.ts";
import type { WatchedJob } from "../observe/watch-troubles.ts";
import { createAlertTracker } from "./alert-tracker.ts";

const reason = (kind: ReasonKind): Reason => ({ kind, label: kind, text: "", since: undefined, tab: "vertices" });

let atMs = 0;
/** A job as it was just assessed. */
function job(jobId: string, kinds: readonly ReasonKind[], unread: readonly TriageSource[] = []): WatchedJob {
  const assessment: Assessment = { atMs: ++atMs, reasons: kinds.map(reason), unread: unread.map((source) => ({ source, why: "" })) };
  return { jobId, title: jobId, assessment };
}

/** The alerts of each step, as `job kind`. */
function alertsOf(...steps: readonly (readonly WatchedJob[])[]): readonly (readonly string[])[] {
  const tracker = createAlertTracker();
  return steps.map((jobs) => tracker.next(jobs).map((alert) => `${alert.job.jobId} ${alert.reason.kind}`));
}

it("does not report what was there when the page opened", () => {
  expect(alertsOf([job("a", ["restart-loop"])], [job("a", ["restart-loop", "backpressure"])])).toEqual([[], ["a backpressure"]]);
});

it("reports each reason once for a job until it clears", () => {
  expect(
    alertsOf([job("a", [])], [job("a", ["backpressure"])], [job("a", ["backpressure"])], [job("a", [])], [job("a", ["backpressure"])]),
  ).toEqual([[], ["a backpressure"], [], [], ["a backpressure"]]);
});

it("takes the same assessment once", () => {
  const bad = job("a", ["backpressure"]);
  expect(alertsOf([job("a", [])], [bad], [bad])).toEqual([[], ["a backpressure"], []]);
});

it("does not report what a source says the first time it can be read", () => {
  expect(alertsOf([job("a", [], ["load"])], [job("a", ["backpressure"])], [job("a", ["backpressure", "subtask-skew"])])).toEqual([
    [],
    [],
    ["a subtask-skew"],
  ]);
});

it("a source that could not be read clears nothing", () => {
  expect(alertsOf([job("a", [])], [job("a", ["backpressure"])], [job("a", [], ["load"])], [job("a", ["backpressure"])])).toEqual([
    [],
    ["a backpressure"],
    [],
    [],
  ]);
});

it("reports everything of a job that started while the page was open", () => {
  expect(alertsOf([job("a", [])], [job("a", []), job("b", ["not-running"])])).toEqual([[], ["b not-running"]]);
});

it("a job that was there, but was not assessed yet, is not new", () => {
  expect(alertsOf([{ jobId: "a", title: "a", assessment: undefined }], [job("a", ["not-running"])])).toEqual([[], []]);
});
