import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";

import { ensureExists } from "../../base/assert.ts";
import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { recordedVertex } from "../../testing/recorded-vertex.ts";
import { cellOf } from "../../testing/table-reading.ts";
import { TaskManagersTab } from "./task-managers-tab.tsx";

installPageFrame();

beforeEach(async () => {
  const { job, vertex } = await recordedVertex();
  renderWithBackend(
    <TaskManagersTab jobId={job.jid} vertexId={vertex.id} isLive />,
    backendOver(recordedTransport("02-running-warm-metrics")),
  );
  await screen.findAllByText("localhost:34179");
});

function table(): HTMLElement {
  return screen.getByRole("table", { name: "TaskManagers of the vertex" });
}

test("[F94] shows the counters, times and tasks of a vertex on each TaskManager", () => {
  const row = ensureExists(within(table()).getAllByRole("row")[1], "a row");
  const cell = (head: string): string | null | undefined => cellOf(table(), row, head);
  expect(cell("Endpoint")).toBe("localhost:34179");
  expect(cell("Status")).toBe("RUNNING");
  expect(cell("Tasks")).toBe("2 RUNNING");
  expect(cell("Bytes received")).toBe("753 KiB");
  expect(cell("Records received")).toBe("22,590");
  expect(cell("Bytes sent")).toBe("10.7 KiB");
  expect(cell("Records sent")).toBe("18");
  expect(cell("Start time")).toMatch(/\d\d:\d\d:\d\d$/);
  expect(cell("End time")).toBe("–");
  expect(cell("Duration")).toBe("48 s");
  expect(cell("Busy time")).toBe("1.5 s");
});

test("[F95] shows the statistics over its subtasks on request", async () => {
  const user = userEvent.setup();
  await user.click(within(table()).getByRole("button", { name: "Aggregated" }));
  const dialog = screen.getByRole("dialog", { name: /^Aggregated metrics on / });
  expect(within(dialog).getByRole("row", { name: /^Records received/ }).textContent).toContain("7,53015,06011,295");
});

test("[F96] links to the TaskManager's log", () => {
  expect(within(table()).getByRole("link", { name: "Log" }).getAttribute("href")).toBe("/task-manager/tm1/logs");
});
