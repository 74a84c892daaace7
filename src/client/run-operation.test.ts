import { expect, it } from "vitest";

import { BackendClosedError } from "./closable.ts";
import { HttpStatusError } from "./http-status-error.ts";
import { nextOperation, type Operation } from "./operation.ts";
import { type OperationCalls, type OperationStatus, runOperation } from "./run-operation.ts";
import { TransportError } from "./transport.ts";

/** Runs with a clock that only waiting advances, and records the phases. */
async function run(calls: Partial<OperationCalls<string>>, answers: readonly (OperationStatus<string> | Error)[]) {
  let nowMs = 0;
  const left = [...answers];
  const phases: string[] = [];
  const result = await runOperation<string>(
    {
      trigger: () => Promise.resolve("t1"),
      ask: () => {
        const answer = left.shift();
        if (answer === undefined) throw new Error("asked once too often");
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      ...calls,
    },
    { now: () => nowMs, wait: (ms) => Promise.resolve(void (nowMs += ms)) },
    ({ phase }) => phases.push(phase),
  );
  return { result, phases };
}

const LOST = new TransportError("timeout", "No answer.");
const STACK =
  "java.util.concurrent.CompletionException: a.b.C: outer\n\tat x.Y.z(Y.java:1)\nCaused by: a.b.CheckpointException: The job is not running.\n\tat x";

it("polls until it is completed", async () => {
  const { result, phases } = await run({}, ["in-progress", "in-progress", { value: "file:/tmp/sp" }]);
  expect(result).toMatchObject({ phase: "done", value: "file:/tmp/sp", sinceMs: 0, endMs: 1200 });
  expect(phases).toEqual(["asking", "running", "running", "running", "done"]);
});

it("reports a failure with the cluster's innermost cause, and keeps the full text", async () => {
  const { result } = await run({}, [{ failure: { class: "a.b.C", "stack-trace": STACK } }]);
  expect(result).toMatchObject({ phase: "failed", words: "The job is not running.", reply: STACK });
});

it("keeps polling while no answer comes, and names the trouble", async () => {
  const seen: Operation<string>[] = [];
  const answers = [LOST, { value: "file:/tmp/sp" }];
  await runOperation<string>(
    {
      trigger: () => Promise.resolve("t1"),
      ask: async () => {
        const next = answers.shift();
        if (next instanceof Error) throw next;
        return next ?? "in-progress";
      },
    },
    { now: () => 0, wait: () => Promise.resolve() },
    (operation) => seen.push(operation),
  );
  expect(seen).toContainEqual({ phase: "running", sinceMs: 0, trouble: "No answer." });
  expect(seen.at(-1)).toMatchObject({ phase: "done" });
});

it("treats a rejected trigger as final", async () => {
  const no = new HttpStatusError({ endpoint: "stopJob", path: "/jobs/a/stop", cluster: "prod" }, 400, [
    "a.b.RestHandlerException: Config key [x] is not set.",
  ]);
  const { result, phases } = await run({ triggerId: "mine", trigger: () => Promise.reject(no) }, []);
  expect(result).toMatchObject({ phase: "failed", words: "POST /jobs/a/stop failed on prod with status 400: Config key [x] is not set." });
  expect(phases).toEqual(["asking", "failed"]);
});

it("polls after a trigger whose reply was lost, if it has its own id", async () => {
  expect((await run({ triggerId: "mine", trigger: () => Promise.reject(LOST) }, [{ value: "p" }])).result).toMatchObject({ phase: "done" });
  expect((await run({ trigger: () => Promise.reject(LOST) }, [])).result).toMatchObject({ phase: "failed", words: "No answer." });
});

it.each([502, 504])("polls after a gateway's %i, because the cluster may have got the trigger", async (status) => {
  const lost = new HttpStatusError({ endpoint: "stopJob", path: "/jobs/a/stop", cluster: "prod" }, status, [
    "prod has not answered for 120 s.",
  ]);
  expect((await run({ triggerId: "mine", trigger: () => Promise.reject(lost) }, [{ value: "p" }])).result).toMatchObject({ phase: "done" });
});

it("ends when the cluster does not know the operation", async () => {
  const unknown = new HttpStatusError({ endpoint: "savepointStatus", path: "/jobs/a/savepoints/t1", cluster: "prod" }, 404, [
    "There is no such savepoint.",
  ]);
  expect((await run({}, ["in-progress", unknown])).result).toMatchObject({
    phase: "failed",
    words: "GET /jobs/a/savepoints/t1 failed on prod with status 404: There is no such savepoint.",
  });
});

it("does not change any more when it is over", () => {
  const done: Operation<string> = { phase: "done", sinceMs: 1, endMs: 2, value: "p" };
  expect(nextOperation(done, { type: "in-progress" })).toBe(done);
  expect(nextOperation(done, { type: "failed", atMs: 3, words: "late", reply: undefined })).toBe(done);
});

it("keeps it in progress without polling after the page has switched to another cluster", async () => {
  const { result, phases } = await run({}, ["in-progress", new BackendClosedError()]);
  expect(result).toMatchObject({ phase: "running" });
  expect(phases).toEqual(["asking", "running", "running"]);
  const refused = await run({ trigger: () => Promise.reject(new BackendClosedError()), triggerId: "mine" }, []);
  expect(refused.result).toMatchObject({ phase: "asking" });
});
