import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";

import { useFact } from "../../client/use-client.tsx";
import { jobOptions } from "../../observe/jobs.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { JobActions } from "./job-actions.tsx";

const CANCELED_JOB = "e14745581bb1fbc0f8e2da48b99b65de";

afterEach(cleanup);

function EndedJob(): ReactNode {
  const job = useFact(jobOptions, CANCELED_JOB).data?.job;
  return job === undefined ? null : <JobActions job={job} dialog={undefined} onDialog={() => undefined} />;
}

it("offers to start an ended job again", async () => {
  const user = userEvent.setup();
  renderWithBackend(<EndedJob />, backendOver(recordedTransport("13-failing")));
  const link = await screen.findByRole("link", { name: "Start again" });
  expect(link.getAttribute("href")).toContain(CANCELED_JOB);
  await user.hover(link);
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/Opens the form that submits a job/);
});

it("keeps the action with the reason where the cluster cannot be changed", async () => {
  const user = userEvent.setup();
  renderWithBackend(<EndedJob />, backendOver(recordedTransport("13-failing"), { isReadOnly: true }));
  await user.click(await screen.findByRole("button", { name: "Start again" }));
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/test cluster is read-only here/);
});
