import { describe, expect, it } from "vitest";
import { EXECUTION_STATES, type ExecutionState } from "../../rest/states.ts";
import type { ExecutionView } from "../jobmanager/jobmanager-view.ts";
import { statusDurations } from "./io-metrics.ts";

function attempt(state: ExecutionState, entered: Partial<Record<ExecutionState, number>>): ExecutionView {
  const never = Object.fromEntries(EXECUTION_STATES.map((name) => [name, 0]));
  return {
    attemptId: "a",
    attemptNumber: 0,
    state,
    stateTimestamps: { ...(never as Record<ExecutionState, number>), ...entered },
    location: undefined,
    allocationId: undefined,
    failure: undefined,
    finalIo: undefined,
  };
}

describe("statusDurations", () => {
  it("measures the current state until now and -1 for states never entered", () => {
    const waiting = attempt("SCHEDULED", { CREATED: 1000, SCHEDULED: 1019 });
    expect(statusDurations(waiting, 8280)).toEqual({
      CREATED: 19,
      SCHEDULED: 7261,
      DEPLOYING: -1,
      INITIALIZING: -1,
      RUNNING: -1,
    });
  });

  it("ends the last state with the failure that ended it", () => {
    const failed = attempt("FAILED", {
      CREATED: 1000,
      SCHEDULED: 1010,
      DEPLOYING: 1020,
      INITIALIZING: 1030,
      RUNNING: 1040,
      FAILED: 5040,
    });
    expect(statusDurations(failed, 9000).RUNNING).toBe(4000);
  });

  it("ends RUNNING where a cancel began", () => {
    const canceled = attempt("CANCELED", {
      CREATED: 1,
      SCHEDULED: 2,
      DEPLOYING: 3,
      INITIALIZING: 4,
      RUNNING: 5,
      CANCELING: 105,
      CANCELED: 205,
    });
    expect(statusDurations(canceled, 9000).RUNNING).toBe(100);
  });
});
