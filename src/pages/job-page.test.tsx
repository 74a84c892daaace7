import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Route, Routes, useLocation } from "react-router";
import { expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { withCases } from "../testing/reply-cases.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { recordedJob } from "../testing/recorded-job.ts";
import { scriptedCluster } from "../testing/scripted-cluster.ts";
import { JobPage } from "./job-page.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER_ID = "0da08f51eaa85fc298e176a139b3649a";

const frame = installPageFrame();

function Address(): ReactNode {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{pathname + search}</output>;
}

/** Opens the page at `path` below the job, with the app's routes. */
function showJob(transport: Transport, path = "overview", jobId = JOB_ID): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/running/:jid/*" element={<JobPage />} />
        <Route path="*" element={null} />
      </Routes>
      <Address />
    </BarSlotContext>,
    backendOver(transport),
    `/job/running/${jobId}/${path}`,
  );
}

function address(): string {
  return screen.getByLabelText("address").textContent;
}

async function vertexRow(name: RegExp): Promise<HTMLElement> {
  return within(await screen.findByRole("table", { name: "Vertices" })).findByRole("row", { name });
}

test("[F49] [F63] [F65] a job at work: state, facts, the graph's vertices, and the table with its counts", async () => {
  showJob(recordedTransport("02-running-warm-metrics"));
  await waitFor(() => expect(frame.bar.textContent).toContain("Click Event Count"));
  expect(frame.bar.textContent).toContain("RUNNING");
  const row = await vertexRow(/ClickEvent Counter/);
  expect(row.textContent).toContain("2 RUNNING");
  expect(row.textContent).toContain("22,590");
  const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
  expect(card.textContent).toContain("TumblingEventTimeWindows(15 s)");
  expect(card.textContent).toContain("Busy0 %");
  expect(within(await screen.findByRole("article", { name: "Source: ClickEvent Source" })).getByText("no input")).toBeDefined();
  expect(await screen.findByText(/Checkpoint 45/)).toBeDefined();
  expect(screen.getByText("HASH")).toBeDefined();
  expect(screen.getAllByText("FORWARD")).toHaveLength(2);
});

test("a job that waits for slots: Flink's status, dashes instead of numbers, and the checkpoint to restore", async () => {
  showJob(recordedTransport("04-restarting-without-slots"));
  await waitFor(() => expect(frame.bar.textContent).toContain("RUNNING, 0 of 8 tasks"));
  const row = await vertexRow(/ClickEvent Counter/);
  expect(row.textContent).toContain("CREATED");
  expect(row.textContent).toContain("2 SCHEDULED");
  expect(row.textContent).not.toMatch(/\b0\b/);
  const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
  expect(card.className).toContain("outline-dashed");
  expect(card.textContent).toContain("Records in–");
  expect(card.textContent).toContain("Will restore");
  expect(await screen.findByText("Checkpoint 48")).toBeDefined();
  expect(screen.getByText(/will be restored/)).toBeDefined();
  expect(screen.getByText(/49 failed: Trigger checkpoint failure\./)).toBeDefined();
});

test("[F58] a batch job: its checkpoints, for which Flink answers 404, are not requested, and nothing waits for them", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const asked: string[] = [];
  const { transport } = scriptedCluster("02-running-warm-metrics", {
    [`GET /jobs/${JOB_ID}`]: () => ({ reply: { ...job, "job-type": "BATCH", schedulerType: "AdaptiveBatch" } }),
  });
  showJob((request) => {
    asked.push(new URL(request.url).pathname);
    return transport(request);
  }, `overview?vertex=${COUNTER_ID}`);
  await screen.findByRole("complementary", { name: "Vertex ClickEvent Counter" });
  await waitFor(() => expect(screen.getByRole("article", { name: "ClickEvent Counter" }).textContent).toContain("Busy0 %"));
  expect(screen.queryByRole("tab", { name: /Checkpoints/ })).toBeNull();
  expect(screen.getByRole("tab", { name: /Exceptions/ })).toBeDefined();
  expect(document.body.textContent).not.toMatch(/checkpoint/i);
  expect(within(frame.bar).getByRole("button", { name: "Stop" }).getAttribute("aria-disabled")).toBe("true");
  expect(asked.filter((path) => path.includes("/checkpoints"))).toEqual([]);
});

test("[F78] a vertex is selected from the table by keyboard, inspected, and deselected, and the address follows", async () => {
  const user = userEvent.setup();
  showJob(recordedTransport("02-running-warm-metrics"));
  const row = await vertexRow(/ClickEvent Counter/);
  row.focus();
  await user.keyboard("{Enter}");
  const inspector = await screen.findByRole("complementary", { name: "Vertex ClickEvent Counter" });
  expect(address()).toBe(`/job/running/${JOB_ID}/overview?vertex=${COUNTER_ID}`);
  expect(within(inspector).getByText("parallelism 2, at most 128")).toBeDefined();
  expect(await within(inspector).findByText("attempt 0")).toBeDefined();
  expect(await within(inspector).findByText("In checkpoint 45")).toBeDefined();
  expect(await within(inspector).findByText("5.3 KiB")).toBeDefined();
  await user.click(within(inspector).getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("complementary", { name: /^Vertex/ })).toBeNull();
  expect(address()).toBe(`/job/running/${JOB_ID}/overview`);
});

test("[F68] a vertex is selected in the graph by keyboard, and Flink's own bookmark selects one too", async () => {
  const user = userEvent.setup();
  showJob(recordedTransport("02-running-warm-metrics"), `overview/${COUNTER_ID}/subtasks`);
  expect(await screen.findByRole("complementary", { name: "Vertex ClickEvent Counter" })).toBeDefined();
  const card = await screen.findByRole("article", { name: "Source: ClickEvent Source" });
  within(card).getByRole("button", { name: "Source: ClickEvent Source" }).focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("complementary", { name: "Vertex Source: ClickEvent Source" })).toBeDefined();
  expect(within(card).getByRole("button", { name: "Source: ClickEvent Source" }).getAttribute("aria-pressed")).toBe("true");
});

test("an id that the job does not have selects nothing, with a message", async () => {
  showJob(recordedTransport("02-running-warm-metrics"), "overview?vertex=nonsense");
  await vertexRow(/ClickEvent Counter/);
  expect(screen.queryByRole("complementary", { name: /^Vertex/ })).toBeNull();
  expect(screen.getByRole("complementary", { name: "Unknown vertex" }).textContent).toContain("This job has no vertex nonsense.");
});

test("checkpoints: figures, the one that was restored, the gap, and one in full", async () => {
  const user = userEvent.setup();
  showJob(recordedTransport("05-recovered"), "checkpoints");
  const figures = await screen.findByRole("region", { name: "Checkpoint statistics" });
  await waitFor(() => expect(figures.textContent).toContain("59of 62, 3 failed"));
  expect(figures.textContent).toContain("every 1 s, exactly once, aligned");
  expect(figures.textContent).toContain("Restored from48");
  const table = screen.getByRole("table", { name: "Checkpoints" });
  expect(within(table).getByText("Trigger checkpoint failure.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: /^Failed/ }));
  expect(within(table).queryByText("60")).toBeNull();
  await user.click(screen.getByRole("button", { name: /^All/ }));
  const row = within(table).getByRole("row", { name: /^60/ });
  row.focus();
  await user.keyboard(" ");
  expect(address()).toBe(`/job/running/${JOB_ID}/checkpoints?checkpoint=60`);
  const inspector = await screen.findByRole("complementary", { name: "Checkpoint 60" });
  expect(await within(inspector).findByText("Subtasks, time since trigger")).toBeDefined();
  expect(within(inspector).getByText("7.4 KiB in 8 subtasks")).toBeDefined();
});

test("a checkpoint whose details the cluster has dropped is shown as far as it was seen", async () => {
  showJob(recordedTransport("05-recovered"), "checkpoints?checkpoint=49");
  const inspector = await screen.findByRole("complementary", { name: "Checkpoint 49" });
  expect(await within(inspector).findByText("FAILED")).toBeDefined();
  expect(await within(inspector).findByText(/and this one is older/)).toBeDefined();
});

test("arrow keys switch tabs, and the address keeps the selected vertex", async () => {
  const user = userEvent.setup();
  showJob(recordedTransport("05-recovered"), `overview?vertex=${COUNTER_ID}`);
  const tab = await screen.findByRole("tab", { name: /Vertices/ });
  tab.focus();
  await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}");
  await waitFor(() => expect(address()).toBe(`/job/running/${JOB_ID}/exceptions?vertex=${COUNTER_ID}`));
  expect(screen.getByRole("tab", { name: /Exceptions/ }).getAttribute("aria-selected")).toBe("true");
  expect((await screen.findAllByText(/no longer reachable/)).length).toBeGreaterThan(0);
  // Without playground and topics.
  expect(screen.queryByRole("tab", { name: /Output/ })).toBeNull();
});

test("a job without exceptions says so", async () => {
  showJob(recordedTransport("02-running-warm-metrics"), "exceptions");
  expect(await screen.findByText(/^No exception since the job started/)).toBeDefined();
});

test("exceptions of user code are shown as text", async () => {
  showJob(recordedTransport("13-failing"), "exceptions", "1ce331bd90bf2346f78dcef5edbcafff");
  expect((await screen.findAllByText(/boom <img src=x onerror=alert\(1\)>/)).length).toBeGreaterThan(0);
  expect(document.querySelector("img")).toBeNull();
});

test("[F61] an unknown job: the cluster's message and a link back", async () => {
  showJob(recordedTransport("02-running"), "overview", "00000000000000000000000000000000");
  expect(await screen.findByRole("heading", { name: "This cluster has no such job" })).toBeDefined();
  expect(screen.getByRole("alert").textContent).toContain("Not found");
  expect(screen.getByRole("link", { name: "All jobs of this cluster" }).getAttribute("href")).toBe("/job/running");
});

test("[F56] cancelling lists its consequences, sends one request, and shows the cluster's reply", async () => {
  const user = userEvent.setup();
  const recorded = recordedTransport("02-running-warm-metrics");
  const asked: string[] = [];
  showJob((request) => {
    if (request.method !== "PATCH") return recorded(request);
    asked.push(new URL(request.url).pathname + new URL(request.url).search);
    return Promise.resolve(Response.json({ errors: ["Job cancellation timed out."] }, { status: 504 }));
  });
  await waitFor(() => expect(frame.bar.textContent).toContain("RUNNING"));
  await user.click(within(frame.bar).getByRole("button", { name: "Cancel" }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel Click Event Count" });
  expect(dialog.textContent).toContain("All 8 tasks stop at once");
  expect(dialog.textContent).toContain(`flink cancel -m test.invalid:80 ${JOB_ID}`);
  expect(dialog.textContent).toContain(`curl -X PATCH 'http://test.invalid/jobs/${JOB_ID}?mode=cancel'`);
  await user.click(within(dialog).getByRole("button", { name: "Cancel job" }));
  expect((await within(dialog).findByRole("alert")).textContent).toContain("Job cancellation timed out.");
  expect(asked).toEqual([`/jobs/${JOB_ID}?mode=cancel`]);
});

test("old facts stay, greyed and with their age, when the cluster stops answering", async () => {
  const recorded = recordedTransport("02-running-warm-metrics");
  let isGone = false;
  showJob((request) => (isGone ? Promise.reject(new TypeError("Failed to fetch")) : recorded(request)));
  await vertexRow(/ClickEvent Counter/);
  isGone = true;
  expect(await screen.findByText(/old$/)).toBeDefined();
  expect((await vertexRow(/ClickEvent Counter/)).textContent).toContain("22,590");
});

test("old checkpoints are greyed, with their age and the error, while the job's own call succeeds", async () => {
  const user = userEvent.setup();
  const { transport } = scriptedCluster("02-running-warm-metrics", {
    [`GET /jobs/${JOB_ID}/checkpoints`]: async ({ count }) => {
      if (count > 1) return { status: 500, reply: { errors: ["Timeout in the Dispatcher."] } };
      const reply = await recordedTransport("02-running-warm-metrics")(new Request(`http://test.invalid/jobs/${JOB_ID}/checkpoints`));
      return { reply: await reply.json() };
    },
  });
  showJob(transport, "checkpoints");
  const age = await screen.findByRole("button", { name: /old$/ });
  expect(screen.getByRole("tabpanel").className).toContain("greyed");
  expect(screen.getByRole("table", { name: "Checkpoints" }).textContent).toContain("COMPLETED");
  await user.hover(age);
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/The last request failed\..*Timeout in the Dispatcher/s);
});

test("a job that the cluster no longer knows keeps its last state, with a message", async () => {
  const recorded = recordedTransport("02-running");
  let isKnown = true;
  showJob((request) => {
    const { pathname } = new URL(request.url);
    return isKnown || !pathname.startsWith(`/jobs/${JOB_ID}`)
      ? recorded(request)
      : Promise.resolve(
          Response.json({ errors: [`org.apache.flink.runtime.rest.NotFoundException: Job ${JOB_ID} not found`] }, { status: 404 }),
        );
  });
  await screen.findByRole("table", { name: /vertices/i });
  isKnown = false;
  const strip = await screen.findByRole("region", { name: "Unknown job" });
  expect(within(strip).getByRole("link").getAttribute("href")).toBe("/job/running");
  expect(screen.getByRole("table", { name: /vertices/i }).textContent).toContain("ClickEvent Counter");
});

test("the story says why the job needs attention, and the tab that it is about is marked", async () => {
  const change = { "latest.completed": null, "counts.completed": 0, "counts.failed": 12 };
  showJob(withCases(recordedTransport("02-running-warm-metrics"), [{ path: "/jobs/:jobid/checkpoints", change }]));
  const reason = await screen.findByRole("link", { name: "Checkpoints failing" });
  expect(reason.parentElement?.textContent).toContain("12 checkpoints failed and none has completed since the job started.");
  expect(screen.getByRole("tab", { name: /^Checkpoints 0.*needs attention: Checkpoints failing$/ }).title).toContain("needs attention");
  expect(screen.getByRole("tab", { name: /^Exceptions/ }).textContent).not.toContain("attention");
});
