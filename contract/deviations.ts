// The only list of differences in shape between the engine's replies and Flink's, with the reason
// for each. Differences in behaviour are in docs/deviations.md. A place begins with the situation
// that the contract test brought the engine into.
import type { DifferenceKind, Tolerance } from "./contract-walker.ts";

const NO_JVM = "The engine has no JVM. Values that it does not measure are absent, null or -1.";
const NOT_KEPT = "Flink keeps showing the last metrics of tasks that are gone. The engine has no metrics for a task that does not run.";

/**
 * The differences that the contract test tolerates. The test fails if no situation needs an entry.
 */
export const DEVIATIONS: readonly Tolerance[] = [
  ...listed("missing-key", NO_JVM, ["*/ taskManager.metrics.heap*", "*/ taskManager.metrics.nonHeap*"]),
  ...listed("missing-key", NO_JVM, ["*/ taskManager.metrics.direct*", "*/ taskManager.metrics.mapped*"]),
  ...listed("no-elements", NO_JVM, [
    "*/ taskManager.metrics.garbageCollectors[]",
    "*/ jobManagerEnvironment.jvm.options[]",
    "*/ jobManagerEnvironment.classpath[]",
  ]),
  ...listed("type", NO_JVM, ["*/ taskManager.memoryConfiguration.*", "*/ taskManagers.taskmanagers[].memoryConfiguration.*"]),
  ...listed("missing-key", "The engine counts buffers. Only Flink has a memory pool for them.", [
    "*/ taskManager.metrics.nettyShuffleMemoryAvailable",
    "*/ taskManager.metrics.nettyShuffleMemoryTotal",
  ]),
  ...listed("no-elements", "In Flink, operator coordinators have metrics. The engine's sources assign their own splits.", [
    "a function throws and throws again / vertexJobManagerMetrics[]",
  ]),

  ...listed("no-elements", NOT_KEPT, [
    "the job waits for slots / vertexMetrics[]",
    "the job waits for slots / vertexWatermarks[]",
    "the job waits for slots / subtaskMetrics[]",
    "the job waits for slots / subtasksMetrics[]",
    "a canceled job is inspected / vertexMetrics[]",
    "a canceled job is inspected / vertexWatermarks[]",
    "a canceled job is inspected / subtaskMetrics[]",
    "a canceled job is inspected / subtasksMetrics[]",
  ]),
  ...listed("missing-key", NOT_KEPT, [
    "the job waits for slots / vertexBackpressure.*",
    "a canceled job is inspected / vertexBackpressure.*",
  ]),

  ...listed("extra-key", "Flink was asked a moment after the restart, before it had fetched metrics. The engine had fetched them.", [
    "a function throws and throws again / vertexBackpressure.*",
  ]),
];

const UNDER_WAY = "It is random whether a checkpoint is in progress at the time of the call. The engine's checkpoints take milliseconds.";
const CUT_SHORT = "It is random whether a checkpoint is in progress when a loss, a stop or a cancel ends it.";

/** Entries for every situation. */
const EVERYWHERE = DEVIATIONS.filter(({ place }) => place.startsWith("*/"));

/** Entries for the steps of `npm run compare`. */
const STEP_BY_STEP: readonly Tolerance[] = [
  ...["waiting-for-slots", "stopped", "waiting-at-3", "one-of-two-lost", "canceled", "failed"].flatMap((step) => [
    ...listed("no-elements", NOT_KEPT, [`${step} / subtasksMetrics[]`, `${step} / vertexWatermarks[]`]),
    ...listed("missing-key", NOT_KEPT, [`${step} / vertexBackpressure.*`]),
  ]),
  ...listed("no-elements", UNDER_WAY, ["* / checkpoints.history[in_progress]", "* / checkpoint*IN_PROGRESS CHECKPOINT*"]),
  ...["stopped", "one-of-two-lost", "recovered-at-3", "canceled"].flatMap((step) => [
    ...listed("no-elements", CUT_SHORT, [
      `${step} / checkpoints.history[failed]`,
      `${step} / checkpoint*FAILED CHECKPOINT*`,
      `${step} / checkpointSubtasks.subtasks[*]`,
    ]),
    ...listed("type", CUT_SHORT, [`${step} / checkpoints.latest.failed`]),
  ]),
];

const ONLY_1_20 = "Only in 1.20: Flink 2.x has removed it, and the engine has the API of 2.3.";
const ONLY_2_3 = "Only in 2.3: Flink 1.20 does not have it yet.";

/**
 * The differences that `npm run compare` tolerates between the engine and a live Flink of that
 * version, at the end of the same steps.
 */
export const LIVE_DEVIATIONS: Readonly<Record<"2.3" | "1.20", readonly Tolerance[]>> = {
  "2.3": [...EVERYWHERE, ...STEP_BY_STEP],
  "1.20": [
    ...EVERYWHERE,
    ...STEP_BY_STEP,
    ...listed("missing-key", ONLY_1_20, [
      "*.host",
      "* / jobExceptions.*",
      "* / jobConfig.execution-config.execution-mode",
      "* / taskManager.metrics.memorySegments*",
    ]),
    ...listed("extra-key", ONLY_2_3, [
      "* / jobsOverview.jobs[].*",
      "* / job.application-id",
      "* / job.schedulerType",
      "* / job.pending-operators",
      "*.assignedTasks",
    ]),
  ],
};

function listed(kind: DifferenceKind, reason: string, places: readonly string[]): readonly Tolerance[] {
  return places.map((place) => ({ place, kind, reason }));
}
