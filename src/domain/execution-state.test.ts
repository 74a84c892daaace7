import { expect, test } from "vitest";

import { EXECUTION_STATES } from "../rest/states.ts";
import { executionStateCounts, executionStateFacts, executionStateLook } from "./execution-state.ts";

test("counts contain only states with tasks, failures first", () => {
  expect(executionStateCounts({ RUNNING: 5, FAILED: 1, CANCELED: 0, SCHEDULED: 2 })).toEqual([
    { tone: "failed", word: "FAILED", count: 1 },
    { tone: "running", word: "RUNNING", count: 5 },
    { tone: "scheduled", word: "SCHEDULED", count: 2 },
  ]);
});

test("without tasks there are no counts", () => {
  expect(executionStateCounts({})).toEqual([]);
});

test("every state can be counted", () => {
  const all = Object.fromEntries(EXECUTION_STATES.map((state) => [state, 1]));
  expect(new Set(executionStateCounts(all).map(({ word }) => word))).toEqual(new Set(EXECUTION_STATES));
});

test("a look has the cluster's word and an optional count", () => {
  expect(executionStateLook("CANCELING")).toEqual({ tone: "canceling", label: "CANCELING" });
  expect(executionStateLook("RUNNING", 2)).toEqual({ tone: "running", label: "2 RUNNING" });
});

test("only FINISHED, CANCELED and FAILED are over", () => {
  expect(EXECUTION_STATES.filter((state) => executionStateFacts(state).isTerminal)).toEqual(["FINISHED", "CANCELED", "FAILED"]);
});
