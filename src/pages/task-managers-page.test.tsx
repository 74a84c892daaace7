import { cleanup, screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, expect, test } from "vitest";

import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { TaskManagersPage } from "./task-managers-page.tsx";

afterEach(cleanup);

function renderAt(path: string, situation: Parameters<typeof recordedTransport>[0]): void {
  renderWithBackend(
    <Routes>
      <Route path="task-manager" element={<TaskManagersPage />} />
      <Route path="task-manager/:taskManagerId/*" element={<TaskManagersPage />} />
    </Routes>,
    backendOver(recordedTransport(situation)),
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
