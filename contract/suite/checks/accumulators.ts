// Accumulators of user functions, which Click Event Count does not use, and the flame graph.
import type { Check } from "../check.ts";
import { both, each, is, ofSize, PRESENT, recent } from "../claims.ts";
import { PARALLELISM, type Scene } from "../scene.ts";

const counterOf = ({ jobid, vertexIds: [, counter = ""] }: Scene) => ({ jobid, vertexid: counter });
const ofCounter = (scene: Scene) => ({ params: counterOf(scene), query: {} });

const jobAccumulators: Check<"jobAccumulators"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {} }),
  means: (reply) => ({
    "the first list is always empty": is(reply, { "job-accumulators": [] }),
    "the job has none": is(reply, { "user-task-accumulators": [] }),
  }),
};

const vertexAccumulators: Check<"vertexAccumulators"> = {
  call: ofCounter,
  means: (reply, { vertexIds }) => ({ "the counter has none": is(reply, { id: vertexIds[1], "user-accumulators": [] }) }),
};

const subtasksAccumulators: Check<"subtasksAccumulators"> = {
  call: ofCounter,
  means: ({ parallelism, subtasks }, { backend }) => ({
    "each subtask is there in its first attempt": both(is(subtasks, ofSize(parallelism)), is(subtasks, each({ attempt: 0 }))),
    "1.20 says the host, 2.x the endpoint": is(subtasks, each(backend.version === "1.20" ? { host: PRESENT } : { endpoint: PRESENT })),
    "none has any": is({ parallelism, subtasks }, { parallelism: PARALLELISM, subtasks: each({ "user-accumulators": [] }) }),
  }),
};

const subtaskAttemptAccumulators: Check<"subtaskAttemptAccumulators"> = {
  call: (scene) => ({ params: { ...counterOf(scene), subtaskindex: "1", attempt: "0" }, query: {} }),
  means: (reply) => ({ "it is the one asked for, and has none": is(reply, { subtask: 1, attempt: 0, "user-accumulators": [] }) }),
};

const vertexFlameGraph: Check<"vertexFlameGraph"> = {
  call: (scene) => ({ params: counterOf(scene), query: { type: "full" } }),
  means: (reply, { backend }) => ({
    "an epoch ms with samples, or a reason why there are none: the engine's graphs are off":
      backend.kind === "engine" || reply.endTimestamp === -3
        ? is(reply, { endTimestamp: backend.kind === "engine" ? -2 : -3 })
        : is(reply, { endTimestamp: recent(backend), data: PRESENT }),
  }),
};

/** The rows of this file, in the order of their dependencies. */
export const ACCUMULATOR_CHECKS = {
  jobAccumulators,
  vertexAccumulators,
  subtasksAccumulators,
  subtaskAttemptAccumulators,
  vertexFlameGraph,
};
