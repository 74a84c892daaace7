import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clickEventCount, parseClickEventCountArguments } from "./click-event-count.ts";
import { jobPlan } from "./job-plan.ts";
import type { JobGraph } from "./job-graph.ts";

const PLAYGROUND_ARGUMENTS = ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"];

function graphOf(programArguments: readonly string[], parallelism = 2): JobGraph {
  const options = parseClickEventCountArguments(programArguments);
  if (!options.ok) throw new Error(options.error);
  return clickEventCount(options.value, {
    jobId: "f4d5b097a90a7d463e51caafbe30028a",
    slotSharingGroupId: "7822fce8af9eba8e05a42166776c4457",
    parallelism,
    checkpoints: { timeoutMs: 600_000, minPauseMs: 0, tolerableFailures: 0, retention: "NO_EXTERNALIZED_CHECKPOINTS" },
    bufferTimeoutMs: 100,
    autoWatermarkIntervalMs: 200,
  });
}

describe("Click Event Count", () => {
  it("has the recorded vertices, with ids hashed from the uids source, counter and sink", () => {
    expect(graphOf(PLAYGROUND_ARGUMENTS).vertices.map(({ id, name, maxParallelism }) => [id, name, maxParallelism])).toEqual([
      ["e5a72f353fc1e6bbf3bd96a41384998c", "Source: ClickEvent Source", 128],
      ["0da08f51eaa85fc298e176a139b3649a", "ClickEvent Counter", 128],
      ["2e588ce1c86a9d46e2e85186773ce4fd", "ClickEventStatistics Sink: Writer", 128],
      ["5abb6f104479fbc38acf37f2d04fd907", "ClickEventStatistics Sink: Committer", 128],
    ]);
  });

  it("has the plan that Flink answered", () => {
    const file = new URL("../../../mocks/fixtures/flink-2.3.0/02-running.json", import.meta.url);
    const recording: unknown = JSON.parse(readFileSync(file, "utf8"));
    expect(recording).toMatchObject({
      calls: expect.arrayContaining([
        expect.objectContaining({
          path: "/jobs/f4d5b097a90a7d463e51caafbe30028a/plan",
          reply: { plan: jobPlan(graphOf(PLAYGROUND_ARGUMENTS)) },
        }),
      ]),
    });
  });

  it("has the recorded slow operator with --backpressure, forward from the source", () => {
    const graph = graphOf([...PLAYGROUND_ARGUMENTS, "--backpressure"]);
    expect(graph.vertices.map(({ id, name }) => [id, name])[1]).toEqual(["59fa767824610e31f4a11d6125e09bf4", "Backpressure Operator"]);
    expect(graph.edges.map(({ shipStrategy }) => shipStrategy)).toEqual(["FORWARD", "HASH", "FORWARD", "FORWARD"]);
    expect(graph.vertices.map(({ id }) => id).toSpliced(1, 1)).toEqual(graphOf(PLAYGROUND_ARGUMENTS).vertices.map(({ id }) => id));
  });

  it("checkpoints every second with --checkpointing and not at all without", () => {
    expect(graphOf(PLAYGROUND_ARGUMENTS).checkpoints.intervalMs).toBe(1000);
    expect(graphOf(["--event-time"]).checkpoints.intervalMs).toBeUndefined();
  });

  it("counts by processing time without --event-time", () => {
    const counter = graphOf(["--checkpointing"]).vertices[1];
    expect(counter?.operator).toEqual({ kind: "window-count", sizeMs: 15_000, time: "processing" });
    expect(counter?.description).toBe("Window(TumblingProcessingTimeWindows(15000), ProcessingTimeTrigger, Count, Stamp)");
  });

  it("takes topics and start from its arguments", () => {
    const graph = graphOf(["--input-topic", "in", "--output-topic", "out", "--starting-offsets", "committed"]);
    expect(graph.vertices[0]?.operator).toMatchObject({ topic: "in", startingOffsets: "committed", groupId: "click-event-count" });
    expect(graph.vertices[2]?.operator).toEqual({ kind: "sink-writer", topic: "out" });
  });

  it("has the playground's idleness of 5 s, or that of its arguments", () => {
    const idlenessOf = (programArguments: readonly string[]) => graphOf(programArguments).vertices[0]?.operator;
    expect(idlenessOf([])).toMatchObject({ watermarks: { idlenessMs: 5000 } });
    expect(idlenessOf(["--idleness-ms", "60000"])).toMatchObject({ watermarks: { idlenessMs: 60_000 } });
  });

  it.each([
    [["--backpresure"], "Unknown argument '--backpresure'."],
    [["checkpointing"], "Error parsing arguments: 'checkpointing' does not begin with - or --."],
    [["--input-topic"], "No value given for '--input-topic'."],
    [["--input-topic", "--event-time"], "No value given for '--input-topic'."],
    [["--starting-offsets", "latest"], "'latest' is neither earliest nor committed."],
    [["--idleness-ms", "0"], "'0' is not a number of milliseconds. Give a whole number from 1 to 999999999."],
    [["--idleness-ms", "5 s"], "'5 s' is not a number of milliseconds. Give a whole number from 1 to 999999999."],
  ])("refuses %j", (programArguments, error) => {
    expect(parseClickEventCountArguments(programArguments)).toEqual({ ok: false, error });
  });

  it("refuses a parallelism of 0", () => {
    expect(() => graphOf([], 0)).toThrow("parallelism 0 of Source: ClickEvent Source is not in 1…32768");
  });
});
