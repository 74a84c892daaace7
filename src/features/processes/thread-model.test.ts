import { expect, it } from "vitest";

import { changeWords, compareThreads, countStates, filterThreads, readThreads, vertexThreadText } from "./thread-model.ts";

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

function dumpOf(...texts: readonly string[]) {
  return readThreads(texts.map((text) => ({ threadName: /^"(.*)"/.exec(text)?.[1] ?? text, stringifiedThreadInfo: text })));
}

it("compares a dump with the one before: new, ended, in another state, with another stack", () => {
  const before = dumpOf(
    '"a" Id=1 RUNNABLE\n\tat x.Y.z()',
    '"b" Id=2 WAITING on java.util.X@31054f9f\n\t-  waiting on java.util.X@31054f9f',
    '"c" Id=3 RUNNABLE\n\tat x.Y.z()',
    '"pool" Id=4 RUNNABLE',
  );
  const now = dumpOf(
    '"a" Id=1 RUNNABLE\n\tat x.Y.other()',
    '"b" Id=2 WAITING on java.util.X@2a99ca99\n\t-  waiting on java.util.X@2a99ca99',
    '"c" Id=3 BLOCKED on x.Lock@1\n\tat x.Y.z()',
    '"pool" Id=5 RUNNABLE',
  );
  const { changes, ended } = compareThreads(before, now);
  expect([...changes].map(([{ name }, change]) => `${name} ${changeWords(change)}`)).toEqual([
    "a other stack",
    "c was RUNNABLE",
    "pool new",
  ]);
  expect(ended.map(({ text }) => text)).toEqual(['"pool" Id=4 RUNNABLE']);
  expect(compareThreads(now, now)).toEqual({ changes: new Map(), ended: [] });
});

it("compares threads of the same name without ids in their order", () => {
  const two = dumpOf('"t" RUNNABLE', '"t" WAITING');
  expect(compareThreads(two, two).changes.size).toBe(0);
  expect(compareThreads(two, two.slice(0, 1)).ended).toEqual(two.slice(1));
});

it("the thread of a legacy source comes before the task's", () => {
  const task = '"Source: clicks (1/2)#0" Id=1 WAITING';
  expect(vertexThreadText(dumpOf(task), "Source: clicks")).toBe("Source: clicks");
  const legacy = '"Legacy Source Thread - Source: clicks (1/2)#0" Id=2 RUNNABLE';
  expect(vertexThreadText(dumpOf(task, legacy), "Source: clicks")).toBe("Legacy Source Thread - Source: clicks");
});
