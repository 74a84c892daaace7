import { cleanup, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test, vi } from "vitest";

import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { installPageFrame } from "../testing/page-frame.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER = "0da08f51eaa85fc298e176a139b3649a";

const frame = installPageFrame();
beforeEach(() => localStorage.clear());

function open(path: string): ReturnType<typeof userEvent.setup> {
  // The size of what is resized.
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(DOMRect.fromRect({ width: 400, height: 200 }));
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/running/:jid/*" element={<JobPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(recordedTransport("02-running-warm-metrics")),
    path,
  );
  return userEvent.setup();
}

const styleOfGrid = (splitter: HTMLElement): string => splitter.parentElement?.parentElement?.getAttribute("style") ?? "";

test("[F74] [F200] the split between graph and table is moved, and kept in this browser", async () => {
  const user = open(`/job/running/${JOB}/overview`);
  const splitter = await screen.findByRole("separator", { name: "Height of the job details" });
  expect(styleOfGrid(splitter)).not.toContain("--dock-height");
  splitter.focus();
  await user.keyboard("{ArrowUp}");
  expect(styleOfGrid(splitter)).toContain("--dock-height: min(216px, 70vh)");
  cleanup();
  open(`/job/running/${JOB}/overview`);
  const again = await screen.findByRole("separator", { name: "Height of the job details" });
  expect(styleOfGrid(again)).toContain("--dock-height: min(216px, 70vh)");
  again.focus();
  await user.keyboard("{Enter}");
  expect(styleOfGrid(again)).not.toContain("--dock-height");
  expect(localStorage.getItem("drey.size.job-details")).toBeNull();
});

test("[F200] the inspector's width is moved, and other tabs have no split with the graph", async () => {
  const user = open(`/job/running/${JOB}/overview?vertex=${COUNTER}`);
  const splitter = await screen.findByRole("separator", { name: "Width of the inspector" });
  splitter.focus();
  await user.keyboard("{ArrowLeft}");
  expect(styleOfGrid(splitter)).toContain("--inspector-width: min(416px, 70%)");
  cleanup();
  open(`/job/running/${JOB}/exceptions`);
  await screen.findByRole("tab", { name: /Exceptions/, selected: true });
  expect(screen.queryByRole("separator", { name: "Height of the job details" })).toBeNull();
});
