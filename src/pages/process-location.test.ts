import { expect, it } from "vitest";

import { processPath, readProcessLocation } from "./process-location.ts";

it.each([
  ["jobmanager", "metrics", "metrics", "main"],
  ["jobmanager", "config", "config", "main"],
  ["jobmanager", "logs", "logs", "main"],
  ["jobmanager", "stdout", "logs", "stdout"],
  ["jobmanager", "log", "logs", "main"],
  ["jobmanager", "thread-dump", "threads", "main"],
  ["jobmanager", "profiler", "profiler", "main"],
  ["jobmanager", "", "metrics", "main"],
  ["taskmanager", "metrics", "metrics", "main"],
  ["taskmanager", "log-list", "logs", "main"],
  ["taskmanager", "config", "metrics", "main"],
  ["taskmanager", "nonsense/x", "metrics", "main"],
] as const)("the %s's bookmark %j of Flink's WebUI shows %s", (kind, rest, tab, file) => {
  expect(readProcessLocation(kind, rest)).toEqual({ tab, file: { kind: file } });
});

it("names a file in Flink's way, with any characters", () => {
  for (const kind of ["jobmanager", "taskmanager"] as const) {
    const location = { tab: "logs", file: { kind: "named", name: "a b%/c.log" } } as const;
    const path = processPath(kind, location);
    expect(path).toBe(`${kind === "jobmanager" ? "log" : "log-list"}/a%20b%25%2Fc.log`);
    expect(readProcessLocation(kind, decodeURIComponent(path))).toEqual(location);
  }
});

it("is the inverse of reading", () => {
  for (const rest of ["metrics", "config", "logs", "stdout", "thread-dump", "profiler"]) {
    expect(processPath("jobmanager", readProcessLocation("jobmanager", rest))).toBe(rest);
  }
});
