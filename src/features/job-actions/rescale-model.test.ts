import { expect, it } from "vitest";

import { createFlinkClient } from "../../client/flink-client.ts";
import { recordedTransport } from "../../testing/recorded-backend.tsx";
import type { Rescale } from "./rescale-book.ts";
import { type NewJob, rescaleLeftover, rescaleSteps, savepointInFailure } from "./rescale-model.ts";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const PATH = "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344";
const checkpoints = await createFlinkClient(recordedTransport("07-stop")).call("checkpoints", { jobid: JOB }, {});
const savepoint = checkpoints.latest.savepoint;
const begunMs = savepoint?.trigger_timestamp ?? 0;

const RESCALE: Rescale = {
  backendId: "test",
  jobId: JOB,
  jobName: "Click Event Count",
  fromParallelism: 2,
  toParallelism: 3,
  jarId: "a_ClickCountJob.jar",
  jarName: "ClickCountJob.jar",
  entryClass: "",
  programArgs: ["--checkpointing", "--event-time"],
  triggerId: "0".repeat(32),
  savepointPath: null,
  newJobId: null,
  begunMs,
};
const NOTHING = { isRunElsewhere: false, stop: undefined, checkpoints: undefined, isNewJobKnown: false, paths: undefined };

it("shows the progress of two steps", () => {
  expect(rescaleSteps(3, undefined, undefined, undefined, 0).map(({ phase }) => phase)).toEqual(["later", "later"]);
  const stopping = { phase: "running", sinceMs: 1000, trouble: undefined } as const;
  expect(rescaleSteps(3, stopping, undefined, undefined, 3000)[0]).toMatchObject({
    phase: "now",
    detail: expect.stringContaining("2.0 s"),
  });
  const stopped = { phase: "done", sinceMs: 0, endMs: 1200, value: PATH } as const;
  const failed = { phase: "failed", sinceMs: 0, endMs: 1, words: "No JAR.", reply: undefined } as const;
  const [first, second] = rescaleSteps(3, stopped, failed, undefined, 0);
  expect(first).toMatchObject({ phase: "done", detail: expect.stringContaining(PATH) });
  expect(second).toMatchObject({ phase: "failed", title: "Start from it at parallelism 3", detail: "No JAR." });
});

it("keeps the second step open until all tasks of the new job run", () => {
  const done = { phase: "done", sinceMs: 0, endMs: 1200, value: "f".repeat(32) } as const;
  const second = (newJob: NewJob | undefined) => rescaleSteps(3, done, done, newJob, 0)[1];
  expect(second(undefined).phase).toBe("now");
  expect(second({ state: "RUNNING", running: 0, total: 12 })).toMatchObject({
    phase: "now",
    detail: "The new job is RUNNING: 0 of 12 tasks run.",
  });
  expect(second({ state: "RUNNING", running: 12, total: 12 }).phase).toBe("done");
  expect(second({ state: "FAILED", running: 0, total: 12 })).toMatchObject({ phase: "failed", detail: "The new job is FAILED." });
});

it("names the savepoint of a stop whose status the cluster still knows", () => {
  expect(rescaleLeftover(RESCALE, { ...NOTHING, stop: { value: PATH } })).toEqual({ kind: "savepoint", path: PATH });
  expect(rescaleLeftover(RESCALE, { ...NOTHING, stop: "in-progress" })).toEqual({ kind: "stopping" });
  expect(rescaleLeftover(RESCALE, { ...NOTHING, stop: "failed" })).toEqual({ kind: "nothing" });
});

it("finds it in the recorded history of the stopped job when the status is forgotten, and not an older one", () => {
  expect(savepoint?.external_path).toBe(PATH);
  expect(rescaleLeftover(RESCALE, { ...NOTHING, checkpoints })).toEqual({ kind: "savepoint", path: PATH });
  expect(rescaleLeftover({ ...RESCALE, begunMs: begunMs + 600_000 }, { ...NOTHING, checkpoints })).toEqual({ kind: "nothing" });
});

it("offers nothing if the new job exists, the savepoint is deleted, or the cluster does not know it", () => {
  const stopped = { ...RESCALE, savepointPath: PATH };
  expect(rescaleLeftover(stopped, NOTHING)).toEqual({ kind: "savepoint", path: PATH });
  expect(rescaleLeftover(stopped, { ...NOTHING, isNewJobKnown: true })).toEqual({ kind: "nothing" });
  expect(rescaleLeftover(stopped, { ...NOTHING, paths: [] })).toEqual({ kind: "nothing" });
  expect(rescaleLeftover(stopped, { ...NOTHING, paths: [PATH] })).toEqual({ kind: "savepoint", path: PATH });
  expect(rescaleLeftover(RESCALE, NOTHING)).toEqual({ kind: "nothing" });
});

it("reads the savepoint from Flink's error for a job that failed after it", () => {
  const words = `A savepoint has been created at: ${PATH}, but the corresponding job ${JOB} failed during stopping.`;
  expect(savepointInFailure(words)).toBe(PATH);
  expect(savepointInFailure("The job is not running.")).toBeUndefined();
});
