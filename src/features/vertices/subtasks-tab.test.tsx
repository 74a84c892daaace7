import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { replyCases, withCases } from "../../testing/reply-cases.ts";
import { createWideCluster, WIDE_JOB_ID } from "../../../mocks/wide-cluster.ts";
import { createFlinkClient } from "../../client/flink-client.ts";
import { recordedVertex } from "../../testing/recorded-vertex.ts";
import { scriptedCluster } from "../../testing/scripted-cluster.ts";
import { cellOf, rowTexts } from "../../testing/table-reading.ts";
import { SubtasksTab } from "./subtasks-tab.tsx";

installPageFrame();

const RECORDED = recordedTransport("02-running-warm-metrics");

async function showTab(transport: Transport = RECORDED): Promise<HTMLElement> {
  const { job, vertex } = await recordedVertex();
  renderWithBackend(<SubtasksTab jobId={job.jid} vertex={vertex} subtask={undefined} isLive />, backendOver(transport));
  await screen.findByRole("group", { name: "Totals" });
  return screen.getByRole("table", { name: "Subtasks of the vertex" });
}

test("[F89] [F90] shows counters, attempt, endpoint and all times of each subtask, with totals", async () => {
  const table = await showTab();
  const [first] = within(table).getAllByRole("row").slice(1);
  if (first === undefined) throw new Error("The recorded vertex has two subtasks.");
  const cell = (head: string): string | null | undefined => cellOf(table, first, head);
  expect(cell("#")).toBe("0");
  expect(cell("Status")).toBe("RUNNING");
  expect(cell("Attempt")).toBe("0");
  expect(cell("Endpoint")).toBe("localhost:34179");
  expect(cell("Bytes received")).toBe("502 KiB");
  expect(cell("Records received")).toBe("15,060");
  expect(cell("Bytes sent")).toBe("5.6 KiB");
  expect(cell("Records sent")).toBe("12");
  expect(cell("Start time")).toMatch(/\d\d:\d\d:\d\d$/);
  expect(cell("Duration")).toBe("48 s");
  expect(cell("End time")).toBe("–");
  expect(cell("Busy time")).toBe("790 ms");
  expect(cell("Backpressured time")).toBe("0 ms");
  expect(cell("Idle time")).toBe("43.5 s");
  expect(["CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING", "RUNNING"].map(cell)).toEqual([
    "84 ms",
    "322 ms",
    "628 ms",
    "314 ms",
    "47.3 s",
  ]);
  expect(screen.getByRole("group", { name: "Totals" }).textContent).toBe(
    "2 subtasks, received 22,590 records (753 KiB), sent 18 records (10.7 KiB)",
  );
});

test("[F89] sorts by any column and filters", async () => {
  const user = userEvent.setup();
  const table = await showTab();
  await user.click(within(table).getByRole("button", { name: "Records received" }));
  expect(rowTexts(table, "#")).toEqual(["0", "1"]);
  await user.click(within(table).getByRole("button", { name: /^Records received/ }));
  expect(rowTexts(table, "#")).toEqual(["1", "0"]);
  await user.type(screen.getByRole("searchbox", { name: "Filter subtasks" }), "nowhere");
  expect(screen.getByText(/contains “nowhere”/)).toBeDefined();
  await user.clear(screen.getByRole("searchbox", { name: "Filter subtasks" }));
  await user.type(screen.getByRole("searchbox", { name: "Filter subtasks" }), "34179");
  expect(rowTexts(screen.getByRole("table", { name: "Subtasks of the vertex" }), "#")).toHaveLength(2);
});

test("[F91] shows attempts that run beside the current one, and counts them apart", async () => {
  const table = await showTab(withCases(RECORDED, replyCases("speculative-attempts")));
  expect(rowTexts(table, "#")).toEqual(["0", "0, attempt 1", "1"]);
  expect(screen.getByRole("group", { name: "Totals" }).textContent).toMatch(
    /^2 subtasks and 1 concurrent attempt, received 22,590 records/,
  );
});

test("[F92] links to the TaskManager and to its log", async () => {
  const table = await showTab();
  expect(
    within(table)
      .getAllByRole("link", { name: "Log" })
      .map((link) => link.getAttribute("href")),
  ).toEqual(["/task-manager/tm1/logs", "/task-manager/tm1/logs"]);
  expect(within(table).getAllByRole("link", { name: "localhost:34179" })[0]?.getAttribute("href")).toBe("/task-manager/tm1");
});

async function archivedLog(answer: { status?: number; reply: unknown }): Promise<HTMLElement> {
  const { job } = await recordedVertex();
  const archived = withCases(RECORDED, replyCases("history-server"));
  const path = `GET /jobs/${job.jid}/taskmanagers/tm1/log-url`;
  const { transport, sent } = scriptedCluster("02-running-warm-metrics", { [path]: () => answer }, archived);
  const table = await showTab(transport);
  await waitFor(() => expect(sent).toHaveLength(1));
  return table;
}

test("[F92] in a History Server the log of a TaskManager is at the address that it has for it", async () => {
  const table = await archivedLog({ reply: { url: "http://logs.test/tm1.log" } });
  const links = await within(table).findAllByRole("link", { name: "Log" });
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["http://logs.test/tm1.log", "http://logs.test/tm1.log"]);
  expect(links[0]?.getAttribute("rel")).toBe("noreferrer");
});

test.each([
  ["no address", { status: 404, reply: { errors: ["File not found."] } }],
  ["an address that runs a script", { reply: { url: "javascript:alert(1)" } }],
])("[F92] a History Server with %s has no link to the log of a TaskManager", async (_, answer) => {
  const table = await archivedLog(answer);
  expect(await within(table).findAllByRole("button", { name: "none" })).toHaveLength(2);
  expect(within(table).queryByRole("link", { name: "Log" })).toBeNull();
});

test("[F93] shows the statistics over the subtasks", async () => {
  const user = userEvent.setup();
  await showTab();
  await user.click(screen.getByRole("button", { name: "Aggregated" }));
  const table = screen.getByRole("table", { name: "Aggregated metrics" });
  expect(within(table).getByRole("row", { name: /^Records received/ }).textContent).toBe(
    "Records received7,53015,06011,29522,59011,2957,53015,06015,060",
  );
  expect(within(table).getByRole("row", { name: /^Busy time/ }).textContent).toBe(
    "Busy time682 ms790 ms736 ms1.5 s736 ms682 ms790 ms790 ms",
  );
  expect(within(table).getAllByRole("row")).toHaveLength(13);
});

test("a vertex of 1,600 subtasks needs at most 3,000 elements", async () => {
  const cluster = createWideCluster({ vertices: 4, parallelism: 1600, now: () => Date.now() });
  const job = await createFlinkClient(cluster).call("job", { jobid: WIDE_JOB_ID }, {});
  const vertex = job.vertices[0];
  if (vertex === undefined) throw new Error("The job has four vertices.");
  renderWithBackend(<SubtasksTab jobId={job.jid} vertex={vertex} subtask={undefined} isLive />, backendOver(cluster));
  expect((await screen.findByRole("group", { name: "Totals" })).textContent).toMatch(/^1,600 subtasks/);
  expect(document.querySelectorAll("*").length).toBeLessThan(3000);
});
