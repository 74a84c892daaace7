import { expect, test } from "vitest";

import { loadRecording } from "../../../mocks/recordings.ts";
import { nextLateDrops } from "../../observe/late-drops.ts";
import { jobSchema } from "../../rest/jobs.ts";
import { isEventTimeJob, lowWatermark, windowVertexId } from "./job-facts.ts";

const JOB = jobSchema.parse(
  loadRecording("flink-2.3.0", "02-running").calls.find(({ path }) => /^\/jobs\/[0-9a-f]{32}$/.test(path))?.reply,
);

function describedAs(description: string): typeof JOB {
  return { ...JOB, plan: { ...JOB.plan, nodes: JOB.plan.nodes.map((node) => ({ ...node, description })) } };
}

test("the plan names the windows and their vertex", () => {
  expect(isEventTimeJob(JOB)).toBe(true);
  expect(windowVertexId(JOB)).toBe("0da08f51eaa85fc298e176a139b3649a");
  expect(isEventTimeJob(describedAs("Window(TumblingProcessingTimeWindows(15000), ProcessingTimeTrigger, Count, Stamp)<br/>"))).toBe(false);
});

test("a plan without descriptions says nothing of either", () => {
  expect(isEventTimeJob(describedAs(""))).toBeUndefined();
  expect(windowVertexId(describedAs(""))).toBeUndefined();
});

test("the low watermark is the lowest, and none while a subtask has none", () => {
  const mark = (subtask: number, value: string) => ({ id: `${subtask}.currentInputWatermark`, value });
  expect(lowWatermark([mark(0, "1795258879569"), mark(1, "1795258879000")])).toBe(1795258879000);
  expect(lowWatermark([mark(0, "1795258879569"), mark(1, "-9223372036854775808")])).toBeUndefined();
  expect(lowWatermark([])).toBeUndefined();
});

test("a counter that decreases belongs to a new attempt, and the old value is kept", () => {
  let drops = nextLateDrops(undefined, 5);
  drops = nextLateDrops(drops, 8);
  drops = nextLateDrops(drops, 0);
  drops = nextLateDrops(drops, 3);
  expect(drops).toEqual({ before: 8, current: 3 });
});
