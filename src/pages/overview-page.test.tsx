import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import type { JobsOverview } from "../rest/jobs.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { OverviewPage } from "./overview-page.tsx";

afterEach(cleanup);

async function recordedJobs(recorded: Transport): Promise<JobsOverview> {
  return (await recorded(new Request("http://test.invalid/jobs/overview"))).json() as Promise<JobsOverview>;
}

test("a cluster at work: figures, the job with its checkpoint and restarts, and the job's name in each slot", async () => {
  renderWithBackend(<OverviewPage />, backendOver(recordedTransport("02-running-warm-metrics")));
  const row = await screen.findByRole("row", { name: /Click Event Count/ });
  await within(row).findByText("45");
  expect(within(row).getByText("8 RUNNING")).toBeDefined();
  expect(within(row).getByText("25 ms")).toBeDefined();
  expect(await within(row).findByText("0")).toBeDefined();
  expect(within(row).getByRole("link").getAttribute("href")).toMatch(/^\/job\/running\/[0-9a-f]{32}\/overview$/);
  expect(screen.getByRole("region", { name: "Cluster" }).textContent).toBe(
    "0 of 2task slots free1TaskManager1running job0finished0canceled0failed",
  );
  const slots = await screen.findByRole("list", { name: "Slots of tm1" });
  await waitFor(() => expect(slots.textContent).toBe("Click Event CountClick Event Count"));
  expect(screen.getByRole("region", { name: "This cluster" }).textContent).toContain("54 of 1,024 MiB");
});

test("the keyboard reads how many tasks a job has in a slot", async () => {
  renderWithBackend(<OverviewPage />, backendOver(recordedTransport("02-running-warm-metrics")));
  const slots = await screen.findByRole("list", { name: "Slots of tm1" });
  const [link] = await within(slots).findAllByRole("link", { name: "Click Event Count" });
  link?.focus();
  expect((await screen.findByRole("tooltip")).textContent).toBe("Click Event Count, 4 tasks");
});

test("[F21] [F23] [F25] slots, TaskManagers, jobs and applications are counted", async () => {
  renderWithBackend(<OverviewPage />, backendOver(recordedTransport("02-running-warm-metrics")));
  const words = "0 of 2task slots free1TaskManager1running job0finished0canceled0failed";
  await waitFor(() => expect(screen.getByRole("region", { name: "Cluster" }).textContent).toBe(words));
  expect((await screen.findByText(/^Applications:/)).textContent).toBe("Applications: 1 running, 0 finished, 0 canceled, 0 failed");
});

test("a Flink before 2.3 has no applications, and is asked for them once", async () => {
  const recorded = recordedTransport("02-running", "flink-1.20.5");
  let asked = 0;
  const backend = backendOver((request) => {
    if (new URL(request.url).pathname === "/applications/overview") asked++;
    return recorded(request);
  });
  renderWithBackend(<OverviewPage />, backend);
  await screen.findByRole("list", { name: "Slots of tm1" });
  await waitFor(() => expect(asked).toBe(1));
  expect(screen.queryByText(/^Applications:/)).toBeNull();
});

test("[F9] [F10] the version, and the commit with its date, of the cluster", async () => {
  renderWithBackend(<OverviewPage />, backendOver(recordedTransport("02-running-warm-metrics")));
  const cluster = await screen.findByRole("region", { name: "This cluster" });
  await waitFor(() => expect(cluster.textContent).toContain("Flink2.3.0Commitc0f8d1a @ 2026-06-14T16:29:03+02:00"));
});

test("a killed TaskManager: the job shows that no task runs, and the list explains the consequence", async () => {
  renderWithBackend(<OverviewPage />, backendOver(recordedTransport("04-restarting-without-slots")));
  expect(await screen.findByText("RUNNING, 0 of 8 tasks")).toBeDefined();
  expect(await screen.findByText(/No TaskManager is registered/)).toBeDefined();
});

test("an idle cluster says that no job runs", async () => {
  renderWithBackend(<OverviewPage />, backendOver(recordedTransport("01-idle")));
  expect(await screen.findByText("No jobs are running on this cluster.")).toBeDefined();
});

test("finished jobs are filtered by typing", async () => {
  const user = userEvent.setup();
  renderWithBackend(<OverviewPage />, backendOver(recordedTransport("12-cancelled")));
  const filter = await screen.findByRole("searchbox", { name: "Filter by name, ID or status" });
  expect(screen.getByRole("table", { name: "Finished jobs" })).toBeDefined();
  await user.type(filter, "orders");
  expect(screen.queryByRole("table", { name: "Finished jobs" })).toBeNull();
  expect(screen.getByText(/No finished job matches “orders”/)).toBeDefined();
});

test("a failed call does not affect other regions", async () => {
  const recorded = recordedTransport("02-running");
  const backend = backendOver((request) =>
    new URL(request.url).pathname === "/jobs/overview"
      ? Promise.resolve(Response.json({ errors: ["org.apache.flink.SomeException: the dispatcher is busy"] }, { status: 503 }))
      : recorded(request),
  );
  renderWithBackend(<OverviewPage />, backend);
  expect((await screen.findByRole("alert")).textContent).toContain("the dispatcher is busy");
  expect(await screen.findByText("tm1")).toBeDefined();
});

test("[F45] a job's tasks are counted by state, with their total and with pending operators", async () => {
  const recorded = recordedTransport("02-running");
  const counts = { total: 9, running: 6, finished: 3 };
  const backend = backendOver(async (request) => {
    if (new URL(request.url).pathname !== "/jobs/overview") return recorded(request);
    const { jobs } = await recordedJobs(recorded);
    return Response.json({ jobs: jobs.map((job) => ({ ...job, tasks: counts, "pending-operators": 2 })) });
  });
  renderWithBackend(<OverviewPage />, backend);
  const row = await screen.findByRole("row", { name: /Click Event Count/ });
  for (const words of ["6 RUNNING", "3 FINISHED", "9 TOTAL", "2 PENDING"]) expect(within(row).getByText(words)).toBeDefined();
});

test("[F44] [F46] [F47] jobs are listed newest first among those in equal trouble, ended ones by their end, with their state and a link", async () => {
  const recorded = recordedTransport("12-cancelled");
  const [job] = (await recordedJobs(recorded)).jobs;
  const jobAt = (name: string, change: object): object => ({ ...job, jid: name, name, ...change });
  const jobs = [
    jobAt("old", { state: "RUNNING", "start-time": 1000, "end-time": -1 }),
    jobAt("new", { state: "RESTARTING", "start-time": 2000, "end-time": -1 }),
    jobAt("first", { state: "FAILED", "end-time": 3000 }),
    jobAt("last", { state: "FINISHED", "end-time": 4000 }),
  ];
  const backend = backendOver((request) =>
    new URL(request.url).pathname === "/jobs/overview" ? Promise.resolve(Response.json({ jobs })) : recorded(request),
  );
  renderWithBackend(<OverviewPage />, backend);
  const linksOf = async (table: string): Promise<(string | null)[]> => {
    await screen.findByText("new");
    return within(screen.getByRole("table", { name: table }))
      .getAllByRole("link")
      .map((link) => link.getAttribute("href"));
  };
  expect(await linksOf("Running jobs")).toEqual(["/job/running/new/overview", "/job/running/old/overview"]);
  expect(await linksOf("Finished jobs")).toEqual(["/job/completed/last/overview", "/job/completed/first/overview"]);
  expect(screen.getByRole("row", { name: /first/ }).textContent).toContain("FAILED");
});

test("jobs in trouble are listed first with their reason, and the number in the bar lists only these", async () => {
  const user = userEvent.setup();
  const recorded = recordedTransport("02-running");
  const [job] = (await recordedJobs(recorded)).jobs;
  const jobAt = (name: string, change: object): object => ({ ...job, jid: name, name, ...change });
  const jobs = [jobAt("fine", { "start-time": 2000 }), jobAt("troubled", { "start-time": 1000 })];
  const details = (await (await recorded(new Request(`http://test.invalid/jobs/${job?.jid ?? ""}`))).json()) as { timestamps: object };
  const backend = backendOver((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/jobs/overview") return Promise.resolve(Response.json({ jobs }));
    if (!pathname.startsWith("/jobs/troubled")) return recorded(new Request(request.url.replace("/jobs/fine", `/jobs/${job?.jid ?? ""}`)));
    const restarting = { ...details, state: "RESTARTING", timestamps: { ...details.timestamps, RESTARTING: 1795248405684 } };
    return pathname === "/jobs/troubled"
      ? Promise.resolve(Response.json(restarting))
      : Promise.resolve(Response.json({ errors: ["refused"] }, { status: 503 }));
  });
  const bar = document.createElement("div");
  document.body.append(bar);
  renderWithBackend(
    <BarSlotContext value={bar}>
      <OverviewPage />
    </BarSlotContext>,
    backend,
  );
  const reason = await screen.findByRole("link", { name: "Restarting" });
  expect(reason.getAttribute("href")).toBe("/job/running/troubled/exceptions");
  const table = screen.getByRole("table", { name: "Running jobs" });
  const names = (): (string | null)[] =>
    within(table)
      .getAllByRole("link", { name: /^(fine|troubled)$/ })
      .map(({ textContent }) => textContent);
  expect(names()).toEqual(["troubled", "fine"]);
  // What could not be read is said, and is not healthy.
  expect(reason.parentElement?.title).toMatch(/Not assessed: checkpoints\. .*refused/);
  await user.click(within(bar).getByRole("button", { name: "1 of 2 running jobs needs attention" }));
  expect(names()).toEqual(["troubled"]);
  expect(screen.getByText("1 of 2", { selector: "span" })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Show all" }));
  expect(names()).toEqual(["troubled", "fine"]);
  bar.remove();
});

test("[F48] the lists are busy until the first reply", () => {
  renderWithBackend(
    <OverviewPage />,
    backendOver(() => new Promise(() => undefined)),
  );
  expect(screen.getByRole("table", { name: "Running jobs" }).getAttribute("aria-busy")).toBe("true");
});

test("names from a hostile cluster are text", async () => {
  const recorded = recordedTransport("02-running");
  const name = '<img src=x onerror="alert(1)">';
  const backend = backendOver(async (request) => {
    const response = await recorded(request);
    return new Response((await response.text()).replaceAll("Click Event Count", JSON.stringify(name).slice(1, -1)), response);
  });
  renderWithBackend(<OverviewPage />, backend);
  const row = await screen.findByRole("row", { name: /onerror/ });
  expect(within(row).getByRole("link").textContent).toBe(name);
  expect(document.querySelector("img")).toBeNull();
});
