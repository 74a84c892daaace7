import { describe, expect, it } from "vitest";

import type { JobVertex } from "../rest/jobs.ts";
import { EXECUTION_STATES } from "../rest/states.ts";
import { shortVertexName } from "./vertex-name.ts";
import { taskProgressOf, vertexPhase } from "./vertex-phase.ts";

function vertex(tasks: Readonly<Record<string, number>>): Pick<JobVertex, "tasks"> {
  const none = Object.fromEntries(EXECUTION_STATES.map((state) => [state, 0])) as JobVertex["tasks"];
  return { tasks: { ...none, ...tasks } };
}

describe("vertexPhase", () => {
  it.each([
    [{ SCHEDULED: 2 }, "waiting"],
    [{ CREATED: 2 }, "waiting"],
    [{ DEPLOYING: 1, SCHEDULED: 1 }, "starting"],
    [{ INITIALIZING: 2 }, "starting"],
    [{ RUNNING: 1, INITIALIZING: 1 }, "working"],
    [{ RUNNING: 1, FINISHED: 1 }, "working"],
    [{ CANCELING: 1, CANCELED: 1 }, "stopping"],
    [{ FAILED: 1, CANCELED: 1 }, "failed"],
    [{ FAILED: 1, RUNNING: 1 }, "failed"],
    [{ FINISHED: 2 }, "ended"],
    [{ CANCELED: 2 }, "ended"],
  ] as const)("of %o is %s", (tasks, phase) => {
    expect(vertexPhase(vertex(tasks))).toBe(phase);
  });
});

it("counts a job's tasks over its vertices", () => {
  expect(taskProgressOf([vertex({ RUNNING: 1, INITIALIZING: 1 }), vertex({ FINISHED: 2 })])).toEqual({
    total: 4,
    running: 1,
    finished: 2,
    restoring: 1,
  });
});

it("shortens a name to its last word", () => {
  expect(["Source: ClickEvent Source", "ClickEventStatistics Sink: Writer", "Map", ""].map(shortVertexName)).toEqual([
    "Source",
    "Writer",
    "Map",
    "(no name)",
  ]);
});

it("does not shorten a name to a number or a placeholder", () => {
  expect(["Filter (3)", "Sink: %s", "(3)"].map(shortVertexName)).toEqual(["Filter", "Sink", "(3)"]);
});

it("does not call a vertex ended whose tasks are in a state that Drey does not know", () => {
  expect(vertexPhase(vertex({ PARKED: 1, FINISHED: 1 }))).toBe("stopping");
});
