import { expect, test } from "vitest";

import { nextContainerHistory } from "../../domain/container-history.ts";
import type { Container } from "../../rest/playground.ts";
import { nextStep, observeSteps, readSteps, type StepMemory, type StepObservations } from "./first-steps-model.ts";

const NOTHING: StepObservations = { history: undefined, job: undefined, latest: undefined, reasons: [] };
const START: StepMemory = { done: [], parallelism: undefined };

function container(facts: Partial<Container>): Container {
  return {
    name: "taskmanager-1",
    service: "taskmanager",
    state: "running",
    exitCode: null,
    command: "",
    ports: [],
    startedAt: 1,
    taskManagerId: "tm1",
    ...facts,
  };
}

/** The history of a container that ran and then ended. */
function ended(facts: Partial<Container>): StepObservations["history"] {
  const before = nextContainerHistory(undefined, 1, [container({ ...facts, state: "running", exitCode: null })]);
  return nextContainerHistory(before, 2, [container({ ...facts, state: "exited" })]);
}

/** A job with one vertex. */
function job(parallelism: number, running = parallelism): StepObservations["job"] {
  const tasks = { RUNNING: running, SCHEDULED: parallelism - running };
  return { state: "RUNNING", vertices: [{ parallelism, tasks }] as unknown as NonNullable<StepObservations["job"]>["vertices"] };
}

function restored(is_savepoint: boolean): StepObservations["latest"] {
  return { savepoint: null, restored: { id: 7, restore_timestamp: 1, is_savepoint, external_path: null } };
}

test("only the kill of a TaskManager counts as a kill", () => {
  const after = (facts: Partial<Container>): readonly string[] => observeSteps(START, { ...NOTHING, history: ended(facts) }).done;
  expect(after({ exitCode: 137 })).toEqual(["kill"]);
  expect(after({ exitCode: 0 })).toEqual([]);
  expect(after({ exitCode: 137, service: "kafka", name: "kafka" })).toEqual([]);
});

test("a job has recovered once all tasks run from a checkpoint; a savepoint is a savepoint", () => {
  const after = (observations: Partial<StepObservations>): readonly string[] => observeSteps(START, { ...NOTHING, ...observations }).done;
  expect(after({ job: job(2, 0), latest: restored(false) })).toEqual([]);
  expect(after({ job: job(2), latest: restored(false) })).toEqual(["recover"]);
  expect(after({ job: job(2), latest: restored(true) })).toEqual(["savepoint"]);
});

test("a job was rescaled once all tasks run at another parallelism, also as a new job", () => {
  const at2 = observeSteps(START, { ...NOTHING, job: job(2) });
  expect(at2.done).toEqual([]);
  const waiting = observeSteps(at2, { ...NOTHING, job: job(3, 0) });
  expect(waiting).toBe(at2);
  expect(observeSteps(waiting, { ...NOTHING, job: job(3) })).toEqual({ done: ["rescale"], parallelism: 3 });
});

test("backpressure counts once the assessment of the job names it", () => {
  expect(observeSteps(START, { ...NOTHING, reasons: [{ kind: "subtask-skew" }] }).done).toEqual([]);
  expect(observeSteps(START, { ...NOTHING, reasons: [{ kind: "backpressure" }] }).done).toEqual(["backpressure"]);
});

test("what was seen stays, and the next step is the first that is not done", () => {
  const memory: StepMemory = { done: ["kill", "savepoint"], parallelism: 2 };
  expect(observeSteps(memory, NOTHING)).toBe(memory);
  expect(nextStep(memory.done)).toBe("recover");
  expect(nextStep(readSteps("backpressure kill other recover rescale savepoint"))).toBeUndefined();
  expect(readSteps("dismissed")).toEqual([]);
});
