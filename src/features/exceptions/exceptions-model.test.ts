import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { exceptionGroups } from "./exceptions-model.ts";

it("reads a recorded failure: class, message, task, TaskManager, and markup in it as text", async () => {
  const { exceptions } = await recordedJob("13-failing", "Wide 12");
  const groups = exceptionGroups(exceptions, []);
  expect(groups.length).toBe(exceptions.exceptionHistory.entries.length);
  expect(groups[0]).toMatchObject({
    shortName: "IllegalStateException",
    fullName: "java.lang.IllegalStateException",
    message: "boom <img src=x onerror=alert(1)> at 199",
    task: "step 0.3 (1/1) - execution #5",
    taskManager: { id: "tm2" },
    concurrent: [],
  });
  expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
});

it("reads the failure of a killed TaskManager with its concurrent exceptions", async () => {
  const { exceptions } = await recordedJob("05-recovered");
  const [group] = exceptionGroups(exceptions, []);
  expect(group?.message).toMatch(/no longer reachable/);
  expect(group?.concurrent.length).toBe(exceptions.exceptionHistory.entries[0]?.concurrentExceptions.length);
});

it("omits unknown fields, and keeps a message of several lines", () => {
  const entry = {
    exceptionName: "org.example.Outer$Inner",
    stacktrace: "org.example.Outer$Inner: first\nsecond\n\tat a.b(C.java:1)\nCaused by: x.Y: z",
    timestamp: 5,
    taskName: null,
    endpoint: "(unassigned)",
    taskManagerId: "",
    concurrentExceptions: [],
  };
  const [group] = exceptionGroups({ exceptionHistory: { entries: [entry], truncated: false } }, []);
  expect(group).toMatchObject({ shortName: "Inner", message: "first\nsecond", task: undefined, taskManager: undefined });
});

it("has no message if the exception has none", () => {
  const entry = { exceptionName: "a.B", stacktrace: "a.B\n\tat c.D(E.java:1)", timestamp: 1, concurrentExceptions: [] };
  expect(exceptionGroups({ exceptionHistory: { entries: [entry], truncated: false } }, [])[0]?.message).toBe("");
});
