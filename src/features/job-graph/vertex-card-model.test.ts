import { describe, expect, it } from "vitest";
import type { VertexBackpressure } from "../../rest/vertices.ts";
import { vertexPressure } from "../../domain/vertex-pressure.ts";

import type { JobVertex } from "../../rest/jobs.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { vertexCard, type VertexCardModel, vertexMeasures } from "./vertex-card-model.ts";

const running = await recordedJob("02-running-warm-metrics");
const waiting = await recordedJob("04-restarting-without-slots");

const RATES = { recordsInPerSecond: 400, recordsOutPerSecond: 0.4 };
const MEASURES = { busyShare: 0.02, backpressuredShare: 0, lowWatermark: { atMs: 1 } } as const;

function card(vertex: JobVertex | undefined, exceptions: Parameters<typeof vertexCard>[1]["exceptions"] = []): VertexCardModel {
  if (vertex === undefined) throw new Error("no such vertex");
  return vertexCard(vertex, {
    description: undefined,
    measures: MEASURES,
    rates: RATES,
    willRestoreBytes: 5402,
    exceptions,
  });
}

function withTasks(tasks: Readonly<Record<string, number>>): JobVertex {
  const vertex = running.job.vertices[1];
  if (vertex === undefined) throw new Error("no such vertex");
  const none = Object.fromEntries(Object.keys(vertex.tasks).map((state) => [state, 0])) as JobVertex["tasks"];
  return { ...vertex, tasks: { ...none, ...tasks } };
}

describe("vertexCard", () => {
  it("shows rates and loads of a vertex at work, and nothing to restore", () => {
    expect(card(running.job.vertices[1])).toMatchObject({
      phase: "working",
      rates: RATES,
      measures: MEASURES,
      willRestoreBytes: undefined,
    });
  });

  it("has no load yet while its tasks are too young to be measured", () => {
    const vertex = running.job.vertices[1];
    const young = vertex === undefined ? undefined : { ...vertex, duration: 3000 };
    expect(card(young).measures).toEqual({ ...MEASURES, busyShare: undefined, backpressuredShare: undefined });
  });

  it("waits, as recorded: Flink calls the vertex CREATED, its tasks are SCHEDULED; numbers are absent, not zero", () => {
    const vertex = waiting.job.vertices[1];
    expect(vertex?.status).toBe("CREATED");
    const model = card(vertex);
    expect(model.phase).toBe("waiting");
    expect(model.tasks).toEqual([{ tone: "scheduled", word: "SCHEDULED", count: 2 }]);
    expect(model.rates).toBeUndefined();
    expect(model.measures).toEqual({ busyShare: undefined, backpressuredShare: undefined, lowWatermark: undefined });
    expect(model.willRestoreBytes).toBe(5402);
  });

  it("shows a mixed state as mixed, and works as long as one task works", () => {
    const model = card(withTasks({ RUNNING: 1, INITIALIZING: 1 }));
    expect(model.tasks.map(({ word }) => word)).toEqual(["RUNNING", "INITIALIZING"]);
    expect(model.phase).toBe("working");
  });

  it("names the exception that its own task failed with", async () => {
    const { exceptions } = await recordedJob("13-failing", "Wide 12");
    const failed = { ...withTasks({ FAILED: 1 }), name: "step 0.3" };
    expect(card(failed, exceptions.exceptionHistory.entries).rootCause).toBe("IllegalStateException");
    expect(card({ ...failed, name: "step 0.4" }, exceptions.exceptionHistory.entries).rootCause).toBeUndefined();
  });

  it("has ended when all its tasks have", () => {
    expect(card(withTasks({ FINISHED: 1, CANCELED: 1 }))).toMatchObject({ phase: "ended", rates: undefined, willRestoreBytes: undefined });
  });
});

describe("vertexMeasures", () => {
  it("reads the busiest subtask and the lowest watermark out of recorded replies", async () => {
    const { client, job } = running;
    const params = { jobid: job.jid, vertexid: job.vertices[1]?.id ?? "" };
    const load = vertexPressure(params.vertexid, await client.call("vertexBackpressure", params, {}));
    const watermarks = await client.call("vertexWatermarks", params, {});
    const measures = vertexMeasures(load, watermarks, false);
    expect(measures.busyShare).toBeGreaterThanOrEqual(0);
    expect(measures.busyShare).toBeLessThanOrEqual(1);
    expect(measures.backpressuredShare).toBe(0);
    expect(measures.lowWatermark).toEqual({ atMs: Math.min(...watermarks.map(({ value }) => Number(value))) });
  });

  it("reports that a source has no input", () => {
    expect(vertexMeasures(undefined, [], true).lowWatermark).toBe("no input");
  });

  it("has no watermark before the first one, which Flink writes as the smallest long", () => {
    const none = [{ id: "0.currentInputWatermark", value: "-9223372036854775808" }];
    expect(vertexMeasures(undefined, none, false).lowWatermark).toBeUndefined();
    expect(vertexMeasures(undefined, [], false).lowWatermark).toBeUndefined();
  });

  it("treats NaN as not measured", () => {
    const subtask = { subtask: 0, backpressureLevel: "ok", "backpressure-level": "ok", ratio: 0, idleRatio: 1, busyRatio: "NaN" } as const;
    const notMeasured: VertexBackpressure = { status: "ok", backpressureLevel: "ok", "backpressure-level": "ok", subtasks: [subtask] };
    expect(vertexMeasures(vertexPressure("a", notMeasured), [], false).busyShare).toBeUndefined();
  });
});
