import { describe, expect, it } from "vitest";
import { aggregateState } from "./aggregate-state.ts";

describe("aggregateState", () => {
  it("reads CREATED while subtasks wait for slots or are on their way", () => {
    expect(aggregateState(["SCHEDULED", "SCHEDULED"])).toBe("CREATED");
    expect(aggregateState(["DEPLOYING", "CREATED"])).toBe("CREATED");
  });

  it("lets one failed subtask decide", () => {
    expect(aggregateState(["CANCELED", "FAILED", "RUNNING"])).toBe("FAILED");
  });

  it("is INITIALIZING until the last subtask runs", () => {
    expect(aggregateState(["RUNNING", "INITIALIZING"])).toBe("INITIALIZING");
  });

  it("is FINISHED only when all are", () => {
    expect(aggregateState(["FINISHED", "FINISHED"])).toBe("FINISHED");
    expect(aggregateState(["FINISHED", "CREATED"])).toBe("RUNNING");
  });
});
