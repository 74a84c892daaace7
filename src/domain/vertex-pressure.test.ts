import { expect, it } from "vitest";

import { createFlinkClient } from "../client/flink-client.ts";
import { recordedTransport } from "../testing/recorded-backend.tsx";
import type { VertexBackpressure } from "../rest/vertices.ts";
import { bottleneckOf, hotSubtaskOf, mostPressed, skewWords, vertexPressure, type VertexPressure } from "./vertex-pressure.ts";

async function recorded(situation: "21-backpressured-late-in-the-even-minute" | "02-running") {
  const client = createFlinkClient(recordedTransport(situation));
  const { jobs } = await client.call("jobsOverview", {}, {});
  const jobid = jobs.find(({ state }) => state === "RUNNING")?.jid ?? "";
  const job = await client.call("job", { jobid }, {});
  const pressures = await Promise.all(
    job.vertices.map(async ({ id }) => vertexPressure(id, await client.call("vertexBackpressure", { jobid, vertexid: id }, {}))),
  );
  return { job, pressures: pressures.filter((one) => one !== undefined) };
}

it("names the slow operator downstream of a HIGH source, as live Flink reported it", async () => {
  const { job, pressures } = await recorded("21-backpressured-late-in-the-even-minute");
  const bottleneck = bottleneckOf(job.plan, pressures);
  expect(job.vertices.find(({ id }) => id === bottleneck?.vertexId)?.name).toBe("Backpressure Operator");
});

it("names no vertex while the source is not HIGH yet, or without backpressure", async () => {
  const well = await recorded("02-running");
  expect(bottleneckOf(well.job.plan, well.pressures)).toBeUndefined();
  const { job, pressures } = await recorded("21-backpressured-late-in-the-even-minute");
  const filling = pressures.map((pressure) => (pressure.level === "high" ? { ...pressure, level: "low" as const } : pressure));
  expect(bottleneckOf(job.plan, filling)).toBeUndefined();
});

it("names the last vertex of a chain, not one that is backpressured itself", () => {
  const plan = {
    nodes: ["a", "b", "c"].map((id, at, all) => ({
      id,
      inputs: at === 0 ? [] : [{ id: all[at - 1] ?? "", num: 0, ship_strategy: "FORWARD" }],
    })),
  };
  const pressure = (vertexId: string, level: VertexPressure["level"], busy: number): VertexPressure => ({
    vertexId,
    level,
    subtasks: [{ subtask: 0, attempt: 0, level, backpressured: 1 - busy, idle: 0, busy }],
  });
  const nodes = plan as unknown as Parameters<typeof bottleneckOf>[0];
  expect(bottleneckOf(nodes, [pressure("a", "high", 0), pressure("b", "high", 0.6), pressure("c", "ok", 0.9)])).toEqual({
    vertexId: "c",
    busy: 0.9,
    hot: undefined,
  });
  expect(bottleneckOf(nodes, [pressure("a", "high", 0), pressure("b", "high", 0.6), pressure("c", "ok", 0.3)])).toBeUndefined();
});

it("names the subtask that works far more than the others, with its part of the work", () => {
  const pressure = (...shares: readonly (number | undefined)[]): VertexPressure => ({
    vertexId: "a",
    level: "ok",
    subtasks: shares.map((busy, subtask) => ({ subtask, attempt: undefined, level: "ok", backpressured: 0, idle: undefined, busy })),
  });
  const hot = hotSubtaskOf(pressure(0.1, 0.1, 0.1, 0.7));
  expect(hot).toEqual({ subtask: 3, share: 0.7, subtasks: 4 });
  expect(hot && skewWords(hot)).toBe("Subtask 3 does 70 % of the work of 4 subtasks.");
  // Even, all idle, one subtask only, and less than twice the others.
  for (const even of [pressure(0.9, 0.9), pressure(0, 0.4), pressure(1), pressure(1, 0.6), pressure(undefined, undefined)])
    expect(hotSubtaskOf(even)).toBeUndefined();
});

it("has the highest level of all attempts, and shares of 0 to 1", () => {
  const attempt = { subtask: 0, backpressureLevel: "ok", ratio: -0.02, idleRatio: "NaN", busyRatio: 1.52 } as const;
  const other = { ...attempt, "attempt-number": 1, backpressureLevel: "high" };
  const reply: VertexBackpressure = {
    status: "ok",
    backpressureLevel: "ok",
    subtasks: [{ ...attempt, "other-concurrent-attempts": [other] }],
  };
  const pressure = vertexPressure("a", reply);
  expect(pressure?.level).toBe("high");
  expect(pressure?.subtasks.map(({ attempt: number }) => number)).toEqual([undefined, 1]);
  expect(pressure?.subtasks[0]).toMatchObject({ backpressured: 0, idle: undefined, busy: 1 });
});

it("has no result for an unmeasured vertex", () => {
  expect(vertexPressure("a", { status: "deprecated" })).toBeUndefined();
  expect(vertexPressure("a", undefined)).toBeUndefined();
});

it("finds the most backpressured and busiest among many", () => {
  const loads: Readonly<Record<string, { busyShare: number; backpressuredShare: number }>> = {
    waits: { busyShare: 0.1, backpressuredShare: 0.9 },
    works: { busyShare: 1, backpressuredShare: 0 },
    idles: { busyShare: 0.1, backpressuredShare: 0 },
  };
  expect([...mostPressed(["idles", "unknown", "works", "waits"], (id) => loads[id], 2)]).toEqual(["waits", "works"]);
});
