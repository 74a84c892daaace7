// Every page with recordings of a live Flink 1.20.5: no applications, no job types, no scheduler,
// hosts beside endpoints, exceptions in two places.
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Situation } from "../../mocks/recordings.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { JobManagerPage } from "./job-manager-page.tsx";
import { JobPage } from "./job-page.tsx";
import { JobsPage } from "./jobs-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { SubmitPage } from "./submit-page.tsx";
import { TaskManagerPage } from "./task-manager-page.tsx";
import { TaskManagersPage } from "./task-managers-page.tsx";

type Recorded = Situation<"flink-1.20.5">;

const CLICKS = "d6da08ab318d6855fd9b3684883f0982";
const WIDE = "5a633402f156d6297e4078962f4e5dac";
const ADAPTIVE = "1207641a98246ede5f0614d8fe21adda";
const SOURCE = "e5a72f353fc1e6bbf3bd96a41384998c";

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1600);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(480);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const PAGES: ReactNode = (
  <Routes>
    <Route path="overview" element={<OverviewPage />} />
    <Route path="job/running" element={<JobsPage />} />
    <Route path="job/running/:jid/*" element={<JobPage />} />
    <Route path="task-manager" element={<TaskManagersPage />} />
    <Route path="task-manager/:taskManagerId/*" element={<TaskManagerPage />} />
    <Route path="job-manager/*" element={<JobManagerPage />} />
    <Route path="submit" element={<SubmitPage />} />
  </Routes>
);

/** Opens a page and returns the bar above it. */
function show(situation: Recorded, path: string): HTMLElement {
  const bar = document.createElement("div");
  document.body.append(bar);
  renderWithBackend(<BarSlotContext value={bar}>{PAGES}</BarSlotContext>, backendOver(recordedTransport(situation, "flink-1.20.5")), path);
  return bar;
}

/**
 * The page reports no reply of another format, and shows no value that exists only in JavaScript.
 */
function expectSound(): void {
  expect(document.body.textContent).not.toMatch(/\bundefined\b|\bNaN\b|\[object |another shape|does not fit/);
}

it.each([
  ["01-idle", "/overview", "No jobs are running on this cluster."],
  ["02-running-warm-metrics", "/overview", "Click Event Count"],
  ["12-cancelled", "/job/running", "Finished jobs"],
  ["04-restarting-without-slots", "/job/running", "RUNNING, 0 of 8 tasks"],
  ["10-restored-at-3", "/task-manager", "tm2"],
  ["02-running-warm-metrics", "/task-manager/tm1/metrics", "tm1"],
  ["02-running-warm-metrics", "/job-manager/config", "jobmanager.rpc.address"],
  ["01-idle", "/submit", "JAR"],
] as const)("%s: %s", async (situation, path, words) => {
  show(situation, path);
  await waitFor(() => expect(document.body.textContent).toContain(words));
  expectSound();
});

it.each([
  ["02-running-warm-metrics", CLICKS, `overview?vertex=${SOURCE}`, "parallelism 2, at most 128"],
  ["05-recovered", CLICKS, "checkpoints", "Restored from"],
  ["14-backpressured-warm-metrics", "dda8f782c9fb0f8760e0f9464be02128", "backpressure", "Backpressured"],
  ["13-failing", WIDE, "exceptions", "boom <img src=x onerror=alert(1)>"],
  ["04-restarting-without-slots", CLICKS, "overview", "8 SCHEDULED|2 SCHEDULED"],
  ["09-waiting-for-slots", "49b1e60f2f85c44bb93c03a5af8ef9ea", "overview", "The job waits for 1 slot."],
  ["17-rescaled-to-3", ADAPTIVE, "rescales", "since 2.3; this is 1.20.5"],
  ["18-adaptive-after-loss", ADAPTIVE, "overview", "2 RUNNING"],
] as const)("%s: the job's page, %s/%s", async (situation, jobId, path, words) => {
  show(situation, `/job/running/${jobId}/${path}`);
  await waitFor(() => expect(words.split("|").some((word) => document.body.textContent.includes(word))).toBe(true));
  expect(document.querySelector("img")).toBeNull();
  expectSound();
});

it("[F59] offers a rescale in place and the rescales tab only on an adaptive cluster", async () => {
  show("15-adaptive", `/job/running/${ADAPTIVE}/overview`);
  expect(await screen.findByRole("tab", { name: "Rescales" })).toBeDefined();
  cleanup();
  show("02-running", `/job/running/${CLICKS}/overview`);
  await screen.findByRole("tab", { name: /Vertices/ });
  await act(() => Promise.resolve());
  expect(screen.queryByRole("tab", { name: "Rescales" })).toBeNull();
});
