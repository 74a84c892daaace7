import { expect, it } from "vitest";

import { BackendClosedError } from "./closable.ts";
import { createFailureLog, MOST_FAILURES } from "./failure-log.ts";
import { createFlinkClient } from "./flink-client.ts";
import { HttpStatusError } from "./http-status-error.ts";

const CALL = { endpoint: "jobsOverview", path: "/jobs/overview", cluster: "staging" } as const;

function logAt() {
  let nowMs = 1000;
  const log = createFailureLog(() => nowMs);
  return { log, wait: (ms: number) => (nowMs += ms) };
}

it("keeps each failure once, newest first, with its times and count", () => {
  const { log, wait } = logAt();
  log.note(new Error("one"), true);
  wait(10);
  log.note(new Error("two"), true);
  wait(10);
  log.note(new Error("one"), true);
  expect(log.entries()).toEqual([
    { words: "one", count: 2, firstMs: 1000, lastMs: 1020, reply: undefined },
    { words: "two", count: 1, firstMs: 1010, lastMs: 1010, reply: undefined },
  ]);
});

it("keeps a bounded number of failures and a bounded part of each reply, and can be cleared", () => {
  const { log } = logAt();
  for (let index = 0; index < MOST_FAILURES + 5; index++) log.note(new Error(`failure ${String(index)}`), true);
  expect(log.entries()).toHaveLength(MOST_FAILURES);
  expect(log.entries()[0]?.words).toBe("failure 104");
  log.note(new HttpStatusError(CALL, 500, ["x".repeat(1_000_000)]), true);
  expect(log.entries()[0]?.reply?.length).toBeLessThan(20_000);
  log.clear();
  expect(log.entries()).toEqual([]);
});

it("does not count calls that the page gave up, and answers that something does not exist", () => {
  const { log } = logAt();
  log.note(new BackendClosedError(), true);
  log.note(new DOMException("gone", "AbortError"), true);
  log.note(new HttpStatusError(CALL, 404, ["no such job"]), true);
  expect(log.entries()).toEqual([]);
  log.note(new HttpStatusError(CALL, 404, ["no such job"]), false);
  expect(log.entries()).toHaveLength(1);
});

it("tells its listeners of each change", () => {
  const { log } = logAt();
  let count = 0;
  const stop = log.subscribe(() => count++);
  log.note(new Error("one"), true);
  log.clear();
  stop();
  log.note(new Error("two"), true);
  expect(count).toBe(2);
});

it("has the failed calls of a client, but not those that were aborted", async () => {
  const client = createFlinkClient(() => Promise.resolve(Response.json({ errors: ["busy <b>"] }, { status: 500 })), "staging");
  await expect(client.call("overview", {}, {})).rejects.toThrow("busy <b>");
  const controller = new AbortController();
  controller.abort();
  await expect(client.call("config", {}, {}, { signal: controller.signal })).rejects.toThrow("");
  expect(client.failures.entries()).toMatchObject([{ words: "GET /overview failed on staging with status 500: busy <b>", count: 1 }]);
});
