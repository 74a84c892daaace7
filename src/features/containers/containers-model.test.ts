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

test("the rack's order is who schedules, who works, by number, what is read and who writes", () => {
  const boxes = rackBoxes(nextContainerHistory(undefined, 0, ALL), { restartable: [] }, [], [], {});
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
    VERTICES,
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

test("a registered TaskManager without tasks has free slots, one that is not registered has none to show", () => {
  const history = nextContainerHistory(undefined, 0, [container("taskmanager-1")]);
  const [free] = rackBoxes(history, { restartable: [] }, TASK_MANAGERS, [], {});
  expect(free?.slots.map(({ kind }) => kind)).toEqual(["free", "free"]);
  const [unregistered] = rackBoxes(history, { restartable: [] }, [], VERTICES, {});
  expect(unregistered).toMatchObject({ isRegistered: false, slots: [] });
});

test("the slots of one that was killed are remembered as gone, with when it was seen", () => {
  const memory = nextSlotMemory({}, [container("taskmanager-1")], TASK_MANAGERS);
  expect(memory).toEqual({ "taskmanager-1": 2 });
  expect(nextSlotMemory(memory, [DEAD], [])).toBe(memory);
  const history = nextContainerHistory(nextContainerHistory(undefined, 1000, [container("taskmanager-1")]), 1500, [DEAD]);
  const [box] = rackBoxes(history, { restartable: ["taskmanager"] }, [], VERTICES, memory);
  expect(box).toMatchObject({ isRunning: false, stateWord: "exited", wasKilled: true, endedMs: 1500, fixedReason: undefined });
  expect(box?.slots.map(({ kind }) => kind)).toEqual(["gone", "gone"]);
});

test("what the backend cannot restart has no switch, and a reason", () => {
  const boxes = rackBoxes(nextContainerHistory(undefined, 0, ALL), { restartable: ["taskmanager"] }, [], [], {});
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

test("the folded deck counts what runs", () => {
  expect(runningWords([...ALL, DEAD])).toBe("6 of 7 running");
});

test("each pace of the slider is found again, others at the nearest", () => {
  PACES.forEach((pace, index) => expect(paceIndex(pace)).toBe(index));
  expect(PACES[paceIndex(410)]).toBe(400);
  expect(PACES[paceIndex(9e9)]).toBe(1_000_000);
});
