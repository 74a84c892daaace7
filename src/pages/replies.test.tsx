// Replies of real clusters that are easily shown wrongly (mocks/cases): each is shown right, and nothing else on the page is lost.
import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { describe, expect, test } from "vitest";

import type { Situation } from "../../mocks/recordings.ts";
import type { Transport } from "../client/transport.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { replyCases, type ReplyCase, withCases } from "../testing/reply-cases.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";
import { JobsPage } from "./jobs-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { TaskManagersPage } from "./task-managers-page.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER = "0da08f51eaa85fc298e176a139b3649a";
const RUNNING = "02-running-warm-metrics";

const frame = installPageFrame();

/** Opens the page at `path` over a recorded cluster with these cases. */
function open(
  cases: readonly ReplyCase[],
  path: string,
  situation: Situation<"flink-2.3.0"> = RUNNING,
  watch: (transport: Transport) => Transport = (transport) => transport,
): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/overview" element={<OverviewPage />} />
        <Route path="/job/running" element={<JobsPage />} />
        <Route path="/job/running/:jid/*" element={<JobPage />} />
        <Route path="/task-manager" element={<TaskManagersPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(watch(withCases(recordedTransport(situation), cases))),
    path,
  );
}

const page = (): string => document.body.textContent;
const says = (words: string | RegExp): Promise<void> => waitFor(() => expect(page()).toMatch(words));

describe("words that Drey does not know", () => {
  test("a job's status is shown as it is, and the other jobs stay", async () => {
    open(replyCases("jobs-overview-one-unknown-state"), "/job/running");
    const table = await screen.findByRole("table", { name: "Running jobs" });
    await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(4));
    const row = within(table).getByRole("row", { name: /two/ });
    expect(row.textContent).toContain("PAUSED");
    expect(row.textContent).toContain("8 RUNNING");
  });

  test("a job, its scheduler, a vertex and its tasks", async () => {
    const change = {
      state: "PAUSED",
      "job-type": "HYBRID",
      schedulerType: "Learning",
      "vertices[1].status": "PARKED",
      "vertices[1].tasks": { PARKED: 2 },
    };
    open([{ path: "/jobs/:jobid", change }], `/job/running/${JOB}/overview`);
    await waitFor(() => expect(frame.bar.textContent).toContain("PAUSED"));
    const row = await screen.findByRole("row", { name: /ClickEvent Counter/ });
    expect(row.textContent).toContain("PARKED");
    expect(row.textContent).toContain("2 PARKED");
    expect(screen.getByRole("row", { name: /ClickEvent Source/ }).textContent).toContain("2 RUNNING");
    expect(await screen.findByText(/Checkpoint 45/)).toBeDefined();
  });

  test("a type of checkpoint is shown as it is, and the other checkpoints stay", async () => {
    open(replyCases("checkpoints-one-unknown-type"), `/job/running/${JOB}/checkpoints`);
    const table = await screen.findByRole("table", { name: "Checkpoints" });
    expect(await within(table).findByText("REGIONAL_CHECKPOINT")).toBeDefined();
    expect(within(table).getAllByText("checkpoint").length).toBeGreaterThan(5);
  });

  test("the status of a checkpoint and a level of backpressure", async () => {
    open([{ path: "/jobs/:jobid/checkpoints", change: { "history[2].status": "ABANDONED" } }], `/job/running/${JOB}/checkpoints`);
    expect(await screen.findByText("ABANDONED")).toBeDefined();
    cleanup();
    open(
      [{ path: "/jobs/:jobid/vertices/:vertexid/backpressure", change: { "subtasks[0].backpressureLevel": "extreme" } }],
      `/job/running/${JOB}/backpressure`,
    );
    expect((await screen.findAllByText("extreme")).length).toBeGreaterThan(0);
  });
});

describe("a job without an execution graph", () => {
  test("the empty plan of Flink 1.20: header, a sentence for the graph, and the tabs", async () => {
    open(replyCases("plan-empty-1.20"), `/job/running/${JOB}/overview`);
    await waitFor(() => expect(frame.bar.textContent).toContain("FAILED"));
    expect((await screen.findAllByText(/The job failed before it had an execution graph/)).length).toBeGreaterThan(0);
    expect(screen.getByRole("tab", { name: /Exceptions/ })).toBeDefined();
  });

  test("its type may be null, and its cause is the initialization", async () => {
    open([...replyCases("job-type-null"), ...replyCases("initialization-failure")], `/job/running/${JOB}/overview`);
    await says(/The JobManager could not start it\. Cause: Exception: Cannot set up the user code libraries\./);
    expect(page()).not.toMatch(/restart strategy/);
    cleanup();
    open([...replyCases("job-type-null"), ...replyCases("initialization-failure")], `/job/running/${JOB}/exceptions`);
    expect(await screen.findByText("JobInitializationException")).toBeDefined();
  });

  test("a job that waits for slots under the adaptive scheduler", async () => {
    open(replyCases("zero-vertices-created"), `/job/running/${JOB}/overview`);
    await waitFor(() => expect(frame.bar.textContent).toContain("CREATED"));
    expect((await screen.findAllByText(/The job has no execution graph yet/)).length).toBeGreaterThan(0);
  });
});

describe("numbers that mean that something is not known", () => {
  test("an undecided parallelism", async () => {
    open(replyCases("adaptive-batch-undecided"), `/job/running/${JOB}/overview?vertex=${COUNTER}`);
    const row = await screen.findByRole("row", { name: /ClickEvent Counter/ });
    expect(row.textContent).toContain("not decided yet");
    expect(await screen.findByText("parallelism not decided yet, at most not decided yet")).toBeDefined();
    expect(page()).not.toMatch(/(?:arallelism|most) -1/);
  });

  test("a refresh interval that no timer can hold", async () => {
    let count = 0;
    open(replyCases("config-refresh-long-max"), "/overview", RUNNING, (transport) => (request) => {
      count++;
      return transport(request);
    });
    await says("heartbeat");
    await waitFor(() => expect(screen.getByRole("region", { name: "This cluster" }).textContent).toContain("Submit jobsallowed"));
    const row = await screen.findByRole("row", { name: /Click Event Count/ });
    await within(row).findByText("45");
    // A timer that overflows fires at once, again and again.
    const before = count;
    for (let frame = 0; frame < 20; frame++) await act(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));
    expect(count - before).toBeLessThanOrEqual(3);
    expect(screen.getByRole("region", { name: "This cluster" }).textContent).toContain("Refreshevery 106,751,991,167d");
  });

  test("shares of time below none and above all", async () => {
    open(replyCases("backpressure-out-of-range"), `/job/running/${JOB}/backpressure`);
    await says("100 %");
    expect(page()).not.toMatch(/152|-2 %|-50 %/);
  });

  test("sizes and durations of a failed checkpoint", async () => {
    open(replyCases("failed-checkpoint-minus-1"), `/job/running/${JOB}/checkpoints?checkpoint=45`);
    await says("State by vertex");
    expect(page()).not.toMatch(/-1 (?:B|ms)/);
  });

  test("the watermark after the last record, and one of another year", async () => {
    open(replyCases("watermark-long-max"), `/job/running/${JOB}/overview`);
    const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
    await waitFor(() => expect(card.textContent).toMatch(/[wW]atermarkended/));
    cleanup();
    open(replyCases("watermark-other-year"), `/job/running/${JOB}/overview`);
    const other = await screen.findByRole("article", { name: "ClickEvent Counter" });
    await waitFor(() => expect(other.textContent).toMatch(/\d+ Mar 2025 \d\d:\d\d:\d\d/));
  });
});

describe("facts that are there only sometimes", () => {
  test("a second attempt that is backpressured", async () => {
    open(replyCases("speculative-attempts"), `/job/running/${JOB}/backpressure`);
    expect((await screen.findAllByText("0, attempt 1")).length).toBeGreaterThan(0);
    expect(screen.getByRole("tab", { name: /Backpressure/ }).textContent).toContain("HIGH");
    cleanup();
    open(replyCases("speculative-attempts"), `/job/running/${JOB}/overview?vertex=${COUNTER}`);
    const table = await screen.findByRole("table", { name: "Subtasks" });
    expect(await within(table).findByText("0, attempt 1")).toBeDefined();
  });

  test("[F22] [F24] [F151] blocked slots and TaskManagers", async () => {
    open(replyCases("blocked-taskmanagers"), "/overview");
    await says("6 blocked");
    expect(page()).toContain("3 blocked");
    expect((await screen.findByRole("region", { name: "TaskManagers" })).textContent).toContain("blocked");
    cleanup();
    open(replyCases("blocked-taskmanagers"), "/task-manager");
    expect((await screen.findByRole("row", { name: /tm1/ })).textContent).toContain("blocked");
    expect(frame.bar.textContent).toContain("1 blocked");
  });

  test("checkpointing is not enabled: one sentence, and no error", async () => {
    open(replyCases("checkpoints-not-enabled"), `/job/running/${JOB}/checkpoints`);
    expect(await screen.findByText("Checkpointing is not enabled for this job.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
    cleanup();
    open(replyCases("checkpoints-not-enabled"), `/job/running/${JOB}/overview?vertex=${COUNTER}`);
    await waitFor(() => expect(screen.getAllByText("Checkpointing is not enabled for this job.")).toHaveLength(2));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("a job whose checkpoints only fail is highlighted on the overview", async () => {
    const change = { "latest.completed": null, "counts.completed": 0, "counts.failed": 12 };
    open([{ path: "/jobs/:jobid/checkpoints", change }], "/overview");
    const row = await screen.findByRole("row", { name: /Click Event Count/ });
    expect((await within(row).findByText("12 failed")).className).toContain("text-st-failed-text");
  });

  test("a job whose checkpoints only fail needs attention", async () => {
    const change = { "latest.completed": null, "counts.completed": 0, "counts.failed": 12 };
    open([{ path: "/jobs/:jobid/checkpoints", change }], "/overview");
    await waitFor(() => expect(frame.bar.textContent).toContain("1 of 1 running job needs attention"));
    cleanup();
    open([], "/overview");
    const row = await screen.findByRole("row", { name: /Click Event Count/ });
    expect(await within(row).findByText("45")).toBeDefined();
    expect(frame.bar.textContent).not.toContain("attention");
  });

  test("a batch job whose later tasks wait for their input needs no attention", async () => {
    const tasks = { total: 8, running: 2, finished: 2, created: 4 };
    const change = { "jobs[].jobType": "BATCH", "jobs[].tasks": tasks };
    open([{ path: "/jobs/overview", change }], "/overview");
    expect((await screen.findByRole("row", { name: /Click Event Count/ })).textContent).toContain("4 CREATED");
    expect(frame.bar.textContent).not.toContain("attention");
    cleanup();
    open([{ path: "/jobs/overview", change: { ...change, "jobs[].tasks": { total: 8, finished: 2, scheduled: 6 } } }], "/overview");
    await waitFor(() => expect(frame.bar.textContent).toContain("1 of 1 running job needs attention"));
  });

  test("a job suspended on this JobManager is not among the running ones", async () => {
    open([{ path: "/jobs/overview", change: { "jobs[0].state": "SUSPENDED" } }], "/job/running");
    expect(within(await screen.findByRole("table", { name: "Finished jobs" })).getByText("SUSPENDED")).toBeDefined();
    expect(screen.queryByRole("table", { name: "Running jobs" })).toBeNull();
  });
});

describe("clocks that differ", () => {
  test.each([1, -1])("ages are by the cluster's clock, %i h off the browser's", async (hours) => {
    const now = Date.now() + hours * 3_600_000;
    const job = { "start-time": now - 60_000, "end-time": -1, duration: 60_000 };
    open(
      [
        {
          path: "/jobs/overview",
          change: { "jobs[].start-time": job["start-time"], "jobs[].end-time": -1, "jobs[].duration": job.duration },
        },
        { path: "/taskmanagers", change: { "taskmanagers[].timeSinceLastHeartbeat": now - 3000 } },
        { path: "/jobs/:jobid/checkpoints", change: { "latest.completed.latest_ack_timestamp": now - 2000 } },
      ],
      "/overview",
    );
    await says(/heartbeat [3-9] s ago/);
    const row = await screen.findByRole("row", { name: /Click Event Count/ });
    expect((await within(row).findByText(/^[2-9] s ago$/)).className).not.toContain("restarting");
    expect(page()).toMatch(
      hours > 0 ? /by the cluster's clock, (?:1h 00m|59m 5\ds) ahead/ : /by the cluster's clock, (?:1h 00m|59m 5\ds) behind/,
    );
  });

  test("the page says that it uses the browser's clock if no reply has the cluster's", async () => {
    open([], "/task-manager");
    await says(/Ages are by this browser's clock/);
    cleanup();
    open([{ path: "/jobs/overview", reply: { jobs: [] } }], "/overview");
    await says(/Agesby this browser's clock/);
    expect(page()).not.toContain("by the cluster's clock");
  });
});

describe("ordinary values that are longer than in a new job", () => {
  test("the name of a long chain is whole in the title of its card and its row", async () => {
    open(replyCases("vertex-name-long"), `/job/running/${JOB}/overview`);
    const name = String(replyCases("vertex-name-long")[0]?.change?.["vertices[1].name"]).replaceAll(" -> ", " → ");
    expect(name.split(" → ")).toHaveLength(60);
    const card = await screen.findByRole("article", { name });
    expect(within(card).getByRole("heading").closest("header")?.title).toContain(name);
    const row = await screen.findByRole("row", { name: /field_59/ });
    expect([...row.querySelectorAll("[title]")].map((element) => element.getAttribute("title"))).toContain(name);
  });

  test("a job that has run since yesterday has the date of its start and its whole duration", async () => {
    const [yesterday] = replyCases("job-started-yesterday");
    const change = { ...yesterday?.change, "vertices[].start-time": Date.now() - 26 * 3_600_000 };
    open([{ path: "/jobs/:jobid", change }], `/job/running/${JOB}/overview`);
    const row = await screen.findByRole("row", { name: /ClickEvent Counter/ });
    expect(row.textContent).toMatch(/\d{1,2} [A-Z][a-z]{2} \d\d:\d\d/);
    expect(row.textContent).toContain("1d 02h");
  });

  test("a checkpoint's number of five digits", async () => {
    open(replyCases("checkpoint-ids-5-digits"), `/job/running/${JOB}/checkpoints`);
    const table = await screen.findByRole("table", { name: "Checkpoints" });
    expect(await within(table).findByText("10,060")).toBeDefined();
    cleanup();
    open(replyCases("checkpoint-ids-5-digits"), "/overview");
    expect(await within(await screen.findByRole("row", { name: /Click Event Count/ })).findByText("10,060")).toBeDefined();
  });
});

describe("names", () => {
  test("an empty name of a job and of a vertex", async () => {
    open(replyCases("job-name-empty"), "/job/running");
    expect(await screen.findByRole("link", { name: `(no name) ${JOB.slice(0, 10)}…` })).toBeDefined();
    cleanup();
    open(replyCases("job-name-empty"), `/job/running/${JOB}/overview`);
    await waitFor(() => expect(frame.bar.querySelector("h1")?.textContent).toBe(`(no name) ${JOB.slice(0, 10)}…`));
    expect(await screen.findByRole("row", { name: /\(no name\)/ })).toBeDefined();
  });
});

describe("values that a reply can do without", () => {
  test("null and other types where numbers and texts are expected", async () => {
    const job = {
      duration: null,
      "end-time": "never",
      maxParallelism: null,
      timestamps: null,
      "status-counts": [],
      "vertices[0].metrics": null,
      "vertices[1].duration": "long",
      "vertices[2].slotSharingGroupId": 7,
      "plan.nodes[].description": null,
    };
    open(
      [
        { path: "/jobs/:jobid", change: job },
        { path: "/jobs/overview", change: { "jobs[].tasks": null, "jobs[].duration": "x", "jobs[].jobType": null } },
        { path: "/overview", change: { "slots-total": null, "jobs-failed": "none", "flink-commit": 3 } },
        { path: "/taskmanagers", change: { "taskmanagers[].hardware": null, "taskmanagers[].memoryConfiguration": null } },
      ],
      `/job/running/${JOB}/overview`,
    );
    await waitFor(() => expect(frame.bar.textContent).toContain("Click Event Count"));
    expect((await screen.findByRole("row", { name: /ClickEvent Counter/ })).textContent).toContain("2 RUNNING");
    expect(page()).not.toMatch(/NaN|undefined|null/);
  });
});

describe("parallelism 1,600", () => {
  const SUBTASKS = 1600;
  const times = (make: (index: number) => object): object[] => Array.from({ length: SUBTASKS }, (_, index) => make(index));

  test("backpressure draws the subtasks in view only", async () => {
    const subtasks = times((subtask) => ({
      subtask,
      "attempt-number": 0,
      backpressureLevel: "ok",
      "backpressure-level": "ok",
      ratio: 0,
      busyRatio: 0.5,
      idleRatio: 0.5,
    }));
    const reply = { status: "ok", backpressureLevel: "ok", "backpressure-level": "ok", "end-timestamp": 1, subtasks };
    open([{ path: "/jobs/:jobid/vertices/:vertexid/backpressure", reply }], `/job/running/${JOB}/backpressure`);
    await waitFor(() =>
      expect(within(screen.getByRole("table", { name: "Backpressure" })).getAllByText("50 %").length).toBeGreaterThan(30),
    );
    expect(document.querySelectorAll("*").length).toBeLessThan(3000);
  });

  test("a checkpoint draws the subtasks in view only", async () => {
    const path = `/jobs/${JOB}/checkpoints/details/45/subtasks/${COUNTER}`;
    const recorded: unknown = await (await recordedTransport(RUNNING)(new Request(`http://x${path}`))).json();
    const part = recorded as { subtasks: readonly object[] };
    const reply = { ...part, subtasks: times((index) => ({ ...part.subtasks[0], index })) };
    const place = "/jobs/:jobid/checkpoints/details/:checkpointid/subtasks/:vertexid";
    open([{ path: place, reply }], `/job/running/${JOB}/checkpoints?checkpoint=45`);
    await waitFor(() => expect(page().match(/acknowledged after/g)?.length).toBeGreaterThan(10));
    expect(document.querySelectorAll("*").length).toBeLessThan(3000);
  });

  test("a vertex lists its subtasks in view only", async () => {
    const recorded: unknown = await (await recordedTransport(RUNNING)(new Request(`http://x/jobs/${JOB}/vertices/${COUNTER}`))).json();
    const vertex = recorded as { subtasks: readonly object[] };
    const reply = { ...vertex, subtasks: times((subtask) => ({ ...vertex.subtasks[0], subtask })) };
    open([{ path: "/jobs/:jobid/vertices/:vertexid", reply }], `/job/running/${JOB}/overview?vertex=${COUNTER}`);
    await waitFor(() => expect(within(screen.getByRole("table", { name: "Subtasks" })).getAllByRole("row").length).toBeGreaterThan(20));
    expect(within(screen.getByRole("table", { name: "Subtasks" })).getAllByRole("row").length).toBeLessThan(100);
    expect(document.querySelectorAll("*").length).toBeLessThan(3000);
  });
});
