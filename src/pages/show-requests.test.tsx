import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";

import type { Backend } from "../client/backend.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobManagerPage } from "./job-manager-page.tsx";
import { JobPage } from "./job-page.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const frame = installPageFrame();

function show(path: string, facts: Partial<Pick<Backend, "kind">> = {}): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/:list/:jid/*" element={<JobPage />} />
        <Route path="/job-manager/*" element={<JobManagerPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(recordedTransport("02-running-warm-metrics"), facts),
    path,
  );
}

/** The commands behind a panel, as they are copied. */
async function commandsOf(panel: string): Promise<readonly string[]> {
  await userEvent.setup().click(await screen.findByRole("button", { name: `Requests behind ${panel}` }));
  const dialog = await screen.findByRole("dialog", { name: `Requests behind ${panel}` });
  return within(dialog)
    .getAllByText(/^curl/)
    .map(({ textContent }) => textContent);
}

test("a tab of a job shows its own requests, with the cluster's address", async () => {
  show(`/job/running/${JOB_ID}/checkpoints`);
  await screen.findByRole("table", { name: "Checkpoints" });
  const commands = await commandsOf("Checkpoints");
  expect(commands[0]).toBe(`curl http://test.invalid/jobs/${JOB_ID}/checkpoints`);
  expect(screen.getByText(`GET /jobs/${JOB_ID}/checkpoints`)).toBeDefined();
  expect(commands.every((command) => command.includes("/checkpoints"))).toBe(true);
});

test("of many calls of a kind it shows one, and how many others there are", async () => {
  show(`/job/running/${JOB_ID}/backpressure`);
  await screen.findByRole("table", { name: /Backpressure/ });
  expect(await commandsOf("Backpressure")).toHaveLength(1);
  expect(screen.getByText("The page makes 3 more calls of this kind, with other parameters.")).toBeDefined();
});

test("says that the playground has no address, and shows the one of the engine on a port", async () => {
  show(`/job/running/${JOB_ID}/exceptions`, { kind: "browser" });
  await screen.findByRole("tab", { name: /Exceptions/ });
  expect((await commandsOf("Exceptions"))[0]).toContain("http://localhost:8081/jobs/");
  expect(screen.getByText("Command line (needs a reachable cluster)")).toBeDefined();
});

test("a process's page shows the requests of its open tab", async () => {
  show("/job-manager/config");
  await screen.findByText("jobmanager.rpc.address");
  expect(await commandsOf("JobManager")).toContain("curl http://test.invalid/jobmanager/config");
});
