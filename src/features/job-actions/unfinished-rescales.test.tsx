import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";

import { backendOver, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { scriptedCluster } from "../../testing/scripted-cluster.ts";
import { forgetRescale, keepRescale, unfinishedRescales } from "./rescale-book.ts";
import { UnfinishedRescales } from "./unfinished-rescales.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const PATH = "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-0a6736f05344";
const NEW_JOB = { reply: { jobid: "0".repeat(32) } };

function leave(change: { savepointPath?: string } = {}) {
  keepRescale({
    backendId: "test",
    jobId: JOB,
    jobName: "Click Event Count",
    fromParallelism: 2,
    toParallelism: 3,
    jarId: "a.jar",
    jarName: "a.jar",
    entryClass: "",
    programArgs: ["--event-time"],
    triggerId: "1".repeat(32),
    savepointPath: null,
    newJobId: null,
    begunMs: 0,
    ...change,
  });
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  for (const rescale of unfinishedRescales()) forgetRescale(rescale);
});

it("names the savepoint of a stopped job and starts it at the requested parallelism", async () => {
  leave();
  const { transport, sent } = scriptedCluster("07-stop", { "POST /jars/a.jar/run": () => NEW_JOB });
  renderWithBackend(<UnfinishedRescales />, backendOver(transport));
  await screen.findByText(PATH);
  await userEvent.setup().click(screen.getByRole("button", { name: "Start it at 3" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({ savepointPath: PATH, parallelism: 3, programArgsList: ["--event-time"] });
});

it("shows nothing for one that the cluster does not know, and drops it", async () => {
  leave();
  renderWithBackend(<UnfinishedRescales />, backendOver(scriptedCluster("01-idle", {}).transport));
  await waitFor(() => expect(unfinishedRescales()).toEqual([]));
  expect(screen.queryByText(/not started again/)).toBeNull();
});

it("keeps a rescale in the book when the cluster cannot answer for it", async () => {
  leave();
  const { transport, sent } = scriptedCluster("07-stop", {
    [`GET /jobs/${JOB}/savepoints/:id`]: () => ({ status: 502, reply: { errors: ["nothing listens there"] } }),
    [`GET /jobs/${JOB}/checkpoints`]: () => ({ status: 502, reply: { errors: ["nothing listens there"] } }),
  });
  renderWithBackend(<UnfinishedRescales />, backendOver(transport));
  // Two rounds, after which the first one's failure has been read.
  await waitFor(() => expect(sent.length).toBeGreaterThan(2));
  expect(unfinishedRescales()).toHaveLength(1);
});

it("leaves those of other backends alone", () => {
  leave({ savepointPath: PATH });
  renderWithBackend(<UnfinishedRescales />, backendOver(scriptedCluster("07-stop", {}).transport, { id: "another" }));
  expect(screen.queryByRole("button")).toBeNull();
  expect(unfinishedRescales()).toHaveLength(1);
});

/** Locks as in secure contexts, which happy-dom lacks. Another tab holds the named ones. */
function lockElsewhere(...names: string[]): void {
  const locks = {
    query: () => Promise.resolve({ held: names.map((name) => ({ name })) }),
    request: (name: string, _: LockOptions, run: (lock: { name: string } | null) => Promise<void>) =>
      run(names.includes(name) ? null : { name }),
  };
  vi.stubGlobal(
    "navigator",
    new Proxy(navigator, {
      get: (target, key) => (key === "locks" ? locks : Reflect.get(target, key, target)) as unknown,
      has: () => true,
    }),
  );
}

it("leaves a rescale to the tab that runs it", async () => {
  lockElsewhere(`drey.rescale.${JOB}`);
  leave({ savepointPath: PATH });
  renderWithBackend(<UnfinishedRescales />, backendOver(scriptedCluster("07-stop", {}).transport));
  expect((await screen.findByRole("status")).textContent).toContain("in progress in another tab of this browser");
  expect(screen.queryByRole("button")).toBeNull();
});

it("runs a step only if no other tab has started it", async () => {
  lockElsewhere();
  leave({ savepointPath: PATH });
  const { transport, sent } = scriptedCluster("07-stop", { "POST /jars/a.jar/run": () => NEW_JOB });
  renderWithBackend(<UnfinishedRescales />, backendOver(transport));
  const button = await screen.findByRole("button", { name: "Start it at 3" });
  lockElsewhere(`drey.rescale.${JOB}`);
  await userEvent.setup().click(button);
  expect(sent).toEqual([]);
  lockElsewhere();
  await userEvent.setup().click(button);
  await waitFor(() => expect(sent).toHaveLength(1));
});
