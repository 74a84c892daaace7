import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import type { Situation } from "../../../mocks/recordings.ts";
import { useCall } from "../../client/use-client.tsx";
import { nextContainerHistory } from "../../domain/container-history.ts";
import type { Container } from "../../rest/playground.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { Story, type StoryPlayground } from "./story.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";

afterEach(cleanup);

function renderStory(situation: Situation<"flink-2.3.0">, playground?: StoryPlayground, jobId = JOB): void {
  // Each its own backend: what was told of one is not told of another.
  renderWithBackend(<Story jobId={jobId} playground={playground} />, backendOver(recordedTransport(situation)));
}

function down(facts: Partial<StoryPlayground> = {}): StoryPlayground {
  const container: Container = {
    name: "taskmanager-1",
    service: "taskmanager",
    state: "exited",
    exitCode: 137,
    command: "",
    ports: [],
    startedAt: null,
    taskManagerId: null,
  };
  return {
    history: nextContainerHistory(undefined, 0, [container]),
    proof: undefined,
    restartable: ["taskmanager"],
    start: () => undefined,
    isBusy: false,
    failedWords: undefined,
    ...facts,
  };
}

/** Says when all is there that a story is told from. */
function Loaded(): ReactNode {
  const replies = [
    useCall("checkpoints", { jobid: JOB }, {}),
    useCall("jobExceptions", { jobid: JOB }, { maxExceptions: 20 }),
    useCall("job", { jobid: JOB }, {}),
  ];
  return replies.every(({ data }) => data !== undefined) ? "all is known" : null;
}

test("before anything has happened: what to switch off for a story, where that can be", async () => {
  const { history } = down();
  const running = history?.containers.map((container): Container => ({ ...container, state: "running", exitCode: null })) ?? [];
  renderStory("02-running", down({ history: nextContainerHistory(undefined, 0, running) }));
  expect((await screen.findByText(/Nothing has gone wrong yet\./)).textContent).toContain("Switch taskmanager-1 off");
  expect(screen.queryByRole("button")).toBeNull();
});

test.each([
  ["without the playground", undefined],
  ["where nothing could start it again", down({ restartable: [] })],
])("before anything has happened, and %s: nothing is suggested", async (_where, playground) => {
  renderWithBackend(
    <>
      <Story jobId={JOB} playground={playground} />
      <Loaded />
    </>,
    backendOver(recordedTransport("02-running")),
  );
  await screen.findByText("all is known");
  expect(document.querySelector(".story")).toBeNull();
});

test("in trouble: a sentence, one way out, and the steps", async () => {
  const user = userEvent.setup();
  const started: string[] = [];
  renderStory("04-restarting-without-slots", down({ start: (name) => started.push(name) }));
  expect(await screen.findByText(/The job waits for 2 slots; the cluster has 0\./)).toBeDefined();
  expect(screen.getByText(/It will go back to checkpoint 48/)).toBeDefined();
  expect(screen.getByText("Waiting for slots", { exact: false, selector: "b" }).closest("li")?.getAttribute("aria-current")).toBe("step");
  expect(screen.getByRole("status").textContent).toBe("The job waits for slots.");
  await user.click(screen.getByRole("button", { name: "Start taskmanager-1" }));
  expect(started).toEqual(["taskmanager-1"]);
});

test("without the playground the job's part is told, and nothing is offered", async () => {
  renderStory("04-restarting-without-slots");
  expect(await screen.findByText(/A TaskManager was lost/)).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

test("what cannot be started is not offered; a no of the cluster is told", async () => {
  renderStory("04-restarting-without-slots", down({ restartable: [], failedWords: "container taskmanager-1 is already running" }));
  expect((await screen.findByRole("alert")).textContent).toBe("container taskmanager-1 is already running");
  expect(screen.queryByRole("button")).toBeNull();
});

test("when it is over: one line, step by step on request, and it can be put away", async () => {
  const user = userEvent.setup();
  renderStory("05-recovered");
  expect((await screen.findByText("Recovered.")).parentElement?.textContent).toMatch(
    /^Recovered\. A TaskManager was lost at .*; the job went back to checkpoint 48 and all its tasks ran again 33\.4 s later\.$/,
  );
  expect(screen.queryByRole("list")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Step by step" }));
  expect(screen.getByRole("list", { name: "Step by step" }).textContent).toContain("Waiting for slots: 31.6 s");
  await user.click(screen.getByRole("button", { name: "Put the story away" }));
  expect(screen.queryByText("Recovered.")).toBeNull();
});

test("words from user code are text", async () => {
  renderStory("13-failing", undefined, "1ce331bd90bf2346f78dcef5edbcafff");
  expect(await screen.findByText(/IllegalStateException in step 0\.3/)).toBeDefined();
  expect(document.querySelector("img")).toBeNull();
});

test("a job that was canceled has no story, whatever happened before", async () => {
  const recorded = recordedTransport("05-recovered");
  const canceled = backendOver(async (request) => {
    const response = await recorded(request);
    return new URL(request.url).pathname === `/jobs/${JOB}` ? Response.json({ ...(await response.json()), state: "CANCELED" }) : response;
  });
  renderWithBackend(
    <>
      <Story jobId={JOB} />
      <Loaded />
    </>,
    canceled,
  );
  await screen.findByText("all is known");
  expect(document.querySelector(".story")).toBeNull();
});
