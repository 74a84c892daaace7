import { cleanup, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { afterEach, expect, test } from "vitest";

import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { installPageFrame } from "../testing/page-frame.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";
import { OverviewPage } from "./overview-page.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const WITH_MS = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC|\d ms$/;

const frame = installPageFrame();
afterEach(cleanup);

function show(page: ReactNode, path: string): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/overview" element={page} />
        <Route path="/job/:list/:jid/*" element={page} />
      </Routes>
    </BarSlotContext>,
    backendOver(recordedTransport("05-recovered")),
    path,
  );
}

/** The titles of the cells of one row below these heads. */
async function titlesOf(table: string, row: RegExp, heads: readonly string[]): Promise<(string | undefined)[]> {
  const rows = within(await screen.findByRole("table", { name: table }));
  const cells = within((await rows.findAllByRole("row", { name: row }))[0] ?? document.body).getAllByRole("cell");
  const all = rows.getAllByRole("columnheader").map((head) => head.getAttribute("aria-label"));
  return heads.map((head) => cells[all.indexOf(head)]?.querySelector("[title]")?.getAttribute("title") ?? undefined);
}

test.each([
  ["Running jobs", <OverviewPage key="overview" />, "/overview", /Click Event Count/, ["Start time", "Duration"]],
  ["Vertices", <JobPage key="job" />, `/job/running/${JOB}/overview`, /ClickEvent Counter/, ["Start time", "Duration"]],
  ["Checkpoints", <JobPage key="job" />, `/job/running/${JOB}/checkpoints`, /COMPLETED/, ["Triggered", "Latest acknowledgement"]],
] as const)("[F195] the times in the table %s have milliseconds", async (table, page, path, row, heads) => {
  show(page, path);
  for (const title of await titlesOf(table, row, heads)) expect(title).toMatch(WITH_MS);
});

test("[F195] the times in the bar of a job have milliseconds", async () => {
  show(<JobPage />, `/job/running/${JOB}/overview`);
  await waitFor(() => expect(frame.bar.textContent).toMatch(/started .*\d\d:\d\d:\d\d\.\d{3}/));
});
