// Metrics: one id space, always text for one thing, numbers where several are added up.
import type { Metrics } from "../../../src/rest/metrics.ts";
import type { Check } from "../check.ts";
import { isAbout, isRecent } from "../claims.ts";
import type { Scene } from "../scene.ts";

const ofVertex = ({ jobid, vertexIds: [, counter = ""] }: Scene) => ({ jobid, vertexid: counter });
const NOT_THERE = "no.such.metric";

function valueIn(reply: Metrics, id: string): string | undefined {
  return reply.find((metric) => metric.id === id)?.value;
}

function isCount(value: string | undefined): boolean {
  return value !== undefined && /^\d+$/.test(value);
}

export const jobsMetrics: Check<"jobsMetrics"> = {
  call: () => ({ params: {}, query: { get: "numRestarts", agg: "sum" } }),
  eventually: (reply) => ({ "the metric was fetched": reply.length > 0 }),
  means: (reply) => ({
    "a number, and only the aggregate asked for":
      reply.length === 1 && reply[0]?.id === "numRestarts" && reply[0].sum === 0 && reply[0].min === undefined,
  }),
  afterwards: async ({ backend }) => {
    const reply = await backend.client.call("jobsMetrics", {}, { get: ["numRestarts", NOT_THERE], agg: "sum" });
    return { "nothing at all if one of the wanted does not exist": reply.length === 0 };
  },
};

export const jobMetrics: Check<"jobMetrics"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: { get: ["numRestarts", "uptime", "lastCheckpointDuration", NOT_THERE] } }),
  eventually: (reply) => ({
    "what exists was fetched": reply.length === 3,
    "uptime is ms since it RUNS, as last fetched":
      isAbout(Number(valueIn(reply, "uptime")), 0, 600_000) && valueIn(reply, "uptime") !== "0",
  }),
  means: (reply) => ({
    "values are texts; what does not exist is left out": reply.every(({ value }) => isCount(value)),
    "it was not restarted": valueIn(reply, "numRestarts") === "0",
  }),
};

export const vertexMetrics: Check<"vertexMetrics"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  eventually: (reply) => {
    const ids = reply.map(({ id }) => id);
    const expected = ["0.numRecordsIn", "1.numRecordsIn", "0.busyTimeMsPerSecond", "0.currentInputWatermark"];
    return { [`among it ${expected.join(", ")}`]: expected.every((id) => ids.includes(id)) };
  },
  means: (reply) => ({
    "without get it lists what there is, without values": reply.every(({ value }) => value === undefined),
    "each once": new Set(reply.map(({ id }) => id)).size === reply.length,
  }),
};

export const subtasksMetrics: Check<"subtasksMetrics"> = {
  call: (scene) => ({
    params: ofVertex(scene),
    query: { get: ["numRecordsIn", "busyTimeMsPerSecond"], agg: ["min", "max", "sum", "skew"] },
  }),
  eventually: (reply) => ({
    "both subtasks have read clicks": Number(reply.find(({ id }) => id === "numRecordsIn")?.min) > 0,
    "the second metric was fetched": reply.some(({ id }) => id === "busyTimeMsPerSecond"),
  }),
  means: (reply) => {
    const [records, busy] = ["numRecordsIn", "busyTimeMsPerSecond"].map((name) => reply.find(({ id }) => id === name));
    return {
      "numbers, in bounds that include each other": Number(records?.min) <= Number(records?.max),
      "the sum is of both subtasks": Number(records?.sum) === Number(records?.min) + Number(records?.max),
      "skew is in percent": Number(records?.skew) >= 0 && Number(records?.skew) <= 100,
      "what was not asked for is not there": records?.avg === undefined,
      "busy is ms in a second": Number(busy?.max) >= 0 && Number(busy?.max) <= 1_050,
    };
  },
};

export const subtaskMetrics: Check<"subtaskMetrics"> = {
  call: (scene) => ({
    params: { ...ofVertex(scene), subtaskindex: "0" },
    query: { get: ["numRecordsIn", "currentInputWatermark", NOT_THERE] },
  }),
  eventually: (reply) => ({ "what exists was fetched": reply.length === 2 }),
  means: (reply) => ({
    "counts are whole numbers, as text": isCount(valueIn(reply, "numRecordsIn")),
    "the watermark is event time in epoch ms, or the least long": /^-?\d+$/.test(valueIn(reply, "currentInputWatermark") ?? ""),
    "what does not exist is left out": valueIn(reply, NOT_THERE) === undefined,
  }),
};

export const vertexWatermarks: Check<"vertexWatermarks"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  // Before a task has read anything it is the least long, and what was fetched then is shown for a while.
  eventually: (reply, { backend }) => ({
    "one for each subtask":
      reply
        .map(({ id }) => id)
        .toSorted()
        .join() === "0.currentInputWatermark,1.currentInputWatermark",
    "event time in epoch ms, as the clicks have it": reply.every(({ value }) => isRecent(Number(value), backend)),
  }),
  means: (reply) => ({ "whole numbers, as text": reply.every(({ value }) => /^\d+$/.test(value ?? "")) }),
};

export const vertexJobManagerMetrics: Check<"vertexJobManagerMetrics"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  means: (reply) => ({ "a vertex without a coordinator has none": reply.length === 0 }),
};

export const taskManagersMetrics: Check<"taskManagersMetrics"> = {
  call: () => ({ params: {}, query: {} }),
  eventually: (reply) => ({ "there are some": reply.length > 0 }),
  means: (reply) => ({
    "without get it lists what there is, without values": reply.every(({ min, sum }) => min === undefined && sum === undefined),
  }),
};

export const taskManagerMetrics: Check<"taskManagerMetrics"> = {
  call: ({ taskmanagerid }) => ({
    params: { taskmanagerid },
    query: { get: ["Status.Shuffle.Netty.TotalMemorySegments", "Status.Shuffle.Netty.AvailableMemorySegments"] },
  }),
  eventually: (reply) => ({ "both were fetched": reply.length === 2 }),
  means: (reply) => ({ "segments are counted, as text": reply.every(({ value }) => isCount(value)) }),
};

export const jobManagerMetrics: Check<"jobManagerMetrics"> = {
  call: () => ({
    params: {},
    query: { get: ["numRegisteredTaskManagers", "taskSlotsAvailable", "taskSlotsTotal", "numRunningJobs", NOT_THERE] },
  }),
  eventually: (reply) => ({
    "counts as text: one TaskManager, two slots, none free, one job":
      valueIn(reply, "numRegisteredTaskManagers") === "1" &&
      valueIn(reply, "taskSlotsTotal") === "2" &&
      valueIn(reply, "taskSlotsAvailable") === "0" &&
      valueIn(reply, "numRunningJobs") === "1",
  }),
  means: (reply) => ({ "what does not exist is left out": valueIn(reply, NOT_THERE) === undefined }),
};
