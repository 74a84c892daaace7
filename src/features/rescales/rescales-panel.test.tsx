import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { afterEach, expect, it, vi } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { useFact } from "../../client/use-client.tsx";
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
  return (
    <>
      <RescalesPanel jobId={jobId} job={job} isLive={isLive} selectedId={selected} onSelect={setSelected} />
      {selected !== undefined && (
        <RescaleInspector jobId={jobId} rescaleId={selected} isLive={isLive} onClose={() => setSelected(undefined)} />
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

it("shows how a job was rescaled: statistics, history, requirements, configuration", async () => {
  show(recordedTransport("18-adaptive-after-loss"), CLICKS);
  expect((await rows()).map((text) => text.replace(/^\d\d:\d\d:\d\d\.\d/, ""))).toEqual([
    "COMPLETED–a failure restarted it3.8 s–3",
    "COMPLETED–a failure restarted it1.1 s–2",
    "COMPLETED–its requirements changed13.6 s–1",
    "COMPLETED–the job was started386 ms–1",
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
});

it("shows one in progress with its requested parallelism, and the details of each", async () => {
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
  expect((await screen.findByRole("region", { name: "Rescale configuration" })).textContent).toContain("Cooldown after a rescale30 s");
});

it("says if the history has dropped a rescale", async () => {
  renderWithBackend(
    <RescaleInspector jobId={NUMBERS} rescaleId={"0".repeat(32)} isLive onClose={() => undefined} />,
    backendOver(recordedTransport("22-rescale-under-way")),
  );
  expect(await screen.findByText(/has no such rescale/)).toBeDefined();
});
