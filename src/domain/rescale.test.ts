import { expect, it } from "vitest";

import { causeInWords, downtimeMs, parallelismChange, range, reasonInWords, rescaleLook } from "./rescale.ts";
import { rescaleWay } from "./scheduler.ts";

const CONFIG = {
  "refresh-interval": 3000,
  "timezone-name": "UTC",
  "timezone-offset": 0,
  "flink-version": "1.20.5",
  "flink-revision": "x",
  features: { "web-submit": true, "web-cancel": true, "web-rescale": true, "web-history": false },
};
const NO_RESCALE = { ...CONFIG, features: { ...CONFIG.features, "web-rescale": false } };

it("determines how a job is rescaled: from the job itself, or otherwise from the cluster", () => {
  expect(rescaleWay({ schedulerType: "Adaptive", "job-type": "STREAMING" }, NO_RESCALE)).toBe("in place");
  expect(rescaleWay({ schedulerType: "Default", "job-type": "STREAMING" }, CONFIG)).toBe("in two steps");
  expect(rescaleWay({ "job-type": "STREAMING" }, CONFIG)).toBe("in place");
  expect(rescaleWay({ "job-type": "STREAMING" }, NO_RESCALE)).toBe("in two steps");
  expect(rescaleWay({ "job-type": "BATCH" }, CONFIG)).toBe("in two steps");
  expect(rescaleWay({ "job-type": "STREAMING" }, undefined)).toBeUndefined();
});

it("translates Flink's terms, and keeps unknown ones", () => {
  expect(causeInWords("UPDATE_REQUIREMENT")).toBe("its requirements changed");
  expect(causeInWords("SOMETHING_NEW")).toBe("SOMETHING_NEW");
  expect(causeInWords(null)).toBe("no cause reported");
  expect(reasonInWords("SOMETHING_NEW")).toBe("SOMETHING_NEW");
  expect(reasonInWords(undefined)).toBe("");
  expect(rescaleLook(null).label).toBe("IN PROGRESS");
  expect(rescaleLook("IGNORED")).toEqual({ tone: "canceled", label: "IGNORED" });
});

it("counts the time outside Executing as downtime", () => {
  const span = (state: string, durationInMillis: number) => ({ state, durationInMillis });
  expect(downtimeMs([span("Executing", 33_679), span("Restarting", 243), span("CreatingExecutionGraph", 218), span("Executing", 0)])).toBe(
    461,
  );
  expect(downtimeMs([])).toBeUndefined();
  expect(downtimeMs(null)).toBeUndefined();
});

it("sums up the parallelism of many vertices", () => {
  const vertex = (pre: number | null, post: number | null) => ({
    jobVertexId: "a",
    preRescaleParallelism: pre,
    postRescaleParallelism: post,
    desiredParallelism: 4,
  });
  expect(parallelismChange({ vertices: { a: vertex(2, 3), b: vertex(2, 1) } })).toEqual({ before: "2", after: "1–3", desired: "4" });
  expect(parallelismChange({ vertices: { a: vertex(null, null) } })).toEqual({ before: undefined, after: undefined, desired: "4" });
  expect(parallelismChange({ vertices: null })).toEqual({ before: undefined, after: undefined, desired: undefined });
  expect(range([])).toBeUndefined();
});
