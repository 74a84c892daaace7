// The tabs of a job's page that show its configuration, its data skew and its timeline.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { installPageFrame } from "../testing/page-frame.ts";
import { recordedJob } from "../testing/recorded-job.ts";
import { scriptedCluster } from "../testing/scripted-cluster.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER_ID = "0da08f51eaa85fc298e176a139b3649a";
const CONFIG = `GET /jobs/${JOB_ID}/config`;

const frame = installPageFrame();

function showTab(transport: Transport, path: string): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/:list/:jid/*" element={<JobPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(transport),
    `/job/running/${JOB_ID}/${path}`,
  );
}

function rowsOf(table: HTMLElement): string[] {
  return within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);
}

function configuredAs(config: unknown): Transport {
  return scriptedCluster("02-running-warm-metrics", {
    [CONFIG]: () => ({ reply: { jid: JOB_ID, name: "job", "execution-config": config } }),
  }).transport;
}

test("[F57] a job of a running cluster has a tab for each view of Flink's WebUI", async () => {
  showTab(recordedTransport("02-running-warm-metrics"), "overview");
  await screen.findByRole("tab", { name: /^Vertices/ });
  const names = screen.getAllByRole("tab").map((tab) => tab.textContent.replace(/\d+$/, ""));
  const wanted = ["Vertices", "Exceptions", "Data skew", "Timeline", "Checkpoints", "Configuration"];
  expect(names).toEqual(expect.arrayContaining(wanted));
  expect(screen.queryByRole("tab", { name: "Cluster configuration" })).toBeNull();
});

test("[F138] the configuration has the restart strategy, the parallelism and the object reuse mode", async () => {
  showTab(recordedTransport("02-running-warm-metrics"), "configuration");
  const section = await screen.findByRole("region", { name: "Execution configuration" });
  await waitFor(() => expect(section.textContent).toContain("Cluster level default restart strategy"));
  expect(section.textContent).toContain("Job parallelism2");
  expect(section.textContent).toContain("Object reuse modeoff");
  expect(section.textContent).not.toContain("Execution mode");
  expect(screen.getByText(/has set no global job parameters/)).toBeDefined();
});

test("[F138] a parallelism of -1 is auto, and only 1.20 has an execution mode", async () => {
  showTab(
    configuredAs({ "execution-mode": "PIPELINED", "restart-strategy": "Restart deactivated.", "job-parallelism": -1 }),
    "configuration",
  );
  const section = await screen.findByRole("region", { name: "Execution configuration" });
  await waitFor(() => expect(section.textContent).toContain("Job parallelismauto"));
  expect(section.textContent).toContain("Execution modePIPELINED");
  expect(section.textContent).toContain("Object reuse mode–");
});

test("[F139] the user configuration is sorted by key, keeps white space, is filtered and copied", async () => {
  const user = userEvent.setup();
  showTab(configuredAs({ "user-config": { "b.key": "two  spaces\nand a line", "a.key": "<b>1</b>" } }), "configuration");
  const table = await screen.findByRole("table", { name: "User configuration" });
  expect(rowsOf(table)).toEqual(["a.key<b>1</b>", "b.keytwo  spaces\nand a line"]);
  await user.type(screen.getByRole("searchbox", { name: "Filter" }), "LINE");
  expect(rowsOf(table)).toEqual(["b.keytwo  spaces\nand a line"]);
  await user.click(screen.getByRole("button", { name: "Copy user configuration" }));
  expect(await navigator.clipboard.readText()).toBe("b.key\ttwo  spaces\nand a line");
  expect(await screen.findByText("Copied")).toBeDefined();
  await user.type(screen.getByRole("searchbox", { name: "Filter" }), "?");
  expect(screen.getByText("Nothing contains “LINE?”.")).toBeDefined();
});

test("a job whose JobMaster could not be created has no configuration, with the reason", async () => {
  showTab(
    scriptedCluster("02-running-warm-metrics", { [CONFIG]: () => ({ reply: { jid: JOB_ID, name: "job" } }) }).transport,
    "configuration",
  );
  expect(await screen.findByText(/has no configuration of this job/)).toBeDefined();
});

test("[F119] [F120] data skew is explained and listed for each vertex, most uneven first", async () => {
  showTab(recordedTransport("02-running-warm-metrics"), "dataskew");
  const table = await screen.findByRole("table", { name: "Data skew" });
  await waitFor(() => expect(rowsOf(table)).toContain("ClickEvent Counter33 %7,53011,29515,060"));
  await waitFor(() => expect(rowsOf(table).every((row) => row.includes(" %"))).toBe(true));
  const shares = rowsOf(table).map((row) => Number(/(\d+) %/.exec(row)?.[1]));
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  expect(shares).toHaveLength(4);
  expect(screen.getByText(/how unevenly the subtasks of a vertex share its records/)).toBeDefined();
  expect(screen.getByText(/mean distance of the\s+subtasks from their average/)).toBeDefined();
});

test("[F120] a skew that is not a number counts as 0, and a Flink before 1.20 has none", async () => {
  const recorded = recordedTransport("02-running-warm-metrics");
  const withSkew =
    (skew: unknown): Transport =>
    async (request) =>
      request.url.includes("/subtasks/metrics?get=numRecordsIn")
        ? Response.json([{ id: "numRecordsIn", min: 0, max: 0, avg: 0, ...(skew === undefined ? {} : { skew }) }])
        : recorded(request);
  showTab(withSkew("NaN"), "dataskew");
  const table = await screen.findByRole("table", { name: "Data skew" });
  await waitFor(() => expect(rowsOf(table).every((row) => row.includes("0 %"))).toBe(true));
  cleanup();
  showTab(withSkew(undefined), "dataskew");
  expect(await screen.findByText("This cluster reports no skew. Flink does since 1.20.")).toBeDefined();
});

test("data skew of a job that has ended says why it is empty", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const ended = { ...job, state: "CANCELED", "end-time": job.now };
  showTab(scriptedCluster("02-running-warm-metrics", { [`GET /jobs/${JOB_ID}`]: () => ({ reply: ended }) }).transport, "dataskew");
  expect(await screen.findByText("The job has ended, and Flink has no metrics of ended jobs.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Refresh" })).toBeNull();
});

test("[F121] a refresh reads the data skew again", async () => {
  const user = userEvent.setup();
  let received = 100;
  const recorded = recordedTransport("02-running-warm-metrics");
  showTab(
    async (request) =>
      request.url.includes("/subtasks/metrics?get=numRecordsIn")
        ? Response.json([{ id: "numRecordsIn", min: 0, max: received, avg: 50, skew: 100 }])
        : recorded(request),
    "dataskew",
  );
  const table = await screen.findByRole("table", { name: "Data skew" });
  await waitFor(() => expect(rowsOf(table).every((row) => row.endsWith("100"))).toBe(true));
  received = 250;
  await user.click(screen.getByRole("button", { name: "Refresh" }));
  await waitFor(() => expect(rowsOf(table).every((row) => row.endsWith("250"))).toBe(true));
});

test("[F122] the timeline has a bar for each vertex from its start to now, in the colour of its state", async () => {
  showTab(recordedTransport("02-running-warm-metrics"), "timeline");
  const table = await screen.findByRole("table", { name: "Timeline of the vertices" });
  await waitFor(() => expect(rowsOf(table)).toHaveLength(4));
  const [row] = within(table).getAllByRole("row", { name: /ClickEvent Counter/ });
  const { job } = await recordedJob("02-running-warm-metrics");
  expect(row?.textContent).toContain("RUNNING");
  const bars = [...(row?.querySelectorAll("i") ?? [])];
  expect(bars).toHaveLength(1);
  const started = job.vertices.find(({ id }) => id === COUNTER_ID)?.["start-time"] ?? 0;
  // From the first vertex on, not from the start of the job, which may have been restarted days later.
  const first = Math.min(...job.vertices.map((vertex) => vertex["start-time"]));
  const left = (100 * (started - first)) / (job.now - first);
  expect(Number.parseFloat(bars[0]?.style.left ?? "")).toBeCloseTo(left, 3);
  expect(bars[0]?.style.getPropertyValue("--tone")).toContain("running");
});

test("[F123] a press on a vertex shows its subtasks, one segment for each state", async () => {
  const user = userEvent.setup();
  showTab(recordedTransport("02-running-warm-metrics"), "timeline");
  await user.click(await screen.findByRole("button", { name: "ClickEvent Counter" }));
  const table = await screen.findByRole("table", { name: "Timeline of the subtasks" });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows.map((row) => row.querySelector("td")?.textContent)).toEqual(["0 - localhost:34179", "1 - localhost:34179"]);
  expect(rows[0]?.textContent).toContain("CREATED 84 ms, SCHEDULED 322 ms, DEPLOYING 628 ms, INITIALIZING 314 ms, RUNNING 47.3 s");
  expect(rows[0]?.querySelectorAll("i")).toHaveLength(5);
});
