import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test } from "vitest";

import { FakePlayground } from "../testing/fake-playground.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { JobLists } from "../features/overview/jobs-tables.tsx";
import { useFact } from "../client/use-client.tsx";
import { jobsOverviewOptions } from "../observe/jobs.ts";
import { OverviewFirstSteps } from "./playground-first-steps.tsx";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

/** Assesses the jobs, as the overview does. */
function Jobs(): ReactNode {
  const query = useFact(jobsOverviewOptions);
  return <JobLists query={query} jobs={query.data?.jobs} noneRunning="none" noneFinished="none" />;
}

function open(playground = new FakePlayground()): FakePlayground {
  renderWithBackend(
    <Routes>
      <Route
        path="/overview"
        element={
          <>
            <OverviewFirstSteps />
            <Jobs />
          </>
        }
      />
      <Route path="/job/*" element={<p>the job's page</p>} />
    </Routes>,
    backendOver(playground.over(recordedTransport("02-running-warm-metrics")), { hasPlayground: true }),
  );
  return playground;
}

test("the first visit says what this is, and its only primary button kills a TaskManager and opens the job", async () => {
  const user = userEvent.setup();
  const playground = open();
  const steps = within(await screen.findByRole("region", { name: "First steps" }));
  expect(steps.getByText(/^This is a playground/)).toBeDefined();
  expect(steps.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Kill a TaskManager, not done",
    "Recover the job, not done",
    "Take a savepoint, not done",
    "Rescale the job, not done",
    "See backpressure, not done",
  ]);
  // It needs to know which TaskManager runs, and the job to open.
  await screen.findByRole("row", { name: /Click Event Count/ });
  await waitFor(() => expect(steps.getByRole("button", { name: "Kill a TaskManager" }).getAttribute("aria-disabled")).toBeNull());
  await user.click(steps.getByRole("button", { name: "Kill a TaskManager" }));
  expect(await screen.findByText("the job's page")).toBeDefined();
  expect(playground.asked).toEqual(["POST /playground/containers/taskmanager-1/kill"]);
});

test("the next step has its action", async () => {
  localStorage.setItem("drey.first-steps", "kill recover");
  open();
  const steps = within(await screen.findByRole("region", { name: "First steps" }));
  expect((await steps.findByRole("button", { name: "Take a savepoint" })).getAttribute("aria-disabled")).toBeNull();
  expect(steps.getByText("Recover the job").textContent).toBe("Recover the job, done");
});

test("a dismissal is remembered", async () => {
  const user = userEvent.setup();
  open();
  await user.click(await screen.findByRole("button", { name: "Dismiss the first steps" }));
  expect(screen.queryByRole("region", { name: "First steps" })).toBeNull();
  cleanup();
  const playground = open();
  await screen.findByRole("row", { name: /Click Event Count/ });
  expect(screen.queryByRole("region", { name: "First steps" })).toBeNull();
  expect(playground.asked).toEqual([]);
});

test("a live Flink with a playground is not introduced", async () => {
  const playground = new FakePlayground();
  playground.playground = { ...playground.playground, backend: "flink" };
  open(playground);
  await screen.findByRole("row", { name: /Click Event Count/ });
  expect(screen.queryByRole("region", { name: "First steps" })).toBeNull();
});
