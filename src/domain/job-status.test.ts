import { expect, test } from "vitest";

import { STATE_TONES } from "../base/state-tone.ts";
import { JOB_STATUSES } from "../rest/states.ts";
import { jobStatusFacts, jobStatusLook } from "./job-status.ts";

const IDLE = { total: 8, running: 0, finished: 0, restoring: 0 };

test("a RUNNING job whose tasks all wait says so and looks like its tasks", () => {
  expect(jobStatusLook("RUNNING", IDLE)).toEqual({ tone: "scheduled", label: "RUNNING, 0 of 8 tasks" });
});

test("a RUNNING job whose tasks restore, none running yet, looks as INITIALIZING", () => {
  expect(jobStatusLook("RUNNING", { ...IDLE, restoring: 3 })).toEqual({ tone: "initializing", label: "RUNNING, 0 of 8 tasks" });
});

test.each([
  ["one task runs", { ...IDLE, running: 1 }],
  ["its only task at work has finished", { ...IDLE, finished: 1 }],
  ["it has no tasks yet", { ...IDLE, total: 0 }],
])("a RUNNING job is RUNNING when %s", (_, tasks) => {
  expect(jobStatusLook("RUNNING", tasks)).toEqual({ tone: "running", label: "RUNNING" });
});

test("other statuses do not depend on the tasks", () => {
  for (const status of JOB_STATUSES.filter((each) => each !== "RUNNING")) {
    expect(jobStatusLook(status, IDLE)).toEqual({ tone: jobStatusFacts(status).tone, label: status });
  }
});

test("each status has a tone of the tokens and a place of its own in the order", () => {
  const facts = JOB_STATUSES.map(jobStatusFacts);
  expect(facts.every(({ tone }) => STATE_TONES.includes(tone))).toBe(true);
  expect(new Set(facts.map(({ order }) => order)).size).toBe(JOB_STATUSES.length);
});

test("only FINISHED, FAILED, CANCELED and SUSPENDED are over", () => {
  expect(JOB_STATUSES.filter((status) => jobStatusFacts(status).isTerminal)).toEqual(["FAILED", "CANCELED", "FINISHED", "SUSPENDED"]);
});
