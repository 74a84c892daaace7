import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";

import { createDeferred } from "../../base/deferred.ts";
import { type Transport, TransportError } from "../../client/transport.ts";
import { useFact } from "../../client/use-client.tsx";
import { jobOptions } from "../../observe/jobs.ts";

import { FakePlayground } from "../../testing/fake-playground.ts";
import { backendOver, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { scriptedCluster, type ScriptedAnswer } from "../../testing/scripted-cluster.ts";
import { type ActionName, JobActionDialog, JobActions } from "./job-actions.tsx";
import { forgetRescale, unfinishedRescales } from "./rescale-book.ts";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const PATH = "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-00f3fbf09ce9";
const IN_PROGRESS = { reply: { status: { id: "IN_PROGRESS" }, operation: null } };
const COMPLETED = { reply: { status: { id: "COMPLETED" }, operation: { location: PATH } } };
const accepted: ScriptedAnswer = ({ body }) => ({ status: 202, reply: { "request-id": JSON.parse(body).triggerId } });
const jars: ScriptedAnswer = () => ({
  reply: { address: "http://127.0.0.1:8081", files: [{ id: "a_ClickCountJob.jar", name: "ClickCountJob.jar", uploaded: 1, entry: [] }] },
});

function JobWithActions(): ReactNode {
  const job = useFact(jobOptions, JOB).data?.job;
  const [dialog, setDialog] = useState<ActionName | undefined>(undefined);
  if (job === undefined) return null;
  return (
    <>
      <JobActions job={job} dialog={dialog} onDialog={setDialog} />
      <JobActionDialog job={job} dialog={dialog} onClose={() => setDialog(undefined)} />
    </>
  );
}

function show(answers: Readonly<Record<string, ScriptedAnswer>>, facts: Parameters<typeof backendOver>[1] = {}) {
  const cluster = scriptedCluster("02-running", answers);
  renderWithBackend(<JobWithActions />, backendOver(cluster.transport, facts));
  return { user: userEvent.setup(), posts: () => cluster.sent.filter(({ call }) => call.startsWith("POST")) };
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  for (const rescale of unfinishedRescales()) forgetRescale(rescale);
});

// First, because a rescale remembers the arguments for all later tests.
it.each([
  ["browser", true],
  ["node", false],
  ["flink", false],
] as const)("arguments of a job that a %s backend started need no confirmation: %s", async (backend, isKnown) => {
  const playground = new FakePlayground();
  playground.playground = { ...playground.playground, backend };
  const { transport } = scriptedCluster("02-running", { "GET /jars": jars });
  renderWithBackend(<JobWithActions />, backendOver(playground.over(transport), { hasPlayground: true }));
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Rescale" }));
  const start = await screen.findByRole("button", { name: "Stop and start at 3" });
  await screen.findByDisplayValue("--bootstrap.servers kafka:9092 --checkpointing --event-time");
  await waitFor(() => expect(screen.queryByRole("checkbox", { name: "These arguments are right" }) === null).toBe(isKnown));
  await waitFor(() => expect(start.getAttribute("aria-disabled")).toBe(isKnown ? null : "true"));
});

it("takes a savepoint: describes its effects, sends one request, waits, and names the path", async () => {
  const reply = createDeferred<void>();
  const { user, posts } = show({
    [`POST /jobs/${JOB}/savepoints`]: async (request) => {
      await reply.promise;
      return accepted(request);
    },
    [`GET /jobs/${JOB}/savepoints/:id`]: ({ count }) => (count < 2 ? IN_PROGRESS : COMPLETED),
  });
  await user.click(await screen.findByRole("button", { name: "Savepoint" }));
  const dialog = screen.getByRole("dialog", { name: "Take a savepoint of Click Event Count" });
  expect(within(dialog).getByText(`flink savepoint -m test.invalid:80 ${JOB}`)).toBeDefined();
  expect(within(dialog).getByText(`curl -X POST http://test.invalid/jobs/${JOB}/savepoints -d '{}'`)).toBeDefined();
  await user.dblClick(within(dialog).getByRole("button", { name: "Take savepoint" }));
  await within(dialog).findByText(/Taking the savepoint, for .* The request is in progress/);
  expect(posts()).toHaveLength(1);
  reply.resolve();
  await within(dialog).findByText(PATH);
  expect(posts()).toHaveLength(1);
});

it("shows the cluster's message if a savepoint fails", async () => {
  const trace =
    "java.util.concurrent.CompletionException: a.b.C\n\tat x.Y.z(Y.java:1)\nCaused by: a.b.CheckpointException: Not all required tasks are currently running.";
  const { user } = show({
    [`POST /jobs/${JOB}/savepoints`]: accepted,
    [`GET /jobs/${JOB}/savepoints/:id`]: () => ({
      reply: { status: { id: "COMPLETED" }, operation: { "failure-cause": { class: "a.b.C", "stack-trace": trace } } },
    }),
  });
  await user.click(await screen.findByRole("button", { name: "Savepoint" }));
  await user.click(screen.getByRole("button", { name: "Take savepoint" }));
  expect(await screen.findByText("Not all required tasks are currently running.")).toBeDefined();
});

it("continues when its dialog is closed, and is shown when it is opened again", async () => {
  const status = createDeferred<void>();
  const { user, posts } = show({
    [`POST /jobs/${JOB}/stop`]: accepted,
    [`GET /jobs/${JOB}/savepoints/:id`]: async () => {
      await status.promise;
      return COMPLETED;
    },
  });
  await user.click(await screen.findByRole("button", { name: "Stop" }));
  await user.click(screen.getByRole("checkbox", { name: /Drain/ }));
  await user.click(screen.getByRole("button", { name: "Stop with savepoint" }));
  await user.click(screen.getByRole("button", { name: "Close" }));
  await user.click(await screen.findByRole("button", { name: "Stopping …" }));
  await screen.findByText(/^Stopping, for/);
  status.resolve();
  await screen.findByText(PATH);
  expect(posts().map(({ body }) => JSON.parse(body).drain)).toEqual([true]);
});

it("rescales in two steps, from the first one's savepoint, once the arguments are confirmed", async () => {
  const { user, posts } = show({
    "GET /jars": jars,
    [`POST /jobs/${JOB}/stop`]: accepted,
    [`GET /jobs/${JOB}/savepoints/:id`]: () => COMPLETED,
    "POST /jars/a_ClickCountJob.jar/run": () => ({
      status: 400,
      reply: { errors: ["a.B: Could not execute application.\nCaused by: a.C: No JAR today."] },
    }),
  });
  await user.click(await screen.findByRole("button", { name: "Rescale" }));
  const parallelism = await screen.findByLabelText("New parallelism");
  for (const [text, words] of [
    ["0", /Enter a whole number from 1 to 32,768\./],
    ["x", /Enter a whole number from 1 to 32,768\./],
    ["129", /128 key groups/],
  ] as const) {
    await user.clear(parallelism);
    await user.type(parallelism, text);
    expect(screen.getByRole("alert").textContent).toMatch(words);
  }
  await user.clear(parallelism);
  await user.type(parallelism, "3");
  await user.click(screen.getByRole("button", { name: "Stop and start at 3" }));
  expect(posts()).toHaveLength(0);

  await waitFor(() =>
    expect(screen.getByLabelText<HTMLInputElement>("Program arguments").value).toBe(
      "--bootstrap.servers kafka:9092 --checkpointing --event-time",
    ),
  );
  await user.click(screen.getByRole("checkbox", { name: "These arguments are right" }));
  await user.click(screen.getByRole("button", { name: "Stop and start at 3" }));
  const failure = await screen.findAllByText(/failed on test cluster with status 400: No JAR today\.$/);
  expect(failure.length).toBeGreaterThan(0);
  expect(posts().map(({ call }) => call)).toEqual([`POST /jobs/${JOB}/stop`, "POST /jars/a_ClickCountJob.jar/run"]);
  expect(JSON.parse(posts()[1]?.body ?? "")).toMatchObject({
    programArgsList: ["--bootstrap.servers", "kafka:9092", "--checkpointing", "--event-time"],
    parallelism: 3,
    savepointPath: PATH,
  });
  // The savepoint is named and kept for later visits, and the step can be tried again.
  expect(unfinishedRescales()).toMatchObject([{ jobId: JOB, savepointPath: PATH, toParallelism: 3 }]);
  expect(screen.getByRole("button", { name: "Try the second step again" })).toBeDefined();
});

const FAILS: ScriptedAnswer = () => ({ status: 500, reply: { errors: ["Timeout in the Dispatcher."] } });

it("does not claim that no checkpoint is retained if the call has failed", async () => {
  const { user } = show({ [`GET /jobs/${JOB}/checkpoints`]: FAILS });
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  const dialog = await screen.findByRole("dialog");
  expect((await within(dialog).findByRole("note")).textContent).toMatch(
    /^Whether checkpoints are retained is unknown\. GET \/jobs\/[0-9a-f]+\/checkpoints failed/,
  );
  expect(dialog.textContent).toContain("It is unknown whether a checkpoint is retained.");
  expect(dialog.textContent).not.toContain("There is no completed checkpoint");
});

it("does not claim that the cluster has no JARs if the call has failed", async () => {
  const { user } = show({ "GET /jars": FAILS });
  await user.click(await screen.findByRole("button", { name: "Rescale" }));
  const dialog = await screen.findByRole("dialog");
  await waitFor(() => expect(dialog.textContent).toContain("The cluster's JARs are unknown. GET /jars failed"));
  expect(dialog.textContent).not.toContain("The cluster has no JAR");
});

it.each([
  ["Savepoint", /Writes the job's state to files .* The job keeps running/],
  ["Stop", /Takes a savepoint and then ends the job as FINISHED/],
  ["Rescale", /Stops the job with a savepoint and starts a new job from it at another parallelism/],
  ["Cancel", /Ends the job at once as CANCELED, without a savepoint/],
])("says what %s does, on hover", async (name, words) => {
  const { user } = show({});
  await user.hover(await screen.findByRole("button", { name }));
  expect((await screen.findByRole("tooltip")).textContent).toMatch(words);
});

it("disables the actions while the cluster does not answer", async () => {
  let isThere = true;
  const { transport } = scriptedCluster("02-running", {});
  const leaky: Transport = (request) =>
    isThere ? transport(request) : Promise.reject(new TransportError("unreachable", "The cluster cannot be reached."));
  renderWithBackend(<JobWithActions />, backendOver(leaky, { label: "staging" }));
  const stop = await screen.findByRole("button", { name: "Stop" });
  await waitFor(() => expect(stop.getAttribute("aria-disabled")).not.toBe("true"));
  isThere = false;
  await waitFor(() => expect(stop.getAttribute("aria-disabled")).toBe("true"));
  await userEvent.setup().hover(stop);
  expect((await screen.findByRole("tooltip")).textContent).toContain("staging does not answer.");
  isThere = true;
  await waitFor(() => expect(stop.getAttribute("aria-disabled")).not.toBe("true"));
});

it("says why an action is disabled, below what it does", async () => {
  const { user } = show({}, { isReadOnly: true });
  const stop = await screen.findByRole("button", { name: "Stop" });
  await user.click(stop);
  expect((await screen.findByRole("tooltip")).textContent).toMatch(
    /ends the job as FINISHED.*test cluster is read-only here\. Actions that change it are disabled\.$/,
  );
  expect(screen.queryByRole("dialog")).toBeNull();
});
