import { expect, it } from "vitest";

import { countStates, filterThreads, readThreads } from "./thread-model.ts";

const THREADS = readThreads([
  { threadName: "main", stringifiedThreadInfo: '"main" Id=1 WAITING on java.util.X@1\n\tat java.lang.Object.wait()\n\n' },
  { threadName: 'odd "RUNNABLE" name', stringifiedThreadInfo: '"odd "RUNNABLE" name" Id=2 TIMED_WAITING\n\tat a.B.c()\n' },
  { threadName: "flink-rest", stringifiedThreadInfo: '"flink-rest" daemon prio=5 Id=9 RUNNABLE\n\tat a.Epoll.wait()\n' },
  { threadName: "none", stringifiedThreadInfo: "no thread of Java" },
]);

it("reads names, states and stacks", () => {
  expect(THREADS.map(({ name, state }) => [name, state])).toEqual([
    ["main", "WAITING"],
    ['odd "RUNNABLE" name', "TIMED_WAITING"],
    ["flink-rest", "RUNNABLE"],
    ["none", undefined],
  ]);
  expect(THREADS[0]?.text.endsWith("Object.wait()")).toBe(true);
});

it("looks for a text in names and stacks", () => {
  expect(filterThreads(THREADS, "EPOLL").map(({ name }) => name)).toEqual(["flink-rest"]);
  expect(filterThreads(THREADS, " ")).toBe(THREADS);
});

it("counts states", () => {
  expect(countStates([...THREADS, ...THREADS.slice(0, 1)])[0]).toEqual({ state: "WAITING", count: 2 });
  expect(countStates(THREADS)).toContainEqual({ state: "other", count: 1 });
});
