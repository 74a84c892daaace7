import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { afterEach, expect, it, vi } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { useFact } from "../../client/use-client.tsx";
import { shortId } from "../../domain/units.ts";
import { jobOptions } from "../../observe/jobs.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { scriptedCluster } from "../../testing/scripted-cluster.ts";
import { RescaleInspector } from "./rescale-inspector.tsx";
import { RescalesPanel } from "./rescales-panel.tsx";

const NUMBERS = "1fc596b0d778f73fc9dee5acab8fd82c";
const CLICKS = "6827177720ff5f1805746f41468301e4";
const CLICKS_OF_120 = "1207641a98246ede5f0614d8fe21adda";

function Rescales({ jobId, isLive }: { jobId: string; isLive: boolean }): ReactNode {
  const job = useFact(jobOptions, jobId).data?.job;
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const [view, setView] = useState<string | undefined>(undefined);
  return (
    <>
      <RescalesPanel jobId={jobId} job={job} isLive={isLive} selectedId={selected} view={view} onSelect={setSelected} onView={setView} />
      {selected !== undefined && (
        <RescaleInspector
          jobId={jobId}
          rescaleId={selected}
          isLive={isLive}
          onTables={() => setView("tables")}
          onClose={() => setSelected(undefined)}
        />
      )}
    </>
  );
}

function show(transport: Transport, jobId: string, isLive = true) {
  renderWithBackend(<Rescales jobId={jobId} isLive={isLive} />, backendOver(transport));
  return userEvent.setup();
}

async function rows(): Promise<string[]> {
  const table = await screen.findByRole("table", { name: "Rescales" });
  await waitFor(() => expect(table.getAttribute("aria-busy")).toBe("false"));
  return within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("[F141] [F146] shows how a job was rescaled: statistics, history, requirements, configuration", async () => {
  show(recordedTransport("18-adaptive-after-loss"), CLICKS);
  expect((await rows()).map((text) => text.replaceAll(/\d\d:\d\d:\d\d\.\d/g, "at "))).toEqual([
    "at COMPLETED–a failure restarted it3.8 s–at 3a35f84aa6a…db1375c308…",
    "at COMPLETED–a failure restarted it1.1 s–at 2a35f84aa6a…f0f993f000…",
    "at COMPLETED–its requirements changed13.6 s–at 1a35f84aa6a…19885b0e7a…",
    "at COMPLETED–the job was started386 ms–at 1e1e87a3f4a…fd0b4d8eca…",
  ]);
  const figures = await screen.findByRole("region", { name: "Rescale statistics" });
  await waitFor(() => expect(figures.textContent).toContain("Completed40 failed, 0 ignored, 0 in progress"));
  expect(figures.textContent).toContain("Completed, on average4.7 shalf within 2.5 s, 99 % within 13.6 s");
  expect(figures.textContent).toContain("Failed, on average–none");
  const bounds = await screen.findByRole("table", { name: "Resource requirements" });
  await waitFor(() => expect(within(bounds).getByRole("row", { name: /ClickEvent Counter/ }).textContent).toBe("ClickEvent Counter213128"));
  const settings = await screen.findByRole("region", { name: "Rescale configuration" });
  expect(settings.textContent).toContain("Cooldown after a rescale30 s");
  expect(settings.textContent).toContain("Kept in the history20");
  expect(within(settings).getAllByRole("term")).toHaveLength(9);
});

it("[F142] shows one in progress with its requested parallelism, and the details of each", async () => {
  const user = show(recordedTransport("22-rescale-under-way"), NUMBERS);
  await waitFor(async () => expect((await rows())[0]).toMatch(/IN PROGRESS4 → \? of 6its requirements changed/));
  expect((await rows())[2]).toMatch(/IGNORED1 → \? of 5.*The resource requirements changed again before it completed\./);
  expect(screen.getByRole("region", { name: "Rescale statistics" }).textContent).toContain("In progress");

  const table = screen.getByRole("table", { name: "Rescales" });
  await user.click(within(table).getAllByRole("row")[1] ?? table);
  const underWay = await screen.findByRole("complementary", { name: /^Rescale/ });
  expect(await within(underWay).findByText("The scheduler has not left Executing yet.")).toBeDefined();
  const slots = within(underWay).getByRole("table", { name: "Slots of each slot sharing group" });
  expect(within(slots).getByRole("row", { name: /^default/ }).textContent).toBe("default4–56");

  await user.click(within(table).getAllByRole("row")[2] ?? table);
  const done = await screen.findByRole("complementary", { name: /^Rescale/ });
  const states = await within(done).findByRole("table", { name: "Scheduler states" });
  expect(within(states).getByRole("row", { name: /^CreatingExecutionGraph/ }).textContent).toContain("26 ms");
  const changes = within(done).getByRole("table", { name: "Parallelism of each vertex" });
  expect(within(changes).getByRole("row", { name: /^Source: Numbers/ }).textContent).toBe("Source: Numbers1414");
});

it("draws the history, and Enter opens a rescale from it", async () => {
  // Without a layout engine elements have no width, and nothing would be drawn.
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
  show(recordedTransport("22-rescale-under-way"), NUMBERS);
  const chart = await screen.findByRole("application", { name: /4 completed, 1 ignored, 1 in progress/ });
  await waitFor(() => expect(chart.getAttribute("aria-label")).toContain("8 tasks in 4 slots after the latest"));
  for (let row = 0; row < 5; row++) fireEvent.keyDown(chart, { key: "ArrowRight" });
  const words = within(screen.getByRole("region", { name: "Rescales in the order of their start" })).getByRole("status");
  expect(words.textContent).toBe(
    "COMPLETED, 328 msits requirements changedtasks 2 → 8, slots 1 → 4Counter -> Sink: Writer 1 → 4Source: Numbers 1 → 4",
  );
  fireEvent.keyDown(chart, { key: "Enter" });
  const inspector = await screen.findByRole("complementary", { name: /^Rescale/ });
  expect(await within(inspector).findByRole("table", { name: "Parallelism of each vertex" })).toBeDefined();
});

it("shows a failed rescale of an ended job, with its exception as text", async () => {
  const recorded = recordedTransport("23-rescale-failed");
  const hostile = "java.lang.IllegalStateException: <img src=x onerror=alert(1)> \u202e\u001b[31mred\n\tat a.B.c(B.java:1)";
  const user = show(
    async (request) => {
      const response = await recorded(request);
      if (!request.url.includes("/rescales/details/")) return response;
      const details = await response.json();
      const states = (details.schedulerStates as object[]).map((state) => ({ ...state, stringifiedException: hostile }));
      return Response.json({ ...details, schedulerStates: states });
    },
    NUMBERS,
    false,
  );
  expect((await rows())[0]).toMatch(/FAILED.*a failure restarted it.*It ended with an exception\./);
  // Its requirements were lost with its JobMaster.
  expect(screen.queryByRole("table", { name: "Resource requirements" })).toBeNull();
  const table = screen.getByRole("table", { name: "Rescales" });
  await user.click(within(table).getAllByRole("row")[1] ?? table);
  expect((await screen.findByLabelText("Stack trace, WaitingForResources")).textContent).toBe(
    "java.lang.IllegalStateException: <img src=x onerror=alert(1)> ⟨U+202E⟩␛[31mred\n\tat a.B.c(B.java:1)",
  );
  expect(document.querySelector("img")).toBeNull();
  const states = screen.getByRole("table", { name: "Scheduler states" });
  expect(within(states).getByRole("row", { name: /^WaitingForResources/ }).textContent).toContain("5m 00s");
});

it("says why there is no history: before 2.3, or because its size is 0", async () => {
  show(recordedTransport("17-rescaled-to-3", "flink-1.20.5"), CLICKS_OF_120);
  expect(
    await screen.findByText(/since 2\.3; this is 1\.20\.5\. The table below shows the requested and current parallelism\./),
  ).toBeDefined();
  const bounds = await screen.findByRole("table", { name: "Resource requirements" });
  await waitFor(() => expect(within(bounds).getByRole("row", { name: /ClickEvent Counter/ }).textContent).toBe("ClickEvent Counter313128"));
  cleanup();

  const none = () => ({ status: 404, reply: { errors: ["a.RescalesUnavailableException: has not been set to greater than `0`."] } });
  const { transport } = scriptedCluster("15-adaptive", {
    [`GET /jobs/${CLICKS}/rescales/history`]: none,
    [`GET /jobs/${CLICKS}/rescales/summary`]: none,
    [`GET /jobs/${CLICKS}/rescales/config`]: () => ({ reply: { rescaleHistoryMax: 0, executingCooldownTimeoutInMillis: 30_000 } }),
  });
  show(transport, CLICKS);
  expect(await screen.findByText(/web\.adaptive-scheduler\.rescale-history\.size is 0/)).toBeDefined();
  expect(screen.getByText("web.adaptive-scheduler.rescale-history.size: 20")).toBeDefined();
  expect((await screen.findByRole("region", { name: "Rescale configuration" })).textContent).toContain("Cooldown after a rescale30 s");
});

it("says if the history has dropped a rescale", async () => {
  renderWithBackend(
    <RescaleInspector jobId={NUMBERS} rescaleId={"0".repeat(32)} isLive onTables={() => undefined} onClose={() => undefined} />,
    backendOver(recordedTransport("22-rescale-under-way")),
  );
  expect(await screen.findByText(/has no such rescale/)).toBeDefined();
});

/** Opens a view by its button. */
async function open(user: ReturnType<typeof userEvent.setup>, view: string | RegExp): Promise<void> {
  await user.click(await within(await screen.findByRole("group", { name: "View" })).findByRole("button", { name: view }));
}

async function cellsOf(table: string): Promise<string[][]> {
  const found = await screen.findByRole("table", { name: table });
  await waitFor(() => expect(found.getAttribute("aria-busy")).not.toBe("true"));
  return within(found)
    .getAllByRole("row")
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    );
}

/** Names and values of a list of facts. */
function factsOf(region: HTMLElement): Record<string, string> {
  return Object.fromEntries(
    [...region.querySelectorAll("dt")].map((name) => [name.textContent, name.nextElementSibling?.textContent ?? ""]),
  );
}

const TIME = expect.stringMatching(/\d\d:\d\d:\d\d\.\d$/);
const TIME_WITH_MS = expect.stringMatching(/\d\d:\d\d:\d\d\.\d{3}$/);
const COUNTER = "20ba6b65f97481d5570070de90e4e791";
const SOURCE = "bc764cd8ddf7a0cff126f51c16239658";
const DEFAULT_GROUP = "0aad114abd6d99535968e784743a0033";

it("[F143] [F144] [F145] has ids, profiles and times of a rescale's vertices, slots and scheduler states", async () => {
  const user = show(recordedTransport("22-rescale-under-way"), NUMBERS);
  const table = await screen.findByRole("table", { name: "Rescales" });
  await user.click(await within(table).findByText("d4ecd7320e…"));
  const inspector = await screen.findByRole("complementary", { name: /^Rescale/ });
  expect(await within(inspector).findByText("d4ecd7320e505da06b12d3f3d5cf30b9")).toBeDefined();
  await user.click(await within(inspector).findByRole("button", { name: "All columns" }));
  expect(await cellsOf("Vertices of the rescale")).toEqual([
    ["Counter -> Sink: Writer", "1", "4", "4", "1", shortId(COUNTER), shortId(DEFAULT_GROUP)],
    ["Source: Numbers", "1", "4", "4", "1", shortId(SOURCE), shortId(DEFAULT_GROUP)],
  ]);
  expect(await cellsOf("Slots of the rescale")).toEqual([
    [
      "default",
      "1",
      "4",
      "4",
      "1",
      "any",
      "0.5 cores, task heap 48 MiB, task off-heap 8 MiB, managed 16 MiB, network 32 MiB",
      shortId(DEFAULT_GROUP),
    ],
  ]);
  const states = await cellsOf("Scheduler state history");
  expect(states[0]).toEqual(["Executing", TIME, TIME, "16.2 s", "–"]);
  expect(states.map(([state]) => state)).toContain("CreatingExecutionGraph");
});

it("[F148] shows the counts and the latest rescale of each outcome, from the overview or from the history", async () => {
  const user = show(recordedTransport("18-adaptive-after-loss"), CLICKS);
  await open(user, "Latest of each outcome");
  const counts = await screen.findByRole("region", { name: "Counts" });
  await waitFor(() => expect(factsOf(counts)).toEqual({ Total: "4", "In progress": "0", Completed: "4", Ignored: "0", Failed: "0" }));
  const completed = screen.getByRole("region", { name: "Latest completed" });
  expect(factsOf(completed)).toEqual({
    UUID: "db1375c308…",
    Cause: "a failure restarted it",
    Started: TIME_WITH_MS,
    Ended: TIME_WITH_MS,
    Duration: "3.8 s",
  });
  expect(screen.getByText("No rescale failed.")).toBeDefined();
  await user.click(within(completed).getByRole("button", { name: "db1375c308…" }));
  expect(await screen.findByRole("complementary", { name: /^Rescale/ })).toBeDefined();
  cleanup();

  // This one has no overview, as Flink before the release of 2.3.
  const again = show(recordedTransport("23-rescale-failed"), NUMBERS, false);
  await open(again, "Latest of each outcome");
  const failed = await screen.findByRole("region", { name: "Latest failed" });
  expect(factsOf(failed)).toMatchObject({ UUID: "c14a4c13b3…", Duration: "5m 01s", Reason: "It ended with an exception." });
  expect(factsOf(screen.getByRole("region", { name: "Latest ignored" }))).toMatchObject({ UUID: "eef7c529fa…", Duration: "1.6 s" });
  await waitFor(() => expect(factsOf(screen.getByRole("region", { name: "Counts" }))).toMatchObject({ Total: "6", Failed: "1" }));
  expect(screen.queryByText(/overview is unknown/)).toBeNull();
});

it("[F149] has minimum, average, maximum and percentiles of the durations by outcome", async () => {
  const user = show(recordedTransport("22-rescale-under-way"), NUMBERS);
  await open(user, "Summary");
  await screen.findByRole("table", { name: "Durations of the rescales" });
  expect(await cellsOf("Durations of the rescales")).toEqual([
    ["All ended", "5", "328 ms", "4.1 s", "16.1 s", "1.6 s", "16.1 s", "16.1 s", "16.1 s", "16.1 s"],
    ["Completed", "4", "328 ms", "4.8 s", "16.1 s", "1.3 s", "16.1 s", "16.1 s", "16.1 s", "16.1 s"],
    ["Ignored", "1", "1.6 s", "1.6 s", "1.6 s", "1.6 s", "1.6 s", "1.6 s", "1.6 s", "1.6 s"],
    ["Failed", "0", "–", "–", "–", "–", "–", "–", "–", "–"],
  ]);
});

it("[F147] keeps the selected rescale open while the history is refreshed", async () => {
  let asked = 0;
  const recorded = recordedTransport("22-rescale-under-way");
  const user = show((request) => {
    if (request.url.endsWith("/rescales/history")) asked++;
    return recorded(request);
  }, NUMBERS);
  const table = await screen.findByRole("table", { name: "Rescales" });
  await user.click(await within(table).findByText("d4ecd7320e…"));
  await screen.findByRole("complementary", { name: /^Rescale/ });
  const before = asked;
  await waitFor(() => expect(asked).toBeGreaterThan(before));
  expect(screen.getByRole("complementary", { name: /^Rescale/ })).toBeDefined();
  expect(within(table).getByRole("row", { selected: true }).textContent).toContain("d4ecd7320e…");
});
