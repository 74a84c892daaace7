import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { afterEach, expect, test } from "vitest";

import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { withCases } from "../testing/reply-cases.ts";
import { TaskManagersPage } from "./task-managers-page.tsx";

afterEach(cleanup);

function renderAt(path: string, situation: Parameters<typeof recordedTransport>[0], cases: Parameters<typeof withCases>[1] = []): void {
  renderWithBackend(
    <Routes>
      <Route path="task-manager" element={<TaskManagersPage />} />
      <Route path="task-manager/:taskManagerId/*" element={<TaskManagersPage />} />
    </Routes>,
    backendOver(withCases(recordedTransport(situation), cases)),
    path,
  );
}

test("each TaskManager is a row with slots, tasks and memory", async () => {
  renderAt("/task-manager", "02-running");
  const row = await screen.findByRole("row", { name: /tm1/ });
  expect(row.textContent).toContain("2 of 2");
  expect(row.textContent).toContain("512 MiB");
  expect(row.getAttribute("aria-selected")).toBeNull();
});

test("a link to one of them highlights it", async () => {
  renderAt("/task-manager/tm1/metrics", "02-running");
  expect(await screen.findByRole("row", { name: /tm1/, selected: true })).toBeDefined();
});

test("a link to a lost one says so beside the registered ones", async () => {
  renderAt("/task-manager/tm0/metrics", "02-running");
  expect((await screen.findByText(/is not registered/)).textContent).toContain("tm0");
  expect(screen.getByRole("row", { name: /tm1/ })).toBeDefined();
});

test("without any it explains the consequence for jobs", async () => {
  renderAt("/task-manager", "04-restarting-without-slots");
  expect(await screen.findByText(/No TaskManager is registered/)).toBeDefined();
});

const COLUMNS = [
  "TaskManager",
  "Slots taken",
  "Tasks",
  "Heartbeat",
  "Cores",
  "Physical memory",
  "JVM heap",
  "Task heap",
  "Managed memory",
  "Network memory",
  "Data port",
  "Path",
];

test("[F150] every column of Flink's list, each sortable", async () => {
  renderAt("/task-manager", "10-restored-at-3");
  const [first] = await screen.findAllByRole("row", { name: /tm/ });
  expect(first?.textContent).toMatch(/512 MiB.*pekko\.tcp:/);
  const heads = screen.getAllByRole("columnheader");
  expect(heads.map(({ textContent }) => textContent.replace(/[↑↓]$/, ""))).toEqual(COLUMNS);
  const user = userEvent.setup();
  for (const head of heads) {
    // The first head also has the button for the columns.
    await user.click(within(head).getAllByRole("button")[0] ?? head);
    expect(head.getAttribute("aria-sort"), head.textContent).not.toBeNull();
  }
});

test("[F152] a row links to the metrics of its TaskManager", async () => {
  renderAt("/task-manager", "02-running");
  expect((await screen.findByRole("link", { name: "tm1" })).getAttribute("href")).toBe("/task-manager/tm1/metrics");
});

test("columns that no TaskManager reports are left out, and the reason is given once", async () => {
  const hardware = { cpuCores: -1, physicalMemory: -1, freeMemory: -1, managedMemory: -1 };
  const change = { "taskmanagers[].hardware": hardware, "taskmanagers[].memoryConfiguration": {} };
  renderAt("/task-manager", "02-running", [{ path: "/taskmanagers", change }]);
  await screen.findByText(
    "No TaskManager reports: cores, physical memory, JVM heap, task heap, managed memory, network memory. A process without a JVM, such as a worker of Drey's engine, does not have them.",
  );
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).not.toContain("Cores");
  expect(screen.getByRole("row", { name: /tm1/ }).textContent).not.toContain("–");
});
