// Metrics: one id space, always text for one thing, numbers where several are added up.
import type { Metrics } from "../../../src/rest/metrics.ts";
import type { Check, Claims } from "../check.ts";
import { isAbout } from "../claims.ts";
import type { Scene } from "../scene.ts";

const ofVertex = ({ jobid, vertexIds: [, counter = ""] }: Scene) => ({ jobid, vertexid: counter });
const NOT_THERE = "no.such.metric";
/** Metrics are fetched every ten seconds, unless the cluster is told otherwise. */
const FETCHED_MS = 12_000;

function listClaims(reply: Metrics, expected: readonly string[]): Claims {
  const ids = reply.map(({ id }) => id);
  return {
    "without get it lists what there is, without values": reply.every(({ value }) => value === undefined),
    [`among it ${expected.join(", ")}`]: expected.every((id) => ids.includes(id)),
    "each once": new Set(ids).size === ids.length,
  };
}

function valueIn(reply: Metrics, id: string): string | undefined {
  return reply.find((metric) => metric.id === id)?.value;
}

function isCount(value: string | undefined): boolean {
  return value !== undefined && /^\d+$/.test(value);
}

export const jobsMetrics: Check<"jobsMetrics"> = {
  call: () => ({ params: {}, query: { get: "numRestarts", agg: "sum" } }),
  until: (reply) => reply.length > 0,
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
  until: (reply) => reply.length === 3,
  means: (reply) => ({
    "values are texts; what does not exist is left out": reply.every(({ value }) => isCount(value)),
    "it was not restarted": valueIn(reply, "numRestarts") === "0",
    "uptime is ms since it RUNS, as last fetched":
      isAbout(Number(valueIn(reply, "uptime")), 0, 600_000) && valueIn(reply, "uptime") !== "0",
  }),
};

export const vertexMetrics: Check<"vertexMetrics"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  means: (reply) => listClaims(reply, ["0.numRecordsIn", "1.numRecordsIn", "0.busyTimeMsPerSecond", "0.currentInputWatermark"]),
};

export const subtasksMetrics: Check<"subtasksMetrics"> = {
  call: (scene) => ({
    params: ofVertex(scene),
    query: { get: ["numRecordsIn", "busyTimeMsPerSecond"], agg: ["min", "max", "sum", "skew"] },
  }),
  means: (reply) => {
    const [records, busy] = ["numRecordsIn", "busyTimeMsPerSecond"].map((name) => reply.find(({ id }) => id === name));
    return {
      "numbers, in bounds that include each other": Number(records?.min) > 0 && Number(records?.min) <= Number(records?.max),
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
  means: (reply) => ({
    "counts are whole numbers, as text": isCount(valueIn(reply, "numRecordsIn")),
    "the watermark is event time in epoch ms, or the least long": /^-?\d+$/.test(valueIn(reply, "currentInputWatermark") ?? ""),
    "what does not exist is left out": reply.length === 2,
  }),
};

export const vertexWatermarks: Check<"vertexWatermarks"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  means: (reply, { backend }) => ({
    "one for each subtask":
      reply
        .map(({ id }) => id)
        .toSorted()
        .join() === "0.currentInputWatermark,1.currentInputWatermark",
    "event time in epoch ms: the clicks' own, which keep pace with the clock": reply.every(({ value }) =>
      isAbout(Number(value), backend.nowMs(), FETCHED_MS + 20_000),
    ),
  }),
};

export const vertexJobManagerMetrics: Check<"vertexJobManagerMetrics"> = {
  call: (scene) => ({ params: ofVertex(scene), query: {} }),
  means: (reply) => ({ "a vertex without a coordinator has none": reply.length === 0 }),
};

export const taskManagersMetrics: Check<"taskManagersMetrics"> = {
  call: () => ({ params: {}, query: {} }),
  means: (reply) => ({
    "without get it lists what there is, without values":
      reply.length > 0 && reply.every(({ min, sum }) => min === undefined && sum === undefined),
  }),
};

export const taskManagerMetrics: Check<"taskManagerMetrics"> = {
  call: ({ taskmanagerid }) => ({
    params: { taskmanagerid },
    query: { get: ["Status.Shuffle.Netty.TotalMemorySegments", "Status.Shuffle.Netty.AvailableMemorySegments"] },
  }),
  means: (reply) => ({ "segments are counted, as text": reply.length === 2 && reply.every(({ value }) => isCount(value)) }),
};

export const jobManagerMetrics: Check<"jobManagerMetrics"> = {
  call: () => ({
    params: {},
    query: { get: ["numRegisteredTaskManagers", "taskSlotsAvailable", "taskSlotsTotal", "numRunningJobs", NOT_THERE] },
  }),
  means: (reply) => ({
    "counts as text: one TaskManager, two slots, none free, one job":
      valueIn(reply, "numRegisteredTaskManagers") === "1" &&
      valueIn(reply, "taskSlotsTotal") === "2" &&
      valueIn(reply, "taskSlotsAvailable") === "0" &&
      valueIn(reply, "numRunningJobs") === "1",
  }),
};
