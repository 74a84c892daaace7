// Metrics: the same ids everywhere, text for the values of one object, numbers for sums.
import type { Metrics } from "../../../src/rest/metrics.ts";
import type { Check } from "../check.ts";
import {
  about,
  atMost,
  between,
  both,
  COUNT_TEXT,
  each,
  is,
  matching,
  moreThan,
  ofSize,
  ONCE_EACH,
  otherThan,
  recent,
  sameMembers,
  some,
} from "../claims.ts";
import type { Scene } from "../scene.ts";

const ofVertex = ({ jobid, vertexIds: [, counter = ""] }: Scene) => ({ jobid, vertexid: counter });
const NOT_THERE = "no.such.metric";

function valueIn(reply: Metrics, id: string): string | undefined {
  return reply.find((metric) => metric.id === id)?.value;
}

const jobsMetrics: Check<"jobsMetrics"> = {
  call: () => ({ params: {}, query: { get: "numRestarts", agg: "sum" } }),
  eventually: (reply) => ({ "the metric was fetched": is(reply, ofSize(moreThan(0))) }),
  means: (reply) => ({
    "a number, and only the aggregate asked for": is(reply, [{ id: "numRestarts", sum: 0, min: undefined }]),
  }),
  afterwards: async ({ backend }) => {
    const reply = await backend.client.call("jobsMetrics", {}, { get: ["numRestarts", NOT_THERE], agg: "sum" });
    return { "nothing at all if one of the wanted does not exist": is(reply, []) };
  },
};

const jobMetrics: Check<"jobMetrics"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: { get: ["numRestarts", "uptime", "lastCheckpointDuration", NOT_THERE] } }),
  eventually: (reply) => ({
    "what exists was fetched": is(reply, ofSize(3)),
    "uptime is ms since it RUNS, as last fetched": both(
      is(Number(valueIn(reply, "uptime")), about(0, 600_000)),
      is(valueIn(reply, "uptime"), otherThan("0")),
    ),
  }),
  means: (reply) => ({
    "values are texts; what does not exist is left out": is(reply, each({ value: COUNT_TEXT })),
    "it was not restarted": is(reply, some({ id: "numRestarts", value: "0" })),
  }),
};

const vertexMetrics: Check<"vertexMetrics"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  eventually: (reply) => {
    const expected = ["0.numRecordsIn", "1.numRecordsIn", "0.busyTimeMsPerSecond", "0.currentInputWatermark"];
    return { [`among it ${expected.join(", ")}`]: both(...expected.map((id) => is(reply, some({ id })))) };
  },
  means: (reply) => ({
    "without get it lists what there is, without values": is(reply, each({ value: undefined })),
    "each once": is(
      reply.map(({ id }) => id),
      ONCE_EACH,
    ),
  }),
};

const subtasksMetrics: Check<"subtasksMetrics"> = {
  call: (scene) => ({
    params: ofVertex(scene),
    query: { get: ["numRecordsIn", "busyTimeMsPerSecond"], agg: ["min", "max", "sum", "skew"] },
  }),
  eventually: (reply) => ({
    "both subtasks have read clicks": is(reply, some({ id: "numRecordsIn", min: moreThan(0) })),
    "the second metric was fetched": is(reply, some({ id: "busyTimeMsPerSecond" })),
  }),
  means: (reply) => {
    const [records, busy] = ["numRecordsIn", "busyTimeMsPerSecond"].map((name) => reply.find(({ id }) => id === name));
    return {
      "numbers, in bounds that include each other": is(Number(records?.min), atMost(Number(records?.max))),
      "the sum is of both subtasks": is(records, { sum: Number(records?.min) + Number(records?.max) }),
      "skew is in percent": is(records, { skew: between(0, 100) }),
      "what was not asked for is not there": is(records?.avg, undefined),
      "busy is ms in a second": is(busy, { max: between(0, 1_050) }),
    };
  },
};

const subtaskMetrics: Check<"subtaskMetrics"> = {
  call: (scene) => ({
    params: { ...ofVertex(scene), subtaskindex: "0" },
    query: { get: ["numRecordsIn", "currentInputWatermark", NOT_THERE] },
  }),
  eventually: (reply) => ({ "what exists was fetched": is(reply, ofSize(2)) }),
  means: (reply) => ({
    "counts are whole numbers, as text": is(valueIn(reply, "numRecordsIn"), COUNT_TEXT),
    "the watermark is event time in epoch ms, or the least long": is(valueIn(reply, "currentInputWatermark"), matching(/^-?\d+$/)),
    "what does not exist is left out": is(valueIn(reply, NOT_THERE), undefined),
  }),
};

const vertexWatermarks: Check<"vertexWatermarks"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  // Before a task has read anything, it is the smallest long, and a fetched value is shown for a
  // while.
  eventually: (reply, { backend }) => ({
    "one for each subtask": is(
      reply.map(({ id }) => id),
      sameMembers(["0.currentInputWatermark", "1.currentInputWatermark"]),
    ),
    "event time in epoch ms, as the clicks have it": is(
      reply.map(({ value }) => Number(value)),
      each(recent(backend)),
    ),
  }),
  means: (reply) => ({ "whole numbers, as text": is(reply, each({ value: COUNT_TEXT })) }),
};

const vertexJobManagerMetrics: Check<"vertexJobManagerMetrics"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  means: (reply) => ({ "a vertex without a coordinator has none": is(reply, []) }),
};

const taskManagersMetrics: Check<"taskManagersMetrics"> = {
  call: () => ({ params: {}, query: {} }),
  eventually: (reply) => ({ "there are some": is(reply, ofSize(moreThan(0))) }),
  means: (reply) => ({
    "without get it lists what there is, without values": is(reply, each({ min: undefined, sum: undefined })),
  }),
};

const taskManagerMetrics: Check<"taskManagerMetrics"> = {
  call: ({ taskmanagerid }) => ({
    params: { taskmanagerid },
    query: { get: ["Status.Shuffle.Netty.TotalMemorySegments", "Status.Shuffle.Netty.AvailableMemorySegments"] },
  }),
  eventually: (reply) => ({ "both were fetched": is(reply, ofSize(2)) }),
  means: (reply) => ({ "segments are counted, as text": is(reply, each({ value: COUNT_TEXT })) }),
};

const jobManagerMetrics: Check<"jobManagerMetrics"> = {
  call: () => ({
    params: {},
    query: { get: ["numRegisteredTaskManagers", "taskSlotsAvailable", "taskSlotsTotal", "numRunningJobs", NOT_THERE] },
  }),
  eventually: (reply) => ({
    "counts as text: one TaskManager, two slots, none free, one job": is(Object.fromEntries(reply.map(({ id, value }) => [id, value])), {
      numRegisteredTaskManagers: "1",
      taskSlotsTotal: "2",
      taskSlotsAvailable: "0",
      numRunningJobs: "1",
    }),
  }),
  means: (reply) => ({ "what does not exist is left out": is(valueIn(reply, NOT_THERE), undefined) }),
};

/** The rows of this file, in the order of their dependencies. */
export const METRIC_CHECKS = {
  jobsMetrics,
  jobMetrics,
  vertexMetrics,
  subtasksMetrics,
  subtaskMetrics,
  vertexWatermarks,
  vertexJobManagerMetrics,
  taskManagersMetrics,
  taskManagerMetrics,
  jobManagerMetrics,
};
