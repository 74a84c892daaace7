import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";

import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { installPageFrame } from "../testing/page-frame.ts";
import { type ReplyCase, withCases } from "../testing/reply-cases.ts";
import { JobsPage } from "./jobs-page.tsx";

installPageFrame();

function show(cases: readonly ReplyCase[] = []): ReturnType<typeof userEvent.setup> {
  renderWithBackend(<JobsPage />, backendOver(withCases(recordedTransport("13-failing"), cases)), "/job/running");
  return userEvent.setup();
}

/** The text of a table's rows, without its head. */
async function rowsOf(name: string): Promise<string[]> {
  const table = await screen.findByRole("table", { name });
  return within(table)
    .getAllByRole("row")
    .slice(1)
    .map(({ textContent }) => textContent);
}

test("[F43] [F44] the job lists have Flink's columns, sorted by trouble and by end, and can be sorted by others", async () => {
  const user = show();
  const running = await screen.findByRole("table", { name: "Running jobs" });
  const heads = (table: HTMLElement): (string | null)[] =>
    within(table)
      .getAllByRole("columnheader")
      .map(({ textContent }) => textContent);
  expect(heads(running)).toEqual(expect.arrayContaining(["Status", "Name", "Reasons↑", "Tasks", "Start time", "Duration"]));
  const finished = await screen.findByRole("table", { name: "Finished jobs" });
  expect(heads(finished)).toEqual(expect.arrayContaining(["Status", "Name", "Tasks", "Start time", "End time↓", "Duration"]));
  expect(await rowsOf("Finished jobs")).toEqual([expect.stringMatching(/^CANCELED/), expect.stringMatching(/^FINISHED/)]);
  await user.click(within(finished).getByRole("button", { name: "Duration" }));
  expect(await rowsOf("Finished jobs")).toEqual([expect.stringMatching(/^FINISHED/), expect.stringMatching(/^CANCELED/)]);
});

test("[F46] [F47] a job has its state and a link to its page, also while it is INITIALIZING", async () => {
  show([{ path: "/jobs/overview", change: { "jobs[0].state": "INITIALIZING" } }]);
  const row = await screen.findByRole("row", { name: /INITIALIZING/ });
  expect(within(row).getByRole("link").getAttribute("href")).toMatch(/^\/job\/running\/[0-9a-f]{32}\/overview$/);
  expect(await rowsOf("Finished jobs")).toHaveLength(2);
});

test("[F48] placeholders are shown for the jobs until the first reply", async () => {
  show();
  expect(document.querySelectorAll("table[aria-busy=true] [data-skeleton]").length).toBeGreaterThan(0);
  await waitFor(() => expect(screen.getByRole("table", { name: "Running jobs" }).getAttribute("aria-busy")).not.toBe("true"));
  expect(await rowsOf("Running jobs")).toEqual([expect.stringContaining("Wide 12")]);
});
