// The bar above a job's page: what kind of job it is, when it ran, its vertices, and where its log is.
import { screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { formatClock } from "../domain/units.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { recordedJob } from "../testing/recorded-job.ts";
import { replyCases, withCases } from "../testing/reply-cases.ts";
import { scriptedCluster } from "../testing/scripted-cluster.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const JOB = `GET /jobs/${JOB_ID}`;

const frame = installPageFrame();

function showJob(transport: Transport): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/:list/:jid/*" element={<JobPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(transport),
    `/job/running/${JOB_ID}/overview`,
  );
}

async function jobWith(change: object): Promise<Transport> {
  const { job } = await recordedJob("02-running-warm-metrics");
  return scriptedCluster("02-running-warm-metrics", { [JOB]: () => ({ reply: { ...job, ...change } }) }).transport;
}

test("[F50] leads back to the job's application, where Flink has applications", async () => {
  showJob(recordedTransport("02-running-warm-metrics"));
  const link = await within(frame.bar).findByRole("link", { name: "Application" });
  expect(link.getAttribute("href")).toBe(`/application/running/${JOB_ID}/overview`);
});

test("[F50] a job without an application has no link to one", async () => {
  showJob(await jobWith({ "application-id": null }));
  await within(frame.bar).findByText(/since start/);
  expect(within(frame.bar).queryByRole("link", { name: "Application" })).toBeNull();
});

test("[F52] counts the vertices by state, the tasks, and pending operators", async () => {
  showJob(await jobWith({ "status-counts": { RUNNING: 3, FINISHED: 1 }, "pending-operators": 5 }));
  await waitFor(() => expect(frame.bar.textContent).toContain("4 vertices, 8 tasks"));
  expect(frame.bar.textContent).toContain("3 RUNNING");
  expect(frame.bar.textContent).toContain("1 FINISHED");
  expect(frame.bar.textContent).toContain("5 PENDING");
});

test("[F53] has a link to the log of the JobManager", async () => {
  showJob(recordedTransport("02-running-warm-metrics"));
  expect((await within(frame.bar).findByRole("link", { name: "JobManager log" })).getAttribute("href")).toBe("/job-manager/logs");
});

const LOG_URL = `${JOB}/jobmanager/log-url`;

function historyServer(answer: { status?: number; reply: unknown }): Transport {
  const recorded = withCases(recordedTransport("02-running-warm-metrics"), replyCases("history-server"));
  return scriptedCluster("02-running-warm-metrics", { [LOG_URL]: () => answer }, recorded).transport;
}

test("[F53] [F202] in a History Server the log is at the address that it has for it", async () => {
  showJob(historyServer({ reply: { url: "http://logs.test/jm.log" } }));
  const link = await within(frame.bar).findByRole("link", { name: "JobManager log" });
  expect(link.getAttribute("href")).toBe("http://logs.test/jm.log");
  expect(link.getAttribute("rel")).toBe("noreferrer");
});

test.each([
  ["no address", { status: 404, reply: { errors: ["File not found."] } }],
  ["an address that runs a script", { reply: { url: "javascript:alert(1)" } }],
])("[F53] a History Server with %s has no link to a log", async (_, answer) => {
  showJob(historyServer(answer));
  expect(await within(frame.bar).findByText("no JobManager log")).toBeDefined();
  expect(within(frame.bar).queryByRole("link", { name: "JobManager log" })).toBeNull();
});

test("[F54] tells the type of the job and its scheduler, and nothing where Flink tells neither", async () => {
  showJob(await jobWith({ "job-type": "BATCH", schedulerType: "AdaptiveBatch" }));
  expect(await within(frame.bar).findByText("BATCH, AdaptiveBatch scheduler")).toBeDefined();
});

test("[F55] tells when the job started and ended, and how long it ran", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const [start, end] = [job["start-time"], job["start-time"] + 60_000];
  showJob(await jobWith({ state: "FINISHED", "end-time": end, duration: 12_929 }));
  await waitFor(() => expect(frame.bar.textContent).toContain(`started ${formatClock(start, Date.now())}`));
  expect(frame.bar.textContent).toContain(`ended ${formatClock(end, Date.now())}`);
  expect(frame.bar.textContent).toContain("12.9 s from start to end");
});

test("[F55] a running job shows no end time", async () => {
  showJob(recordedTransport("02-running-warm-metrics"));
  await waitFor(() => expect(frame.bar.textContent).toContain("48 s since start"));
  expect(frame.bar.textContent).toContain("started ");
  expect(frame.bar.textContent).not.toContain("ended");
});

test("[F62] a job whose details fail is shown with the exception of its initialization", async () => {
  const [exceptions] = replyCases("initialization-failure");
  showJob(
    scriptedCluster("02-running-warm-metrics", {
      [JOB]: () => ({ status: 500, reply: { errors: ["Internal server error."] } }),
      [`${JOB}/exceptions`]: () => ({ reply: exceptions?.reply }),
    }).transport,
  );
  const cause = await screen.findByRole("region", { name: "Why the job failed" });
  expect(cause.textContent).toContain("JobInitializationException: Could not start the JobMaster.");
  expect(cause.textContent).toContain("Cannot set up the user code libraries");
});
