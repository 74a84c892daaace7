import { expect, test } from "vitest";

import type { Container } from "../rest/playground.ts";
import { type ContainerHistory, lastEnd, nextContainerHistory } from "./container-history.ts";

function taskManager(facts: Partial<Container> = {}): Container {
  return {
    name: "taskmanager-1",
    service: "taskmanager",
    state: "running",
    exitCode: null,
    command: "taskmanager",
    ports: [],
    startedAt: 1000,
    taskManagerId: "tm1:a",
    ...facts,
  };
}

const DOWN = taskManager({ state: "exited", exitCode: 137, startedAt: null, taskManagerId: null });

function after(...replies: [number, Container[]][]): ContainerHistory {
  let history: ContainerHistory | undefined;
  for (const [atMs, containers] of replies) history = nextContainerHistory(history, atMs, containers);
  if (history === undefined) throw new Error("at least one reply");
  return history;
}

test("an end is between the last reply with the container running and the first without", () => {
  const history = after([2000, [taskManager()]], [3000, [taskManager()]], [4000, [DOWN]], [5000, [DOWN]]);
  expect(history.ends).toEqual([
    { name: "taskmanager-1", service: "taskmanager", exitCode: 137, taskManagerId: "tm1:a", seenMs: 4000, notBeforeMs: 3000 },
  ]);
  expect(history.atMs).toBe(5000);
});

test("a container that was down before the page opened has no known end time", () => {
  expect(lastEnd(after([2000, [DOWN]]), "taskmanager-1")).toMatchObject({ exitCode: 137, seenMs: undefined, notBeforeMs: undefined });
});

test("a container that never started has not ended", () => {
  expect(after([2000, [taskManager({ state: "exited", exitCode: null, startedAt: null })]]).ends).toEqual([]);
});

test("down and up again between two replies is an end before the new start", () => {
  const history = after([2000, [taskManager()]], [3000, [taskManager({ startedAt: 2700, taskManagerId: "tm1:b" })]]);
  expect(lastEnd(history, "taskmanager-1")).toMatchObject({ exitCode: null, taskManagerId: "tm1:a", seenMs: 2700, notBeforeMs: 2000 });
});

test("a start time of a different clock does not set the time of the end before it", () => {
  for (const startedAt of [3_602_700, -3_597_300]) {
    const history = after([2000, [taskManager()]], [3000, [taskManager({ startedAt, taskManagerId: "tm1:b" })]]);
    expect(lastEnd(history, "taskmanager-1")).toMatchObject({ seenMs: 3000, notBeforeMs: 2000 });
  }
});

test("a start is not an end, and a removed container was not killed", () => {
  const started = taskManager({ startedAt: 6000, taskManagerId: "tm1:b" });
  expect(after([2000, [taskManager()]], [4000, [DOWN]], [6500, [started]]).ends).toHaveLength(1);
  expect(after([2000, [taskManager()]], [3000, []]).ends).toEqual([]);
});

test("only the last ends are kept", () => {
  const replies = Array.from({ length: 200 }, (_, index): [number, Container[]] => [
    index,
    [index % 2 === 0 ? taskManager({ startedAt: index }) : DOWN],
  ]);
  const { ends } = after(...replies);
  expect(ends).toHaveLength(32);
  expect(ends.at(-1)?.seenMs).toBe(199);
});
