import { describe, expect, it } from "vitest";
import { EXECUTION_STATES, JOB_STATUSES } from "../../../rest/states.ts";
import { assertExecutionTransition, isExecutionTransition, isTerminalExecutionState } from "./execution-state-machine.ts";
import { assertJobTransition, isGloballyTerminal, isJobTransition } from "./job-status-machine.ts";

describe("the states of an attempt", () => {
  it("names both states of an illegal move", () => {
    expect(() => assertExecutionTransition("FINISHED", "RUNNING", "Counter (1/2)")).toThrow(
      "Counter (1/2) cannot switch from FINISHED to RUNNING",
    );
  });

  it("end in the terminal ones, and nowhere else but in RECONCILING, which is never entered", () => {
    const deadEnds = EXECUTION_STATES.filter((from) => EXECUTION_STATES.every((to) => !isExecutionTransition(from, to)));
    expect(deadEnds.filter((state) => state !== "RECONCILING")).toEqual(EXECUTION_STATES.filter(isTerminalExecutionState));
    expect(EXECUTION_STATES.some((from) => isExecutionTransition(from, "RECONCILING"))).toBe(false);
  });

  it("let CANCELING end in CANCELED only", () => {
    expect(EXECUTION_STATES.filter((to) => isExecutionTransition("CANCELING", to))).toEqual(["CANCELED"]);
  });
});

describe("the status of a job", () => {
  it("names both statuses of an illegal move", () => {
    expect(() => assertJobTransition("FAILED", "RUNNING", "Click Event Count")).toThrow(
      "Click Event Count cannot switch from FAILED to RUNNING",
    );
  });

  it("can be cancelled out of everything that runs", () => {
    expect(JOB_STATUSES.filter((from) => isJobTransition(from, "CANCELLING"))).toEqual(["CREATED", "RUNNING", "FAILING", "RESTARTING"]);
  });

  it("never leaves a terminal status", () => {
    for (const from of JOB_STATUSES.filter(isGloballyTerminal)) {
      expect(JOB_STATUSES.filter((to) => isJobTransition(from, to))).toEqual([]);
    }
  });
});
