import { describe, expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import type { VertexBackpressure } from "../../rest/vertices.ts";
import { attemptsInWords, subtaskRows, timeOfBusiest } from "./subtasks-model.ts";

async function vertexOf(situation: "02-running-warm-metrics" | "04-restarting-without-slots") {
  const { client, job } = await recordedJob(situation);
  const params = { jobid: job.jid, vertexid: job.vertices[1]?.id ?? "" };
  return { vertex: await client.call("vertex", params, {}), backpressure: await client.call("vertexBackpressure", params, {}) };
}

describe("subtaskRows", () => {
  it("names the TaskManager by its container, or by its endpoint without one", async () => {
    const { vertex, backpressure } = await vertexOf("02-running-warm-metrics");
    const [first] = subtaskRows(vertex, undefined, backpressure, []);
    expect(first?.taskManager).toEqual({ id: "tm1", name: vertex.subtasks[0]?.endpoint });
    const container = {
      name: "taskmanager-1",
      service: "taskmanager",
      state: "running" as const,
      exitCode: null,
      command: "",
      ports: [],
      startedAt: 0,
      taskManagerId: "tm1",
    };
    expect(subtaskRows(vertex, undefined, backpressure, [container])[0]?.taskManager?.name).toBe("taskmanager-1");
  });

  it("has no slot, rate or load while it waits", async () => {
    const { vertex, backpressure } = await vertexOf("04-restarting-without-slots");
    const rows = subtaskRows(vertex, undefined, backpressure, []);
    expect(rows).toEqual([
      { index: 0, status: "SCHEDULED", attempt: 1, taskManager: undefined, rates: undefined, busyShare: undefined },
      { index: 1, status: "SCHEDULED", attempt: 1, taskManager: undefined, rates: undefined, busyShare: undefined },
    ]);
    expect(attemptsInWords(rows)).toBe("attempt 1, not deployed");
  });

  it("has no load yet shortly after its start", async () => {
    const { vertex, backpressure } = await vertexOf("02-running-warm-metrics");
    const [old] = subtaskRows(vertex, undefined, backpressure, []);
    expect(old?.busyShare).toBeGreaterThanOrEqual(0);
    const young = { ...vertex, subtasks: vertex.subtasks.map((one) => ({ ...one, duration: 3000 })) };
    expect(subtaskRows(young, undefined, backpressure, [])[0]?.busyShare).toBeUndefined();
  });

  it("says when subtasks are at different attempts", async () => {
    const { vertex, backpressure } = await vertexOf("02-running-warm-metrics");
    const rows = subtaskRows(vertex, undefined, backpressure, []).map((row, index) => ({ ...row, attempt: index * 2 }));
    expect(attemptsInWords(rows)).toBe("attempts 0 to 2");
    expect(attemptsInWords([])).toBe("");
  });
});

describe("timeOfBusiest", () => {
  const OLD = [{ subtask: 0, duration: 60_000 }];
  const subtask = (busyRatio: number | "NaN", ratio: number, idleRatio: number) => ({
    subtask: 0,
    backpressureLevel: "ok" as const,
    busyRatio,
    ratio,
    idleRatio,
  });

  it("is the time of the subtask that is busy most", () => {
    const reply: VertexBackpressure = { status: "ok", "end-timestamp": 5, subtasks: [subtask(0.1, 0.2, 0.7), subtask(0.3, 0.5, 0.2)] };
    expect(timeOfBusiest(reply, OLD)).toEqual({ busy: 0.3, backpressured: 0.5, idle: 0.2, sampledMs: 5 });
  });

  it("is unknown while the subtask is younger than a measurement interval, or its age is unknown", () => {
    const reply: VertexBackpressure = { status: "ok", "end-timestamp": 5, subtasks: [subtask(1, 0, 0)] };
    expect(timeOfBusiest(reply, [{ subtask: 0, duration: 3000 }])).toBeUndefined();
    expect(timeOfBusiest(reply, [])).toBeUndefined();
    expect(timeOfBusiest(reply, OLD)?.busy).toBe(1);
  });

  it("is unknown without measurements", () => {
    expect(timeOfBusiest({ status: "deprecated" }, OLD)).toBeUndefined();
    expect(timeOfBusiest({ status: "ok", subtasks: [subtask("NaN", 0, 1)] }, OLD)).toBeUndefined();
    expect(timeOfBusiest(undefined, OLD)).toBeUndefined();
  });
});
