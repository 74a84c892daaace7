// Operations on the cluster rather than on the job: scaling, injected faults, the generator's rate.

import { clickEventCount, parseClickEventCountArguments } from "../../graph/click-event-count.ts";
import { assert } from "../../../base/assert.ts";
import { perMinute } from "../event-kind.ts";
import type { ScheduledEvent } from "../schedule.ts";
import type { FaultContext, FaultKind } from "./fault-kind.ts";

/** The number of TaskManagers changes for a while. */
export const SCALE: FaultKind<{ readonly replicas: number; readonly backAfterMs: number }> = {
  name: "scale",
  arrivals: perMinute(0.56),
  draw: (rng, { taskManagers }) => ({ replicas: rng.below(taskManagers + 2), backAfterMs: rng.between(100, 4_000) }),
  apply: ({ replicas, backAfterMs }, context) => {
    context.note("scale");
    context.cluster.supervisor.scale("taskmanager", replicas);
    context.later(backAfterMs, () => scaleBack(context));
  },
  calm: scaleBack,
  covers: ["scale"],
};

const THROWERS = ["source", "counter", "writer", "committer"] as const;

interface Throw {
  readonly vertex: (typeof THROWERS)[number];
  readonly times: number;
}

/** A function throws on its next records, in each job. */
export const THROW: FaultKind<Throw> = {
  name: "throw",
  arrivals: perMinute(1.4),
  draw: (rng) => ({ vertex: rng.pick(THROWERS) ?? "counter", times: 1 + rng.below(3) }),
  apply: ({ vertex, times }, { cluster, jobs, note }) => {
    if (jobs().length > 0) note(`throw in the ${vertex}`);
    for (const job of jobs()) cluster.post("POST", "/playground/faults", { kind: "throw", job, vertex: VERTEX_IDS.get(vertex), times });
  },
  covers: THROWERS.map((vertex) => `throw in the ${vertex}`),
};

/** How often all functions together throw in each job. */
export function timesThatFunctionsThrow(faults: readonly ScheduledEvent[]): number {
  // Its kind's `draw` has made the parameters.
  return faults.filter(({ kind }) => kind === THROW.name).reduce((sum, { parameters }) => sum + (parameters as Throw).times, 0);
}

/** The generator writes faster or slower for a while. */
export const CHANGE_OF_RATE: FaultKind<{ readonly recordsPerSecond: number; readonly durationMs: number }> = {
  name: "change of rate",
  arrivals: perMinute(0.7),
  draw: (rng) => ({ recordsPerSecond: rng.between(0, 20_000), durationMs: rng.between(100, 2_000) }),
  apply: ({ recordsPerSecond, durationMs }, context) => {
    context.note("change of rate");
    setRate(context, recordsPerSecond);
    context.later(durationMs, () => setRate(context, context.schedule.recordsPerSecond));
  },
  calm: (context) => setRate(context, context.schedule.recordsPerSecond),
  delaysRecordsMs: ({ durationMs }) => durationMs,
  covers: ["change of rate"],
};

function scaleBack({ cluster, schedule }: FaultContext): void {
  cluster.supervisor.scale("taskmanager", schedule.cluster.taskManagers ?? 1);
}

/** Has the generator write so many records a second from now on. */
export function setRate({ cluster }: FaultContext, recordsPerSecond: number): void {
  cluster.post("PATCH", "/playground/generator", { recordsPerSecond });
}

const VERTEX_NAMES = {
  source: "source",
  "slow-map": "slow",
  "window-count": "counter",
  "sink-writer": "writer",
  "sink-committer": "committer",
} as const;

/** Vertex ids by what faults call them. They follow from the operators' uids, so the cluster need not be asked. */
const VERTEX_IDS: ReadonlyMap<string, string> = clickEventCountVertices();

function clickEventCountVertices(): Map<string, string> {
  const options = parseClickEventCountArguments([]);
  assert(options.ok, "Click Event Count runs without arguments");
  const { vertices } = clickEventCount(options.value, {
    jobId: "",
    slotSharingGroupId: "",
    parallelism: 1,
    checkpoints: { timeoutMs: 0, minPauseMs: 0, tolerableFailures: 0, retention: "NO_EXTERNALIZED_CHECKPOINTS" },
    bufferTimeoutMs: 0,
    autoWatermarkIntervalMs: 0,
  });
  return new Map(vertices.map(({ id, operator }) => [VERTEX_NAMES[operator.kind], id]));
}
