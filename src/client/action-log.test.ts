import { expect, it } from "vitest";
import { type ActionCall, createActionLog } from "./action-log.ts";

const action = (atMs: number): ActionCall => ({
  id: "killContainer",
  params: { name: "taskmanager-1" },
  body: undefined,
  atMs,
  error: undefined,
});

it("gives the first listener the actions before it, the newest 100, and no other listener", () => {
  const log = createActionLog();
  for (let atMs = 1; atMs <= 101; atMs++) log.note(action(atMs));
  const [first, second]: [number[], number[]] = [[], []];
  const stop = log.subscribe(({ atMs }) => first.push(atMs));
  log.subscribe(({ atMs }) => second.push(atMs));
  log.note(action(102));
  stop();
  log.note(action(103));
  expect([first.length, first[0], first.at(-1)]).toEqual([101, 2, 102]);
  expect(second).toEqual([102, 103]);
});
