// A vertex and its subtasks. Uses the counter, which has records on both sides.
import type { FlinkDouble } from "../../../src/rest/doubles.ts";
import type { BackpressureLevel, Subtask } from "../../../src/rest/vertices.ts";
import type { Check } from "../check.ts";
import {
  about,
  ASCENDING,
  atLeast,
  atMost,
  both,
  type Claims,
  each,
  is,
  matching,
  moreThan,
  now,
  ofEach,
  ofSize,
  oneOf,
  presentIf,
  recent,
  SHARE,
  sum,
} from "../claims.ts";
import { PARALLELISM, type Scene } from "../scene.ts";

const counterOf = ({ jobid, vertexIds: [, counter = ""] }: Scene) => ({ jobid, vertexid: counter });
const ofCounter = (scene: Scene) => ({ params: counterOf(scene), query: {} });
/** The start and the end of a span are read separately. */
const ROUNDED_MS = 60;

function subtaskClaims(subtask: Subtask, { backend, taskmanagerid }: Scene): Claims {
  return {
    "it RUNS in its first attempt, 0, on the TaskManager": is(subtask, { status: "RUNNING", attempt: 0, "taskmanager-id": taskmanagerid }),
    "the endpoint is a host and a port; only 1.20 says the host as well": is(subtask, {
      endpoint: matching(/^[^:\s]+:\d+$/),
      host: presentIf(backend.version === "1.20"),
    }),
    "the start is in epoch ms under both of its names, the end -1": is(subtask, {
      "start-time": recent(backend),
      start_time: subtask["start-time"],
      "end-time": -1,
    }),
    "states that it has left or is in have ms, and no others": both(
      is(Object.keys(subtask["status-duration"]), each(oneOf("CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING", "RUNNING"))),
      is(subtask, { "status-duration": each(atLeast(0)) }),
    ),
  };
}

/** The phases of its life are read one after the other, and its metrics arrive gradually. */
function laterSubtaskClaims({ "status-duration": spent, metrics, duration }: Subtask): Claims {
  return {
    "it has lived for ms since it was deployed, and each state has its part of it": is(
      { duration, RUNNING: spent.RUNNING ?? 0 },
      {
        duration: about((spent.DEPLOYING ?? 0) + (spent.INITIALIZING ?? 0) + (spent.RUNNING ?? 0), ROUNDED_MS),
        RUNNING: moreThan(spent.DEPLOYING ?? 0),
      },
    ),
    "idle, busy and backpressured are ms of its life": is(
      metrics["accumulated-idle-time"] + metrics["accumulated-backpressured-time"] + Number(metrics["accumulated-busy-time"]),
      atMost(duration + 1_000),
    ),
    "it has read clicks, and their bytes": is(metrics, { "read-records": moreThan(0), "read-bytes": moreThan(metrics["read-records"]) }),
  };
}

const vertex: Check<"vertex"> = {
  call: ofCounter,
  eventually: ({ subtasks }) => ofEach(subtasks, laterSubtaskClaims),
  means: (reply, scene) => ({
    "now is the cluster's clock": is(reply, { now: now(scene) }),
    "it has its subtasks in order": is(reply, { subtasks: [{ subtask: 0 }, { subtask: 1 }], parallelism: PARALLELISM }),
    "128 is as far as it can be scaled": is(reply, { maxParallelism: 128 }),
    ...ofEach(reply.subtasks, (subtask) => subtaskClaims(subtask, scene)),
  }),
};

const vertexSubtaskTimes: Check<"vertexSubtaskTimes"> = {
  call: ofCounter,
  eventually: ({ subtasks, now: nowMs }) =>
    ofEach(subtasks, (subtask) => ({
      "the duration is ms since it was scheduled": is(subtask, { duration: about(nowMs - subtask.timestamps.SCHEDULED, ROUNDED_MS) }),
    })),
  means: ({ subtasks }, { backend }) => ({
    "both are there": is(subtasks, ofSize(PARALLELISM)),
    ...ofEach(subtasks, ({ timestamps: at }) => {
      const times = [at.CREATED, at.SCHEDULED, at.DEPLOYING, at.INITIALIZING, at.RUNNING];
      return { "states were entered one after the other, in epoch ms": both(is(times, each(recent(backend))), is(times, ASCENDING)) };
    }),
    "a state that was never entered is 0": is(subtasks, each({ timestamps: { FINISHED: 0, FAILED: 0 } })),
  }),
};

const vertexTaskManagers: Check<"vertexTaskManagers"> = {
  call: ofCounter,
  eventually: ({ taskmanagers: [first], now: nowMs }) => ({
    "the duration is ms since the start": is(first?.duration ?? 0, about(nowMs - (first?.["start-time"] ?? 0), ROUNDED_MS)),
    "what they have read together is the sum of its statistics": is(
      first?.metrics["read-records"],
      first?.aggregated?.metrics["read-records"]?.sum,
    ),
  }),
  means: ({ taskmanagers }, { backend, taskmanagerid }) => ({
    "one TaskManager has both subtasks": both(
      is(taskmanagers, [{ "taskmanager-id": taskmanagerid }]),
      is(sum(Object.values(taskmanagers[0]?.["status-counts"] ?? {})), 2),
    ),
    "they RUN since an epoch ms, with end -1": is(taskmanagers[0], { status: "RUNNING", "start-time": recent(backend), "end-time": -1 }),
  }),
};

const vertexBackpressure: Check<"vertexBackpressure"> = {
  call: ofCounter,
  eventually: (reply) => ({ "it is measured": is(reply, { status: "ok" }) }),
  means: (reply, { backend }) => ({
    "measured for both subtasks at an epoch ms": is(reply, { subtasks: ofSize(PARALLELISM), "end-timestamp": recent(backend) }),
    "shares of the time, 0 to 1": is(reply.subtasks ?? [], each({ ratio: SHARE, idleRatio: SHARE, busyRatio: SHARE })),
    ...ofEach(reply.subtasks ?? [], (subtask) => ({
      "the level follows the share: up to a tenth ok, up to a half low": is(subtask, { backpressureLevel: levelOf(subtask.ratio) }),
    })),
    "the level has two names": is(reply.backpressureLevel, reply["backpressure-level"]),
  }),
};

function levelOf(ratio: FlinkDouble): BackpressureLevel {
  return Number(ratio) > 0.5 ? "high" : Number(ratio) > 0.1 ? "low" : "ok";
}

const subtask: Check<"subtask"> = {
  call: (scene) => ({ params: { ...counterOf(scene), subtaskindex: "1" }, query: {} }),
  eventually: laterSubtaskClaims,
  means: (reply, scene) => ({ "it is the one asked for": is(reply, { subtask: 1 }), ...subtaskClaims(reply, scene) }),
};

const subtaskAttempt: Check<"subtaskAttempt"> = {
  call: (scene) => ({ params: { ...counterOf(scene), subtaskindex: "1", attempt: "0" }, query: {} }),
  eventually: laterSubtaskClaims,
  means: (reply, scene) => ({
    "the attempt that runs is answered as the subtask is": is(reply, { subtask: 1 }),
    ...subtaskClaims(reply, scene),
  }),
};

/** The rows of this file, in the order of their dependencies. */
export const VERTEX_CHECKS = { vertex, vertexSubtaskTimes, vertexTaskManagers, vertexBackpressure, subtask, subtaskAttempt };
