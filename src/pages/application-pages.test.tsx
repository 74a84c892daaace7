import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";

import { withCases } from "../testing/reply-cases.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { installPageFrame } from "../testing/page-frame.ts";
import { scriptedCluster } from "../testing/scripted-cluster.ts";
import type { Transport } from "../client/transport.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { ApplicationPage } from "./application-page.tsx";
import { ApplicationsPage } from "./applications-page.tsx";
import { OverviewPage } from "./overview-page.tsx";

// Recorded with three applications: one runs and its job restarts, one was cancelled, one has finished.
const RUNNING = "1ce331bd90bf2346f78dcef5edbcafff";
const CANCELED = "e14745581bb1fbc0f8e2da48b99b65de";
const FINISHED = "f4d5b097a90a7d463e51caafbe30028a";

const frame = installPageFrame();
beforeEach(() => localStorage.clear());

function open(
  path: string,
  transport: Transport = recordedTransport("13-failing"),
  facts: Parameters<typeof backendOver>[1] = {},
): ReturnType<typeof userEvent.setup> {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/overview" element={<OverviewPage />} />
        <Route path="/application/running" element={<ApplicationsPage />} />
        <Route path="/application/completed" element={<ApplicationsPage />} />
        <Route path="/application/:list/:applicationid/*" element={<ApplicationPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(transport, facts),
    path,
  );
  return userEvent.setup();
}

const headsOf = (table: HTMLElement): (string | null)[] =>
  within(table)
    .getAllByRole("columnheader")
    .map(({ textContent }) => textContent);
const rowsOf = (table: HTMLElement): HTMLElement[] => within(table).getAllByRole("row").slice(1);

test.each(["/application/running", "/application/completed"])(
  "[F28] [F30] [F31] %s lists the applications with their states, and their jobs by status",
  async (path) => {
    open(path);
    const running = await screen.findByRole("table", { name: "Running applications" });
    expect(headsOf(running)).toEqual(["Status", "Name", "Application ID", "Jobs", "Start time↓", "Duration"]);
    const [only] = await waitFor(() => {
      const rows = rowsOf(running);
      expect(rows).toHaveLength(1);
      return rows;
    });
    expect(only?.textContent).toMatch(/^RUNNINGSingleJobApplication\(Wide 12\)1ce331bd90…1 RESTARTING.*40 s$/);
    const completed = screen.getByRole("table", { name: "Completed applications" });
    expect(headsOf(completed)).toEqual(["Status", "Name", "Application ID", "Jobs", "Start time", "End time↓", "Duration"]);
    expect(rowsOf(completed).map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^CANCELED.*1 CANCELED.*40\.4 s$/),
      expect.stringMatching(/^FINISHED.*1 FINISHED.*1m 38s$/),
    ]);
  },
);

test("[F29] [F33] running ones are sorted by their start, completed ones by their end, and both can be sorted and filtered", async () => {
  const user = open("/application/completed");
  const table = await screen.findByRole("table", { name: "Completed applications" });
  const states = (): (string | undefined)[] => rowsOf(table).map(({ textContent }) => /^[A-Z]+(?=Single)/.exec(textContent)?.[0]);
  expect(states()).toEqual(["CANCELED", "FINISHED"]);
  await user.click(within(table).getByRole("button", { name: "Start time" }));
  await user.click(within(table).getByRole("button", { name: "Start time" }));
  expect(states()).toEqual(["FINISHED", "CANCELED"]);
  await user.type(screen.getByRole("searchbox", { name: "Filter applications" }), "cancel");
  expect(states()).toEqual(["CANCELED"]);
});

test("[F32] [F34] [F37] a name leads to the application's page: its name, id, start, end and duration", async () => {
  const user = open("/application/running");
  const table = await screen.findByRole("table", { name: "Completed applications" });
  await user.click(
    within(table)
      .getByRole("row", { name: /FINISHED/ })
      .querySelector("a") ?? table,
  );
  await waitFor(() =>
    expect(within(frame.bar).getByRole("heading", { level: 1 }).textContent).toBe("SingleJobApplication(Click Event Count)"),
  );
  await waitFor(() => expect(frame.bar.textContent).toContain(FINISHED));
  expect(frame.bar.textContent).toMatch(/1m 38s from start to end.*started.*ended/);
});

test("[F35] [F36] the bar has its state, its jobs by status, and a link to the JobManager's log", async () => {
  open(`/application/running/${RUNNING}/overview`);
  await waitFor(() => expect(frame.bar.textContent).toContain("jobs 1 RESTARTING"));
  expect(within(frame.bar).getByText("RUNNING")).toBeDefined();
  expect(within(frame.bar).getByRole("link", { name: "JobManager log" }).getAttribute("href")).toBe("/job-manager/logs");
  expect(frame.bar.textContent).not.toContain("ended");
});

test("[F39] its page lists its running and its finished jobs", async () => {
  open(`/application/running/${RUNNING}/overview`);
  const running = await screen.findByRole("table", { name: "Running jobs" });
  await waitFor(() => expect(within(running).getByRole("link").getAttribute("href")).toBe(`/job/running/${RUNNING}/overview`));
  expect(running.textContent).toContain("Wide 12");
  expect(screen.getByText("No job of this application has ended.")).toBeDefined();
});

test("[F38] a cancel names its consequences, is sent once confirmed, and the button says so until the state changes", async () => {
  const cancel = `POST /applications/${RUNNING}/cancel`;
  const cluster = scriptedCluster("13-failing", { [cancel]: () => ({ status: 202, reply: {} }) });
  const user = open(`/application/running/${RUNNING}/overview`, cluster.transport);
  await user.click(await within(frame.bar).findByRole("button", { name: "Cancel" }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel SingleJobApplication(Wide 12)" });
  expect(dialog.textContent).toContain("Its job is cancelled: Wide 12.");
  expect(dialog.textContent).toContain(`curl -X POST http://test.invalid/applications/${RUNNING}/cancel`);
  await user.click(within(dialog).getByRole("button", { name: "Keep running" }));
  expect(cluster.sent).toEqual([]);
  await user.click(within(frame.bar).getByRole("button", { name: "Cancel" }));
  await user.click(await screen.findByRole("button", { name: "Cancel application" }));
  await waitFor(() => expect(cluster.sent.map(({ call }) => call)).toEqual([cancel]));
  const button = await within(frame.bar).findByRole("button", { name: "Cancelling …" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
});

test.each([
  ["a read-only cluster", { isReadOnly: true }, [], /is read-only here/],
  ["web.cancel.enable", {}, [{ path: "/config", change: { "features.web-cancel": false } }], /does not allow cancelling jobs/],
])("[F38] a cancel that %s refuses is disabled with the reason", async (_what, facts, cases, words) => {
  const user = open(`/application/running/${RUNNING}/overview`, withCases(recordedTransport("13-failing"), cases), facts);
  const button = await within(frame.bar).findByRole("button", { name: "Cancel" });
  await waitFor(() => expect(button.getAttribute("aria-disabled")).toBe("true"));
  await user.hover(button);
  expect(await screen.findByText(words)).toBeDefined();
});

test("an application that has ended has no cancel", async () => {
  open(`/application/completed/${CANCELED}/overview`);
  await waitFor(() => expect(frame.bar.textContent).toContain("CANCELED"));
  expect(within(frame.bar).queryByRole("button", { name: "Cancel" })).toBeNull();
});

test("[F40] all its exceptions are listed with their job and stack trace, as text", async () => {
  const entry = { exceptionName: "a.B<img src=x>", stacktrace: "a.B: <b>main failed</b>\n\tat x", timestamp: 1795248498000, jobId: null };
  const recorded = recordedTransport("13-failing");
  const transport: Transport = async (request) => {
    const response = await recorded(request);
    if (!request.url.endsWith("/exceptions")) return response;
    const reply: { exceptionHistory: { entries: unknown[] } } = await response.json();
    return Response.json({ exceptionHistory: { entries: [...reply.exceptionHistory.entries, entry] } });
  };
  open(`/application/completed/${FINISHED}/exceptions`, transport);
  const list = await screen.findByRole("list", { name: "Exceptions" });
  const [first, second] = within(list).getAllByRole("listitem");
  expect(first?.textContent).toContain("the program itself");
  expect(first?.textContent).toContain("<b>main failed</b>");
  expect(second?.textContent).toContain("TaskManager with id tm1 is no longer reachable.");
  expect(within(list).getByRole("link").getAttribute("href")).toMatch(/^\/job\/completed\/[0-9a-f]{32}\/exceptions$/);
  expect(document.querySelector("img")).toBeNull();
  expect((await screen.findByRole("tab", { name: /Exceptions/ })).textContent).toContain("2");
});

test("its configuration is a list of options that can be filtered", async () => {
  const cases = [
    {
      path: "/applications/:applicationid/jobmanager/config",
      reply: [
        { key: "parallelism.default", value: "2" },
        { key: "rest.port", value: "8081" },
      ],
    },
  ];
  const user = open(`/application/running/${RUNNING}/configuration`, withCases(recordedTransport("13-failing"), cases));
  const table = await screen.findByRole("table", { name: "Configuration" });
  await waitFor(() => expect(rowsOf(table)).toHaveLength(2));
  await user.type(screen.getByRole("searchbox", { name: "Filter options" }), "rest");
  expect(rowsOf(table).map(({ textContent }) => textContent)).toEqual(["rest.port8081"]);
});

test("[F41] the address of a completed application under the running ones shows it", async () => {
  open(`/application/running/${FINISHED}/overview`);
  await waitFor(() => expect(frame.bar.textContent).toContain("FINISHED"));
});

test("[F41] an unknown id is named, with a link to the list", async () => {
  open(`/application/running/${"0".repeat(32)}/overview`);
  expect(await screen.findByRole("heading", { name: "This cluster has no such application" })).toBeDefined();
  expect(screen.getByText("0".repeat(32))).toBeDefined();
  await waitFor(() =>
    expect(screen.getByRole("link", { name: "All applications of this cluster" }).getAttribute("href")).toBe("/application/running"),
  );
});

test("[F42] while it loads the page has its tabs, and one that failed before it had a job leads to the exceptions", async () => {
  const failed = [{ path: "/applications/:applicationid", change: { status: "FAILED", jobs: [] } }];
  open(`/application/completed/${FINISHED}/overview`, withCases(recordedTransport("13-failing"), failed));
  expect(screen.getByRole("tab", { name: "Jobs" })).toBeDefined();
  expect(document.querySelector("[data-skeleton]")).not.toBeNull();
  expect((await screen.findByText(/has not submitted a job/)).textContent).toContain("Its program failed before.");
  expect(screen.getByRole("link", { name: "Exceptions" }).getAttribute("href")).toBe(`/application/completed/${FINISHED}/exceptions`);
});

test("[F26] [F27] the overview has both lists, at once if the jobs alone do not tell", async () => {
  const several = [{ path: "/applications/overview", change: { "applications[0].jobs": { RUNNING: 2, FINISHED: 1 } } }];
  open("/overview", withCases(recordedTransport("13-failing"), several));
  const running = await screen.findByRole("table", { name: "Running applications" });
  expect(running.textContent).toContain("2 RUNNING1 FINISHED");
  expect(rowsOf(screen.getByRole("table", { name: "Completed applications" }))).toHaveLength(2);
});

test("[F26] [F27] they are closed if each application has one job, until they are opened here", async () => {
  const user = open("/overview");
  const summary = await screen.findByText("1 running, 2 completed");
  expect(screen.queryByRole("table", { name: "Running applications" })).toBeNull();
  await user.click(summary);
  expect(await screen.findByRole("table", { name: "Running applications" })).toBeDefined();
  expect(localStorage.getItem("drey.overview.applications")).toBe("yes");
});

test("a Flink before 2.3 has no applications, and the address says why", async () => {
  open("/application/running", recordedTransport("02-running", "flink-1.20.5"));
  expect((await screen.findByText(/does not list applications/)).textContent).toContain("Flink has them since 2.3; this is 1.20.5.");
});

test("names and words of a hostile cluster are text", async () => {
  const name = '<img src=x onerror="alert(1)">';
  const cases = [
    { path: "/applications/:applicationid", change: { name, status: "<i>", "jobs[0].name": name } },
    {
      path: "/applications/overview",
      change: { "applications[].name": name, "applications[].status": "<i>", "applications[].jobs": { "<u>": 1 } },
    },
  ];
  open("/application/running", withCases(recordedTransport("13-failing"), cases));
  expect((await screen.findAllByText(name)).length).toBeGreaterThan(0);
  expect(document.querySelector("img, i:not([data-skeleton]), u")).toBeNull();
});
