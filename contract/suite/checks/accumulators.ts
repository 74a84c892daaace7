// Accumulators of user functions, of which Click Event Count has none, and the flame graph.
import type { Check } from "../check.ts";
import { isRecent } from "../claims.ts";
import { PARALLELISM, type Scene } from "../scene.ts";

const counterOf = ({ jobid, vertexIds: [, counter = ""] }: Scene) => ({ jobid, vertexid: counter });
const ofCounter = (scene: Scene) => ({ params: counterOf(scene), query: {} });

export const jobAccumulators: Check<"jobAccumulators"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {} }),
  means: (reply) => ({
    "the first list is always empty": reply["job-accumulators"].length === 0,
    "the job has none": reply["user-task-accumulators"].length === 0,
  }),
};

export const vertexAccumulators: Check<"vertexAccumulators"> = {
  call: ofCounter,
  means: (reply, { vertexIds }) => ({ "the counter has none": reply.id === vertexIds[1] && reply["user-accumulators"].length === 0 }),
};

export const subtasksAccumulators: Check<"subtasksAccumulators"> = {
  call: ofCounter,
  means: ({ parallelism, subtasks }, { backend }) => ({
    "each subtask is there in its first attempt": subtasks.length === parallelism && subtasks.every(({ attempt }) => attempt === 0),
    "1.20 says the host, 2.x the endpoint": subtasks.every(
      ({ host, endpoint }) => (backend.version === "1.20" ? host : endpoint) !== undefined,
    ),
    "none has any": parallelism === PARALLELISM && subtasks.every((subtask) => subtask["user-accumulators"].length === 0),
  }),
};

export const subtaskAttemptAccumulators: Check<"subtaskAttemptAccumulators"> = {
  call: (scene) => ({ params: { ...counterOf(scene), subtaskindex: "1", attempt: "0" }, query: {} }),
  means: (reply) => ({
    "it is the one asked for, and has none": reply.subtask === 1 && reply.attempt === 0 && reply["user-accumulators"].length === 0,
  }),
};

export const vertexFlameGraph: Check<"vertexFlameGraph"> = {
  call: (scene) => ({ params: counterOf(scene), query: { type: "full" } }),
  means: ({ endTimestamp, data }, { backend }) => ({
    "an epoch ms with samples, or a reason why there are none: the engine's graphs are off":
      backend.kind === "engine" ? endTimestamp === -2 : endTimestamp === -3 || (isRecent(endTimestamp, backend) && data !== undefined),
  }),
};
