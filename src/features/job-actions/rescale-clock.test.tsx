// In a file of its own, because arguments that were confirmed once are remembered.
import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { expect, it } from "vitest";

import { loadRecording } from "../../../mocks/recordings.ts";
import { useFact } from "../../client/use-client.tsx";
import { jobOptions } from "../../observe/jobs.ts";
import { backendOver, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { scriptedCluster } from "../../testing/scripted-cluster.ts";
import { JobActionDialog } from "./job-actions.tsx";
import { unfinishedRescales } from "./rescale-book.ts";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";

function RescaleOfJob(): ReactNode {
  const job = useFact(jobOptions, JOB).data?.job;
  return job === undefined ? null : <JobActionDialog job={job} dialog="rescale" onClose={() => undefined} />;
}

it("notes by the cluster's clock when a rescale began, because its savepoint is found by that time", async () => {
  const user = userEvent.setup();
  const cluster = scriptedCluster("02-running", {
    "GET /jars": () => ({
      reply: {
        address: "http://127.0.0.1:8081",
        files: [{ id: "a_ClickCountJob.jar", name: "ClickCountJob.jar", uploaded: 1, entry: [] }],
      },
    }),
    [`POST /jobs/${JOB}/stop`]: ({ body }) => ({ status: 202, reply: { "request-id": JSON.parse(body).triggerId } }),
    [`GET /jobs/${JOB}/savepoints/:id`]: () => ({ reply: { status: { id: "IN_PROGRESS" }, operation: null } }),
  });
  renderWithBackend(<RescaleOfJob />, backendOver(cluster.transport));
  const parallelism = await screen.findByLabelText("New parallelism");
  await user.clear(parallelism);
  await user.type(parallelism, "3");
  await screen.findByDisplayValue(/--bootstrap\.servers/);
  await user.click(await screen.findByRole("checkbox", { name: "These arguments are right" }));
  await user.click(screen.getByRole("button", { name: "Stop and start at 3" }));
  await waitFor(() => expect(unfinishedRescales()).toHaveLength(1));
  // The recorded cluster's clock is far from this machine's.
  const job = loadRecording("flink-2.3.0", "02-running").calls.find(({ path }) => path === `/jobs/${JOB}`)?.reply as
    | { now: number }
    | undefined;
  const now = job?.now ?? Number.NaN;
  expect(Math.abs(Date.now() - now)).toBeGreaterThan(3_600_000);
  expect(Math.abs((unfinishedRescales()[0]?.begunMs ?? 0) - now)).toBeLessThan(60_000);
});
