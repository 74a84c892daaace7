// The five first steps in the playground, and which of them the cluster's replies show as done.
import type { Reason } from "../../domain/assessment.ts";
import { type ContainerHistory, KILLED_EXIT_CODE } from "../../domain/container-history.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";

/** The steps in their order. */
export const STEP_IDS = ["kill", "recover", "savepoint", "rescale", "backpressure"] as const;

export type StepId = (typeof STEP_IDS)[number];

/** What was seen so far. The same object if nothing new was observed. */
export type StepMemory = {
  readonly done: readonly StepId[];
  /** The parallelism at which all tasks last ran; undefined before the first such reply. */
  readonly parallelism: number | undefined;
};

/** The newest replies about the playground's job; undefined while unknown. */
export type StepObservations = {
  readonly history: Pick<ContainerHistory, "ends"> | undefined;
  readonly job: Pick<Job, "state" | "vertices"> | undefined;
  readonly latest: Pick<Checkpoints["latest"], "restored" | "savepoint"> | undefined;
  readonly reasons: readonly Pick<Reason, "kind">[];
};

const TASK_MANAGER_SERVICE = "taskmanager";

/** The memory after another set of observations. */
export function observeSteps(before: StepMemory, observations: StepObservations): StepMemory {
  const parallelism = parallelismOf(observations.job);
  const seen: Readonly<Record<StepId, boolean>> = {
    kill:
      observations.history?.ends.some(({ service, exitCode }) => service === TASK_MANAGER_SERVICE && exitCode === KILLED_EXIT_CODE) ===
      true,
    // A job that starts from a savepoint is also restored.
    recover: parallelism !== undefined && observations.latest?.restored?.is_savepoint === false,
    savepoint: (observations.latest?.savepoint ?? null) !== null || observations.latest?.restored?.is_savepoint === true,
    rescale: parallelism !== undefined && before.parallelism !== undefined && parallelism !== before.parallelism,
    backpressure: observations.reasons.some(({ kind }) => kind === "backpressure"),
  };
  const done = STEP_IDS.filter((id) => before.done.includes(id) || seen[id]);
  const isSame = done.length === before.done.length && (parallelism ?? before.parallelism) === before.parallelism;
  return isSame ? before : { done, parallelism: parallelism ?? before.parallelism };
}

/** The first step that is not done; undefined if all are. */
export function nextStep(done: readonly StepId[]): StepId | undefined {
  return STEP_IDS.find((id) => !done.includes(id));
}

/** The steps in a stored setting. Other words in it are ignored. */
export function readSteps(text: string | undefined): readonly StepId[] {
  const words = text?.split(" ") ?? [];
  return STEP_IDS.filter((id) => words.includes(id));
}

/** The highest parallelism of a job whose tasks all run; undefined of another job. */
function parallelismOf(job: StepObservations["job"]): number | undefined {
  if (job?.state !== "RUNNING" || job.vertices.length === 0) return undefined;
  const isRunning = job.vertices.every(({ tasks, parallelism }) => tasks.RUNNING === parallelism);
  return isRunning ? Math.max(...job.vertices.map(({ parallelism }) => parallelism)) : undefined;
}
