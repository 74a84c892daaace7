import { expect, test } from "vitest";

import { loadRecording } from "../../../mocks/recordings.ts";
import { nextContainerHistory } from "../../domain/container-history.ts";
import type { Container } from "../../rest/playground.ts";
import { taskManagersSchema } from "../../rest/taskmanagers.ts";
import { type Vertex, vertexSchema } from "../../rest/vertices.ts";
import { nextSlotMemory, paceIndex, PACES, rackBoxes, runningWords, shortVertexName } from "./containers-model.ts";

const RUNNING = loadRecording("flink-2.3.0", "02-running");
const TASK_MANAGERS = taskManagersSchema.parse(RUNNING.calls.find(({ path }) => path === "/taskmanagers")?.reply).taskmanagers;
const VERTICES: Vertex[] = RUNNING.calls
  .filter(({ path }) => /\/vertices\/[0-9a-f]{32}$/.test(path))
  .map(({ reply }) => vertexSchema.parse(reply));

function container(name: string, facts: Partial<Container> = {}): Container {
  return {
    name,
    service: name.replace(/-\d+$/, ""),
    state: "running",
    exitCode: null,
    command: "",
    ports: [],
    startedAt: 1,
    taskManagerId: name === "taskmanager-1" ? "tm1" : null,
    ...facts,
  };
}

const ALL = ["kafka", "taskmanager-10", "taskmanager-1", "clickevent-generator", "jobmanager", "taskmanager-2"].map((name) =>
  container(name),
);
const DEAD = container("taskmanager-1", { state: "exited", exitCode: 137, startedAt: null, taskManagerId: null });

const ALL_KNOWN = { vertices: [], isComplete: true };

test("the rack's order is JobManager, TaskManagers by number, Kafka, generator", () => {
  const boxes = rackBoxes(nextContainerHistory(undefined, 0, ALL), { restartable: [] }, [], ALL_KNOWN, {});
  expect(boxes.map(({ name }) => name)).toEqual([
    "jobmanager",
    "taskmanager-1",
    "taskmanager-2",
    "taskmanager-10",
    "kafka",
    "clickevent-generator",
  ]);
});

test("a slot shows the subtasks of one index; a sink's writer and committer share a chip", () => {
  const [box] = rackBoxes(
    nextContainerHistory(undefined, 0, [container("taskmanager-1")]),
    { restartable: ["taskmanager"] },
    TASK_MANAGERS,
    { vertices: VERTICES, isComplete: true },
    {},
  );
  expect(box?.heartbeatMs).toBe(1795248400651);
  expect(box?.slots).toHaveLength(2);
  expect(box?.slots[0]?.tasks.map(({ name, tone }) => [name, tone])).toEqual([
    ["Source", "running"],
    ["Counter", "running"],
    ["Sink", "running"],
  ]);
  expect(box?.slots[1]?.tasks[2]?.words).toBe(
    "ClickEventStatistics Sink: Writer (2/2): RUNNING; ClickEventStatistics Sink: Committer (2/2): RUNNING",
  );
});

test("a registered TaskManager without tasks has free slots, an unregistered one shows none", () => {
  const history = nextContainerHistory(undefined, 0, [container("taskmanager-1")]);
  const [free] = rackBoxes(history, { restartable: [] }, TASK_MANAGERS, ALL_KNOWN, {});
  expect(free?.slots.map(({ kind }) => kind)).toEqual(["free", "free"]);
  const [unregistered] = rackBoxes(history, { restartable: [] }, [], { vertices: VERTICES, isComplete: true }, {});
  expect(unregistered).toMatchObject({ isRegistered: false, slots: [] });
});

test("the slots of a killed TaskManager are remembered as lost, with the time", () => {
  const memory = nextSlotMemory({}, [container("taskmanager-1")], TASK_MANAGERS);
  expect(memory).toEqual({ "taskmanager-1": 2 });
  expect(nextSlotMemory(memory, [DEAD], [])).toBe(memory);
  const history = nextContainerHistory(nextContainerHistory(undefined, 1000, [container("taskmanager-1")]), 1500, [DEAD]);
  const [box] = rackBoxes(history, { restartable: ["taskmanager"] }, [], { vertices: VERTICES, isComplete: true }, memory);
  expect(box).toMatchObject({ isRunning: false, stateWord: "exited", wasKilled: true, endedMs: 1500, fixedReason: undefined });
  expect(box?.slots.map(({ kind }) => kind)).toEqual(["gone", "gone"]);
});

test("a container that the backend cannot restart has a reason instead of a switch", () => {
  const boxes = rackBoxes(nextContainerHistory(undefined, 0, ALL), { restartable: ["taskmanager"] }, [], ALL_KNOWN, {});
  expect(boxes.filter(({ fixedReason }) => fixedReason === undefined).map(({ name }) => name)).toEqual([
    "taskmanager-1",
    "taskmanager-2",
    "taskmanager-10",
  ]);
  expect(boxes[0]?.fixedReason).toBe("This backend can neither kill nor start jobmanager.");
});

test.each([
  ["Source: ClickEvent Source", "Source"],
  ["ClickEvent Counter", "Counter"],
  ["ClickEventStatistics Sink: Writer", "Sink"],
  ["", ""],
])("the short name of %j is %j", (name, short) => {
  expect(shortVertexName(name)).toBe(short);
});

test("the collapsed playground panel counts running containers", () => {
  expect(runningWords([...ALL, DEAD])).toBe("6 of 7 running");
});

test("each pace of the slider maps to its step, others to the nearest", () => {
  PACES.forEach((pace, index) => expect(paceIndex(pace)).toBe(index));
  expect(PACES[paceIndex(410)]).toBe(400);
  expect(PACES[paceIndex(9e9)]).toBe(1_000_000);
});

test("unknown values are neither free, nor unregistered, nor fixed", () => {
  const history = nextContainerHistory(undefined, 0, [container("taskmanager-1")]);
  const [unknown] = rackBoxes(history, undefined, undefined, ALL_KNOWN, {});
  expect(unknown).toMatchObject({ isRegistered: undefined, slots: [] });
  expect(unknown?.fixedReason).toBe("It is not known yet whether this backend can kill and start taskmanager-1.");
  const [without] = rackBoxes(history, { restartable: [] }, TASK_MANAGERS, { vertices: [], isComplete: false }, {});
  expect(without?.slots.map(({ kind }) => kind)).toEqual(["unknown", "unknown"]);
  const [partly] = rackBoxes(history, { restartable: [] }, TASK_MANAGERS, { vertices: VERTICES, isComplete: false }, {});
  expect(partly?.slots.every(({ kind }) => kind === "taken" || kind === "unknown")).toBe(true);
});

test("a TaskManager that claims more slots than a screen has is drawn in part", () => {
  const history = nextContainerHistory(undefined, 0, [container("taskmanager-1")]);
  const huge = TASK_MANAGERS.map((info) => ({ ...info, slotsNumber: 1e18 }));
  const [box] = rackBoxes(history, { restartable: [] }, huge, ALL_KNOWN, {});
  expect(box?.slots).toHaveLength(128);
  expect(box?.moreSlots).toBe(1e18 - 128);
});
