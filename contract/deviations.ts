// Every difference in shape between the engine's answers and Flink's, with its reason: the one
// list. Differences in behaviour are in docs/deviations.md. A place begins with the situation that
// the contract test brought the engine into.
import type { DifferenceKind, Tolerance } from "./contract-walker.ts";

const NO_JVM = "The engine has no JVM; what is not measured is absent, null or -1.";
const NOT_KEPT = "Flink goes on showing the last metrics of tasks that are gone; the engine has none for a task that does not run.";

/** What the contract test tolerates. An entry that no situation needs fails it. */
export const DEVIATIONS: readonly Tolerance[] = [
  ...listed("missing-key", NO_JVM, ["*/ taskManager.metrics.heap*", "*/ taskManager.metrics.nonHeap*"]),
  ...listed("missing-key", NO_JVM, ["*/ taskManager.metrics.direct*", "*/ taskManager.metrics.mapped*"]),
  ...listed("no-elements", NO_JVM, [
    "*/ taskManager.metrics.garbageCollectors[]",
    "*/ jobManagerEnvironment.jvm.options[]",
    "*/ jobManagerEnvironment.classpath[]",
  ]),
  ...listed("type", NO_JVM, ["*/ taskManager.memoryConfiguration.*", "*/ taskManagers.taskmanagers[].memoryConfiguration.*"]),
  ...listed("missing-key", "Buffers are counted; their memory is a pool only in Flink.", [
    "*/ taskManager.metrics.nettyShuffleMemoryAvailable",
    "*/ taskManager.metrics.nettyShuffleMemoryTotal",
  ]),
  ...listed("no-elements", "Operator coordinators have metrics in Flink; the engine's sources assign their splits themselves.", [
    "a function throws and throws again / vertexJobManagerMetrics[]",
  ]),

  ...listed("no-elements", NOT_KEPT, [
    "the job waits for slots / vertexMetrics[]",
    "the job waits for slots / vertexWatermarks[]",
    "the job waits for slots / subtaskMetrics[]",
    "the job waits for slots / subtasksMetrics[]",
    "what is known of a canceled job / vertexMetrics[]",
    "what is known of a canceled job / vertexWatermarks[]",
    "what is known of a canceled job / subtaskMetrics[]",
    "what is known of a canceled job / subtasksMetrics[]",
  ]),
  ...listed("missing-key", NOT_KEPT, [
    "the job waits for slots / vertexBackpressure.*",
    "what is known of a canceled job / vertexBackpressure.*",
  ]),

  ...listed("extra-key", "Flink was asked a moment after the restart and had fetched no metrics yet; the engine had.", [
    "a function throws and throws again / vertexBackpressure.*",
  ]),
];

const UNDER_WAY = "Whether a checkpoint is under way when somebody asks is chance: the engine's take milliseconds.";
const CUT_SHORT = "Whether a checkpoint was under way when a loss, a stop or a cancel ended it is chance.";

/** Of no situation in particular. */
const EVERYWHERE = DEVIATIONS.filter(({ place }) => place.startsWith("*/"));

/** Of the steps that `npm run compare` takes. */
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

const ONLY_1_20 = "1.20 only: 2.x has it no more, and the engine speaks 2.3's API.";
const ONLY_2_3 = "2.3 only: 1.20 has it not yet.";

/** What `npm run compare` tolerates between the engine and a live Flink of that version, asked at the end of the same steps. */
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
