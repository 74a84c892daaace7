import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";

import { rememberStart } from "../../client/started-jobs.ts";
import { backendOver, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { scriptedCluster, type ScriptedAnswer } from "../../testing/scripted-cluster.ts";
import { StartForm } from "./start-form.tsx";

const PATH = "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344";
const JAR = "cbe8b49c-d9ac-4c92-b4ed-9af36861a820_ref.jar";
const RUN = `POST /jars/${JAR}/run`;

function show(
  answers: Readonly<Record<string, ScriptedAnswer>>,
  props: { jobId?: string; savepointPath?: string; hasPlayground?: boolean } = {},
) {
  const cluster = scriptedCluster("08-jars", answers);
  renderWithBackend(
    <StartForm
      jobId={props.jobId}
      savepointPath={props.savepointPath ?? ""}
      savepointProblem={undefined}
      onSavepointPath={() => undefined}
    />,
    backendOver(cluster.transport, { hasPlayground: props.hasPlayground ?? false }),
  );
  return { user: userEvent.setup(), sent: cluster.sent };
}

async function jarIsSelected(): Promise<void> {
  await waitFor(() => expect(screen.getByRole("combobox", { name: "JAR" }).textContent).toBe("ref.jar"));
}

beforeEach(() => localStorage.clear());
afterEach(cleanup);

it("[F188] starts the recorded JAR with the form's values, and remembers the arguments", async () => {
  const { user, sent } = show({
    [RUN]: ({ body }) => ({ reply: { jobid: JSON.parse(body).jobId } }),
    "GET /jobs/:id": () => ({ status: 404, reply: { errors: ["not yet"] } }),
  });
  await jarIsSelected();
  await user.type(screen.getByLabelText("Entry class"), "ref.Clicks");
  await user.type(screen.getByLabelText("Program arguments"), "--event-time");
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  await waitFor(() => expect(sent.filter(({ call }) => call === RUN)).toHaveLength(1));
  const { jobId, ...body } = JSON.parse(sent[0]?.body ?? "");
  expect(body).toEqual({ entryClass: "ref.Clicks", programArgsList: ["--event-time"], parallelism: 2 });
  expect(localStorage.getItem("drey.started-jobs")).toContain(jobId);
});

it("shows the cluster's reason at the form", async () => {
  const { user } = show({
    [RUN]: () => ({
      status: 400,
      reply: {
        errors: [
          "a.R: Could not execute application.\nCaused by: java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory '/tmp/nope'",
        ],
      },
    }),
  });
  await jarIsSelected();
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  expect(await screen.findByText(/Cannot find checkpoint or savepoint file\/directory '\/tmp\/nope'$/)).toBeDefined();
});

it("does not start from a savepoint of a job with unknown arguments until they are confirmed", async () => {
  const { user, sent } = show(
    { [RUN]: () => ({ status: 400, reply: { errors: ["no"] } }) },
    { jobId: "f".repeat(32), savepointPath: PATH },
  );
  await screen.findByText(/this browser did not start the job/);
  await jarIsSelected();
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  expect(sent).toEqual([]);
  await user.click(screen.getByRole("checkbox", { name: "These arguments are right" }));
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  await waitFor(() => expect(JSON.parse(sent[0]?.body ?? "{}")).toMatchObject({ savepointPath: PATH }));
});

it("starts a job of this browser again with its flags", async () => {
  const jobId = "e".repeat(32);
  rememberStart({
    jobId,
    jarId: JAR,
    jarName: "ref.jar",
    entryClass: "ref.Clicks",
    programArgs: ["--checkpointing", "--name", "a b"],
    parallelism: 3,
  });
  show({}, { jobId, savepointPath: PATH });
  expect(screen.getByLabelText<HTMLInputElement>("Program arguments").value).toBe("--checkpointing --name 'a b'");
  expect(screen.getByLabelText<HTMLInputElement>("Parallelism").value).toBe("3");
  expect(screen.queryByText(/did not start/)).toBeNull();
});

it("offers the switches of the playground's job only with a playground", () => {
  show({}, { hasPlayground: true });
  expect(screen.getByRole("checkbox", { name: /--event-time/ })).toHaveProperty("checked", true);
  cleanup();
  show({});
  expect(screen.queryByRole("checkbox", { name: /--event-time/ })).toBeNull();
  expect(screen.queryByText(/topic/)).toBeNull();
});

it("sends the cluster's parallelism.default with an explanation, unless another is typed", async () => {
  const { user, sent } = show({
    [RUN]: () => ({ status: 400, reply: { errors: ["no"] } }),
    "GET /jobmanager/config": () => ({ reply: [{ key: "parallelism.default", value: "7" }] }),
  });
  await jarIsSelected();
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("Parallelism").value).toBe("7"));
  expect(screen.getByText(/because Flink would use 1 otherwise/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Submit job" }));
  await waitFor(() => expect(sent.filter(({ call }) => call === RUN)).toHaveLength(1));
  expect(JSON.parse(sent.find(({ call }) => call === RUN)?.body ?? "")).toMatchObject({ parallelism: 7 });
  await user.clear(screen.getByLabelText("Parallelism"));
  expect(screen.queryByText(/because Flink would use 1 otherwise/)).toBeNull();
  expect(screen.getByText(/Enter a whole number from 1 to 32,768\./)).toBeDefined();
});
