import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { replyCases, withCases } from "../testing/reply-cases.ts";
import { Rail } from "./rail.tsx";

afterEach(cleanup);

const entries = (): (readonly [string | null, string | null])[] =>
  screen.getAllByRole("link").map((link) => [link.getAttribute("aria-label") ?? link.textContent, link.getAttribute("href")]);

const OVERVIEW = ["Overview", "/overview"];
const APPLICATIONS = ["Applications", "/application/running"];
const JOBS = ["Jobs", "/job/running"];

test("[F1] [F2] [F3] the navigation is always there, with a mark that leads to the overview", async () => {
  renderWithBackend(<Rail />, backendOver(recordedTransport("02-running")));
  expect(screen.getByRole("navigation", { name: "Main" })).toBeDefined();
  expect(entries().slice(0, 2)).toEqual([["Drey, overview", "/overview"], OVERVIEW]);
  expect(screen.getByRole("link", { name: "Overview" }).getAttribute("aria-current")).toBe("page");
  await waitFor(() => expect(entries()[2]).toEqual(APPLICATIONS));
});

test("[F4] [F5] applications and jobs have an entry each, and a Flink before 2.3 has no applications", async () => {
  renderWithBackend(<Rail />, backendOver(recordedTransport("02-running")), "/application/completed");
  await waitFor(() => expect(entries().slice(2, 4)).toEqual([APPLICATIONS, JOBS]));
  expect(screen.getByRole("link", { name: "Applications" }).getAttribute("aria-current")).toBe("page");
  cleanup();

  const recorded = recordedTransport("02-running", "flink-1.20.5");
  let asked = 0;
  const transport: Transport = async (request) => {
    const response = await recorded(request);
    if (request.url.endsWith("/applications/overview")) asked++;
    return response;
  };
  renderWithBackend(<Rail />, backendOver(transport));
  await waitFor(() => expect(asked).toBe(1));
  expect(entries().slice(1, 3)).toEqual([OVERVIEW, JOBS]);
});

test("[F6] [F7] [F8] TaskManagers, the JobManager and the form that submits jobs are there, but not of a History Server", async () => {
  renderWithBackend(<Rail />, backendOver(recordedTransport("02-running")));
  const live = [
    ["TaskManagers", "/task-manager"],
    ["JobManager", "/job-manager/metrics"],
    ["Submit job", "/submit"],
  ];
  await waitFor(() => expect(entries().slice(4, 7)).toEqual(live));
  cleanup();

  const history = withCases(recordedTransport("12-cancelled"), replyCases("history-server"));
  renderWithBackend(<Rail />, backendOver(history));
  await waitFor(() => expect(entries().map(([name]) => name)).not.toContain("Submit job"));
  expect(entries().map(([, path]) => path)).not.toContain("/task-manager");
  expect(entries().map(([, path]) => path)).not.toContain("/job-manager/metrics");
});
