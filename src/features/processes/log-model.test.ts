import { describe, expect, it } from "vitest";

import { createRecordedCluster } from "../../../mocks/recorded-cluster.ts";
import { loadRecording } from "../../../mocks/recordings.ts";
import { createFlinkClient } from "../../client/flink-client.ts";
import { countTroubles, filterLog, lineAt, lineTime, parseLog } from "./log-model.ts";

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

it("reads the time of an entry in the zone of the cluster, or in the zone that the layout has", () => {
  const at = Date.UTC(2026, 10, 20, 12, 34, 56, 789);
  expect(lineTime("2026-11-20 12:34:56,789 INFO  org.apache.flink.A [] - x", 0)).toBe(at);
  expect(lineTime("2026-11-20 13:34:56,789 INFO  org.apache.flink.A [] - x", 3_600_000)).toBe(at);
  expect(lineTime("2026-11-20T13:34:56.789+01:00 [main] INFO x", 0)).toBe(at);
  expect(lineTime("2026-11-20T12:34:56Z INFO x", 3_600_000)).toBe(at - 789);
  expect(lineTime("\tat a.b(C.java:1)", 0)).toBeUndefined();
});

it("finds the lines at a time: the first one from a second before, or the last one before that", () => {
  const base = Date.UTC(2026, 10, 20, 12, 0, 0);
  const lines = ["12:00:00,000 a", "12:00:30,000 b", "\tat c", "12:00:31,200 d", "12:05:00,000 e"].map((text) => ({
    text: text.startsWith("\t") ? text : `2026-11-20 ${text}`,
  }));
  expect(lineAt(lines, base + 30_500, 0)).toBe(1);
  expect(lineAt(lines, base + 32_000, 0)).toBe(3);
  expect(lineAt(lines, base + 80_000, 0)).toBe(3);
  expect(lineAt(lines, base + 180_000, 0)).toBeUndefined();
  expect(lineAt(lines, base + 3_600_000 + 30_500, 0)).toBeUndefined();
  expect(lineAt(lines, base - 3_600_000 + 30_500, 3_600_000)).toBe(1);
  expect(lineAt([], base, 0)).toBeUndefined();
});
