// A vertex and its subtasks. The counter is looked at: it has records on both sides.
import type { FlinkDouble } from "../../../src/rest/doubles.ts";
import type { Subtask } from "../../../src/rest/vertices.ts";
import type { Check, Claims } from "../check.ts";
import { isAbout, isNow, isRecent, isShare, sum } from "../claims.ts";
import { PARALLELISM, type Scene } from "../scene.ts";

const counterOf = ({ jobid, vertexIds: [, counter = ""] }: Scene) => ({ jobid, vertexid: counter });
const ofCounter = (scene: Scene) => ({ params: counterOf(scene), query: {} });
/** The first and the last word of a span are read apart. */
const ROUNDED_MS = 60;

function subtaskClaims(subtask: Subtask, { backend, taskmanagerid }: Scene): Claims {
  return {
    "it RUNS in its first attempt, 0, on the TaskManager":
      subtask.status === "RUNNING" && subtask.attempt === 0 && subtask["taskmanager-id"] === taskmanagerid,
    "the endpoint is a host and a port; only 1.20 says the host as well":
      /^[^:\s]+:\d+$/.test(subtask.endpoint) && (subtask.host !== undefined) === (backend.version === "1.20"),
    "the start is in epoch ms under both of its names, the end -1":
      isRecent(subtask["start-time"], backend) && subtask.start_time === subtask["start-time"] && subtask["end-time"] === -1,
    "states that it has left or is in have ms, and no others": Object.entries(subtask["status-duration"]).every(
      ([state, ms]) => ms >= 0 && ["CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING", "RUNNING"].includes(state),
    ),
  };
}

/** The parts of its life are read one after the other, and its metrics come by and by. */
function laterSubtaskClaims({ "status-duration": spent, metrics, duration }: Subtask): Claims {
  return {
    "it has lived for ms since it was deployed, and each state has its part of it":
      isAbout(duration, (spent.DEPLOYING ?? 0) + (spent.INITIALIZING ?? 0) + (spent.RUNNING ?? 0), ROUNDED_MS) &&
      (spent.RUNNING ?? 0) > (spent.DEPLOYING ?? 0),
    "idle, busy and backpressured are ms of its life":
      metrics["accumulated-idle-time"] + metrics["accumulated-backpressured-time"] + Number(metrics["accumulated-busy-time"]) <=
      duration + 1_000,
    "it has read clicks, and their bytes": metrics["read-records"] > 0 && metrics["read-bytes"] > metrics["read-records"],
  };
}

export const vertex: Check<"vertex"> = {
  call: ofCounter,
  eventually: ({ subtasks }) => subtasks.map(laterSubtaskClaims).reduce(bothHold),
  means: (reply, scene) => ({
    "now is the cluster's clock": isNow(reply.now, scene),
    "it has its subtasks in order": reply.subtasks.map(({ subtask }) => subtask).join() === "0,1" && reply.parallelism === PARALLELISM,
    "128 is as far as it can be scaled": reply.maxParallelism === 128,
    ...reply.subtasks.map((subtask) => subtaskClaims(subtask, scene)).reduce(bothHold),
  }),
};

/** True of both. */
function bothHold(left: Claims, right: Claims): Claims {
  return Object.fromEntries(Object.entries(left).map(([sentence, isTrue]) => [sentence, isTrue && right[sentence] === true]));
}

export const vertexSubtaskTimes: Check<"vertexSubtaskTimes"> = {
  call: ofCounter,
  eventually: ({ subtasks, now }) => ({
    "the duration is ms since it was scheduled": subtasks.every(({ duration, timestamps }) =>
      isAbout(duration, now - timestamps.SCHEDULED, ROUNDED_MS),
    ),
  }),
  means: ({ subtasks }, { backend }) => ({
    "both are there": subtasks.length === PARALLELISM,
    "states were entered one after the other, in epoch ms": subtasks.every(({ timestamps: at }) =>
      [at.CREATED, at.SCHEDULED, at.DEPLOYING, at.INITIALIZING, at.RUNNING].every(
        (ms, index, all) => isRecent(ms, backend) && ms >= (all[index - 1] ?? 0),
      ),
    ),
    "a state that was never entered is 0": subtasks.every(({ timestamps }) => timestamps.FINISHED === 0 && timestamps.FAILED === 0),
  }),
};

export const vertexTaskManagers: Check<"vertexTaskManagers"> = {
  call: ofCounter,
  eventually: ({ taskmanagers: [first], now }) => ({
    "the duration is ms since the start": isAbout(first?.duration ?? 0, now - (first?.["start-time"] ?? 0), ROUNDED_MS),
    "what they have read together is the sum of its statistics":
      first?.metrics["read-records"] === first?.aggregated?.metrics["read-records"]?.sum,
  }),
  means: ({ taskmanagers: [first, ...others] }, { backend, taskmanagerid }) => ({
    "one TaskManager has both subtasks":
      others.length === 0 && first?.["taskmanager-id"] === taskmanagerid && sum(Object.values(first["status-counts"])) === 2,
    "they RUN since an epoch ms, with end -1":
      first?.status === "RUNNING" && isRecent(first["start-time"], backend) && first["end-time"] === -1,
  }),
};

export const vertexBackpressure: Check<"vertexBackpressure"> = {
  call: ofCounter,
  eventually: ({ status }) => ({ "it is measured": status === "ok" }),
  means: ({ subtasks = [], ...reply }, { backend }) => ({
    "measured for both subtasks at an epoch ms": subtasks.length === PARALLELISM && isRecent(reply["end-timestamp"], backend),
    "shares of the time, 0 to 1": subtasks.every(({ ratio, idleRatio, busyRatio }) => [ratio, idleRatio, busyRatio].every(isShare)),
    "the level follows the share: up to a tenth ok, up to a half low": subtasks.every(
      ({ ratio, backpressureLevel }) => levelOf(ratio) === backpressureLevel,
    ),
    "the level has two names": reply.backpressureLevel === reply["backpressure-level"],
  }),
};

function levelOf(ratio: FlinkDouble): string {
  return Number(ratio) > 0.5 ? "high" : Number(ratio) > 0.1 ? "low" : "ok";
}

export const subtask: Check<"subtask"> = {
  call: (scene) => ({ params: { ...counterOf(scene), subtaskindex: "1" }, query: {} }),
  eventually: laterSubtaskClaims,
  means: (reply, scene) => ({ "it is the one asked for": reply.subtask === 1, ...subtaskClaims(reply, scene) }),
};

export const subtaskAttempt: Check<"subtaskAttempt"> = {
  call: (scene) => ({ params: { ...counterOf(scene), subtaskindex: "1", attempt: "0" }, query: {} }),
  eventually: laterSubtaskClaims,
  means: (reply, scene) => ({ "the attempt that runs is answered as the subtask is": reply.subtask === 1, ...subtaskClaims(reply, scene) }),
};
