import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { useFact } from "../../client/use-client.tsx";
import { checkpointsOptions } from "../../observe/checkpoints.ts";
import { jobOptions } from "../../observe/jobs.ts";
import { historyEvent, mergedHistory, NO_HISTORY, rowsOf } from "../../observe/recorder/history.ts";
import { readIncident, writeIncident } from "../../observe/recorder/incident-file.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { watchDownloads } from "../../testing/downloads.ts";
import { HistoryPanel } from "./history-panel.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const NOON = Date.UTC(2026, 10, 30, 12);

beforeEach(() => {
  // Without a layout engine elements have no width, and nothing would be drawn.
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** The recorder asks for nothing itself: it begins with what the page knows. */
function Page() {
  const isKnown = [useFact(jobOptions, JOB_ID), useFact(checkpointsOptions, JOB_ID)].every(({ data }) => data !== undefined);
  return isKnown && <HistoryPanel jobId={JOB_ID} jobName="Click Event Count" />;
}

function show(): void {
  renderWithBackend(<Page />, backendOver(recordedTransport("05-recovered"), { label: "prod" }));
}

const INCIDENT = writeIncident({
  exportedMs: NOON + 60_000,
  cluster: "staging\u202e",
  jobId: "a".repeat(32),
  jobName: "<img src=x onerror=alert(1)>",
  history: mergedHistory(
    NO_HISTORY,
    {
      rows: [0, 5, 10].flatMap((second) => rowsOf({ atMs: NOON + second * 1000, values: { busy: second / 10, restarts: 2 } }, NOON)),
      events: [historyEvent("exception", "1", NOON + 4000, "boom <b>\u202e"), historyEvent("state", "2", NOON + 9000, "RUNNING")],
    },
    NOON,
  ),
});

async function openFile(text: string): Promise<void> {
  await userEvent.setup().upload(await screen.findByLabelText("An incident file to open"), new File([text], "incident.json"));
}

test("shows what the page has learned, and where it is kept", async () => {
  show();
  const events = await screen.findByRole("list", { name: "Events" });
  expect(await within(events).findByRole("button", { name: /Job RUNNING/ })).toBeDefined();
  expect(within(events).getByRole("button", { name: /Restored from checkpoint/ })).toBeDefined();
  expect(screen.getByText(/does not allow storage/)).toBeDefined();
});

test("the export is an incident file of this job", async () => {
  const downloads = watchDownloads();
  show();
  await screen.findByRole("button", { name: /Job RUNNING/ });
  await userEvent.setup().click(await screen.findByRole("button", { name: "Export" }));
  const [{ name, text } = { name: "", text: "" }] = await downloads();
  expect(name).toMatch(/^Click-Event-Count-f4d5.*-incident\.json$/);
  const incident = readIncident(text);
  expect([incident.cluster, incident.jobId, incident.jobName]).toEqual(["prod", JOB_ID, "Click Event Count"]);
  expect(incident.history.events.some(({ text: words }) => words === "RUNNING")).toBe(true);
});

test("an incident file is shown read-only with its origin, hostile text as text, until it is closed", async () => {
  show();
  await openFile(INCIDENT);
  const strip = await screen.findByRole("region", { name: "Incident file" });
  expect(strip.textContent).toContain("read-only");
  expect(strip.textContent).toContain("Job <img src=x onerror=alert(1)> (aaaa");
  expect(strip.textContent).toContain("staging⟨U+202E⟩");
  expect(document.querySelector("img")).toBeNull();
  expect(screen.getByRole("button", { name: /boom <b>⟨U\+202E⟩/ })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Export" })).toBeNull();
  await userEvent.setup().click(screen.getByRole("button", { name: "Close the file" }));
  expect(await screen.findByRole("button", { name: "Export" })).toBeDefined();
  expect(screen.queryByRole("button", { name: /boom/ })).toBeNull();
});

test("the cursor shows the values at its time and marks the nearest event; a press on an event moves it there", async () => {
  show();
  await openFile(INCIDENT);
  await screen.findByRole("region", { name: "Incident file" });
  const values = (): string => screen.getByRole("region", { name: "Values at the cursor" }).textContent;
  const current = (): string | undefined => document.querySelector('[aria-current="true"]')?.textContent;
  expect(values()).toMatch(/^Latest, .*Busy100 %/);
  fireEvent.click(screen.getByRole("button", { name: /boom/ }));
  expect(values()).toMatch(/^At .*Busy0 %.*Lag–.*Restarts2$/);
  expect(current()).toContain("boom");
  const chart = await screen.findByRole("application", { name: /^History of .*: 2 events$/ });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(values()).toMatch(/Busy50 %/);
  expect(screen.getByRole("status").textContent).toContain("Job RUNNING");
});

test("a file that is not an incident file is refused with a reason, and the history stays", async () => {
  show();
  await openFile('{"jobs": []}');
  expect((await screen.findByRole("alert")).textContent).toContain("This is not an incident file.");
  expect(screen.getByRole("button", { name: "Export" })).toBeDefined();
});
