import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { replyCases, withCases } from "../../testing/reply-cases.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { recordedVertex } from "../../testing/recorded-vertex.ts";
import { rowTexts } from "../../testing/table-reading.ts";
import { BackpressureTab } from "./backpressure-tab.tsx";

installPageFrame();

const RECORDED = recordedTransport("02-running-warm-metrics");
const PATH = "/jobs/:jobid/vertices/:vertexid/backpressure";
const BUSY = withCases(RECORDED, [
  {
    path: PATH,
    change: {
      backpressureLevel: "high",
      "subtasks[0].ratio": 0.6,
      "subtasks[0].backpressureLevel": "high",
      "subtasks[0].idleRatio": 0.3,
      "subtasks[0].busyRatio": 0.1,
      "subtasks[1].busyRatio": 0.9,
      "subtasks[1].idleRatio": 0.1,
    },
  },
]);

async function showTab(transport: Transport, change: Partial<JobVertex> = {}): Promise<void> {
  const { job, vertex } = await recordedVertex();
  renderWithBackend(<BackpressureTab jobId={job.jid} vertex={{ ...vertex, ...change }} isLive />, backendOver(transport));
}

function table(): HTMLElement {
  return screen.getByRole("table", { name: "Backpressure of the subtasks" });
}

test("[F101] shows the level of the vertex and the age of the measurement", async () => {
  await showTab(BUSY);
  expect((await screen.findByText(/measured/)).textContent).toMatch(/^measured (\d+ s|\d+m|\d+h|\d+d).* ago$/);
  expect(screen.getByText("in all", { exact: false }).textContent).toBe("HIGH in all");
});

test("[F101] says that sampling is in progress, and that nothing is measured without a running task", async () => {
  await showTab(withCases(RECORDED, [{ path: PATH, reply: { status: "deprecated" } }]));
  expect(await screen.findByText(/^Sampling in progress/)).toBeDefined();
  const { vertex } = await recordedVertex();
  await showTab(RECORDED, { tasks: { ...vertex.tasks, RUNNING: 0, SCHEDULED: 2 } });
  expect(await screen.findByText(/^No task of this vertex runs/)).toBeDefined();
});

test("[F102] shows the shares of each subtask, the busiest first, and sorts by any", async () => {
  const user = userEvent.setup();
  await showTab(BUSY);
  await screen.findByText("60 %");
  const shares = ["Subtask", "Backpressured", "Idle", "Busy", "Level"].map((head) => rowTexts(table(), head));
  expect(shares).toEqual([
    ["1", "0"],
    ["0 %", "60 %"],
    ["10 %", "30 %"],
    ["90 %", "10 %"],
    ["OK", "HIGH"],
  ]);
  await user.click(within(table()).getByRole("button", { name: "Idle" }));
  expect(rowTexts(table(), "Subtask")).toEqual(["0", "1"]);
});

test("[F103] shows each attempt of a subtask", async () => {
  await showTab(withCases(RECORDED, replyCases("speculative-attempts")));
  expect(await screen.findByText("0, attempt 1")).toBeDefined();
  expect(screen.getByText("0, attempt 0")).toBeDefined();
  expect(rowTexts(table(), "Subtask")).toHaveLength(3);
});

test("[F104] links to the thread of the task in the TaskManager's thread dump", async () => {
  await showTab(BUSY);
  const [link] = await screen.findAllByRole("link", { name: "Thread dump" });
  expect(decodeURIComponent(link?.getAttribute("href") ?? "")).toBe("/task-manager/tm1/thread-dump?vertexName=ClickEvent Counter (2/2)#0");
});
