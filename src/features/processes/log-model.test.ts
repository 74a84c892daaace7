import { describe, expect, it } from "vitest";

import { createRecordedCluster } from "../../../mocks/recorded-cluster.ts";
import { loadRecording } from "../../../mocks/recordings.ts";
import { createFlinkClient } from "../../client/flink-client.ts";
import { countTroubles, filterLog, parseLog } from "./log-model.ts";

const LOG = [
  "2026-11-21 10:00:00,001 INFO  org.apache.flink.runtime.Dispatcher [] - Received job",
  "2026-11-21 10:00:01,002 WARN  org.apache.flink.X [] - boom",
  "java.lang.Exception: boom",
  "\tat a.B.c(B.java:1)",
  "2026-11-21 10:00:02,003 INFO  org.apache.flink.X [] - after",
  "",
].join("\n");

describe("parseLog", () => {
  it("gives a stack trace the level of its entry", () => {
    expect(parseLog(LOG).map(({ number, level }) => [number, level])).toEqual([
      [1, "INFO"],
      [2, "WARN"],
      [3, "WARN"],
      [4, "WARN"],
      [5, "INFO"],
    ]);
  });

  it("reads other layouts and line ends, and lines without level", () => {
    expect(parseLog("2026-11-21T10:00:00.001Z [main] ERROR x\r\nplain\r\n").map(({ text, level }) => [text, level])).toEqual([
      ["2026-11-21T10:00:00.001Z [main] ERROR x", "ERROR"],
      ["plain", "ERROR"],
    ]);
    expect(parseLog("printed by main()")).toEqual([{ number: 1, text: "printed by main()", level: undefined }]);
    expect(parseLog("")).toEqual([]);
  });

  it("numbers the lines of a log whose beginning was skipped", () => {
    expect(parseLog("a\nb\n", 163_840).map(({ number }) => number)).toEqual([163_841, 163_842]);
  });

  it("finds the levels of a live JobManager's log", async () => {
    const client = createFlinkClient(createRecordedCluster(loadRecording("flink-2.3.0", "02-running")));
    const lines = parseLog(await client.call("jobManagerLog", {}, {}));
    expect(lines.length).toBeGreaterThan(2);
    expect(new Set(lines.map(({ level }) => level))).toEqual(new Set(["INFO"]));
  });
});

describe("filterLog", () => {
  it("keeps lines by level and by text", () => {
    const lines = parseLog(LOG);
    expect(filterLog(lines, { text: "", level: "TRACE" })).toBe(lines);
    expect(filterLog(lines, { text: "", level: "WARN" }).map(({ number }) => number)).toEqual([2, 3, 4]);
    expect(filterLog(lines, { text: "BOOM", level: "TRACE" }).map(({ number }) => number)).toEqual([2, 3]);
    expect(filterLog(lines, { text: "received", level: "WARN" })).toEqual([]);
  });
});

it("counts entries, not the lines of their stacks", () => {
  expect(countTroubles(parseLog(LOG))).toEqual({ warnings: 1, errors: 0 });
});
