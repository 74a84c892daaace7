import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";

import type { ExceptionEntry, JobExceptions } from "../../rest/exceptions.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { ExceptionsPanel } from "./exceptions-panel.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const FAILING = "1ce331bd90bf2346f78dcef5edbcafff";

afterEach(cleanup);

function entry(over: Partial<ExceptionEntry>): ExceptionEntry {
  return {
    exceptionName: "a.B",
    stacktrace: "a.B: no\n\tat a.B.c(B.java:1)",
    timestamp: 1_795_000_000_000,
    concurrentExceptions: [],
    ...over,
  };
}

function Panel({ jobId = JOB, view }: { jobId?: string; view?: string | undefined }): ReactNode {
  return <ExceptionsPanel job={undefined} jobId={jobId} pathOf={() => "/"} view={view} onView={() => undefined} />;
}

function show(reply: JobExceptions, view?: string): void {
  const recorded = recordedTransport("02-running");
  const transport: Parameters<typeof backendOver>[0] = (request) =>
    request.url.includes("/exceptions") ? Promise.resolve(Response.json(reply)) : recorded(request);
  renderWithBackend(<Panel view={view} />, backendOver(transport));
}

function history(...entries: ExceptionEntry[]): JobExceptions {
  return { exceptionHistory: { entries, truncated: false } };
}

it("renders exceptions of user code as text: markup, terminal colours, direction marks", async () => {
  const message = "<script>alert(1)</script><img src=x onerror=alert(1)> \u001b[31mred\u001b[0m \u202egnp.exe";
  show(
    history(
      entry({
        exceptionName: "org.example.<b>Bad</b>",
        stacktrace: `org.example.<b>Bad</b>: ${message}\n\tat a.B.c(B.java:1)`,
        taskName: "<i>Map</i> (1/2) - execution #0",
        endpoint: "<u>host</u>:1",
        taskManagerId: "<u>tm</u>",
        failureLabels: { "<s>kind</s>": "<s>user</s>" },
      }),
    ),
  );
  const list = await screen.findByRole("list", { name: "Exceptions" });
  expect(list.querySelector("script, img, b, i, u, s")).toBeNull();
  for (const words of [
    "<script>alert(1)</script>",
    "␛[31mred␛[0m",
    "⟨U+202E⟩gnp.exe",
    "<i>Map</i>",
    "<u>host</u>:1",
    "<s>kind</s>",
    "<s>user</s>",
  ])
    expect(list.textContent).toContain(words);
  for (const unseen of ["\u001b", "\u202e"]) expect(list.textContent).not.toContain(unseen);
});

it("shows the start of a very long text, and all of it on request", async () => {
  const line = "x".repeat(1_000_000);
  show(history(entry({ stacktrace: `a.B: ${line}` })));
  const trace = await screen.findByLabelText("Stack trace of B");
  expect(trace.textContent.length).toBeLessThan(100_000);
  const list = screen.getByRole("list", { name: "Exceptions" });
  expect(list.innerHTML.length).toBeLessThan(200_000);
  await userEvent.click(within(list).getByRole("button", { name: "Show all 1,000,005 characters" }));
  expect(screen.getByLabelText("Stack trace of B").textContent).toBe(`a.B: ${line}`);
});

it("reads an exception in full by keyboard while its line shows only a part", async () => {
  show(history(entry({}), entry({ exceptionName: "org.example.Bad", stacktrace: "org.example.Bad: too bad\n\tat a.B.c(B.java:1)" })));
  const line = (await screen.findByText("too bad")).closest("summary");
  line?.focus();
  expect((await screen.findByRole("tooltip")).textContent).toContain("org.example.Bad: too bad");
});

it("[F114] [F115] names concurrent exceptions and labels, and that the cluster has older ones", async () => {
  const reply = history(
    entry({
      failureLabels: { type: "user" },
      concurrentExceptions: [
        entry({ exceptionName: "a.With", stacktrace: "a.With: it" }),
        entry({ exceptionName: "a.Also", stacktrace: "a.Also: it" }),
      ],
    }),
  );
  show({ exceptionHistory: { ...reply.exceptionHistory, truncated: true } });
  expect(await screen.findByText("2 concurrent exceptions")).toBeDefined();
  await userEvent.click(screen.getByText("With"));
  expect(await screen.findByLabelText("Stack trace of With")).toBeDefined();
  expect(screen.getByText("user")).toBeDefined();
  expect(screen.getByText("These are the latest 1. The cluster has older ones.")).toBeDefined();
});

it("lists ten of many concurrent exceptions until asked for all, and draws details only once opened", async () => {
  const concurrentExceptions = Array.from({ length: 100 }, (_, index) => entry({ exceptionName: `a.E${String(index)}` }));
  show(history(...Array.from({ length: 20 }, () => entry({ concurrentExceptions }))));
  const list = await screen.findByRole("list", { name: "Exceptions" });
  expect(list.querySelectorAll("*").length).toBeLessThan(3000);
  expect(screen.getAllByLabelText(/^Stack trace/)).toHaveLength(1);
  expect(within(list).queryByText("E99")).toBeNull();
  const [more] = within(list).getAllByRole("button", { name: "Show all 100 concurrent exceptions" });
  if (more === undefined) throw new Error("the list offers no more exceptions");
  await userEvent.click(more);
  await userEvent.click(within(list).getByText("E99"));
  expect(await screen.findByLabelText("Stack trace of E99")).toBeDefined();
});

it("[F112] [F113] [F116] lists the recorded failures, newest first, with their stack traces, the newest one open", async () => {
  renderWithBackend(<Panel jobId={FAILING} />, backendOver(recordedTransport("13-failing")));
  const list = await screen.findByRole("list", { name: "Exceptions" });
  const [newest, second] = within(list).getAllByRole("listitem");
  if (newest === undefined || second === undefined) throw new Error("the list has no two failures");
  expect(newest.querySelector("summary")?.textContent).toMatch(
    /^.*\d\d:\d\d:\d\dIllegalStateExceptionboom <img src=x onerror=alert\(1\)> at 199$/,
  );
  expect(newest.querySelector("details")?.open).toBe(true);
  expect(within(newest).getByText("step 0.3 (1/1) - execution #5")).toBeDefined();
  expect(within(newest).getByLabelText("Stack trace of IllegalStateException").textContent).toMatch(
    /^java\.lang\.IllegalStateException: boom/,
  );
  expect(second.querySelector("details")?.open).toBe(false);
  await userEvent.click(within(second).getByText("IllegalStateException"));
  expect(await within(second).findByLabelText("Stack trace of IllegalStateException")).toBeDefined();
  expect(within(second).getByText("step 0.3 (1/1) - execution #4")).toBeDefined();
  cleanup();

  renderWithBackend(<Panel />, backendOver(recordedTransport("02-running")));
  expect(await screen.findByText("No exception since the job started.")).toBeDefined();
});

it("[F117] says where it failed: endpoint and id, with a link to the TaskManager's page", async () => {
  show(
    history(
      entry({ taskName: "Map (1/2) - execution #0", endpoint: "worker-7:6122", taskManagerId: "worker 7\u202e" }),
      entry({ endpoint: "(unassigned)", taskManagerId: "(unassigned)" }),
    ),
  );
  const list = await screen.findByRole("list", { name: "Exceptions" });
  const link = within(list).getByRole("link", { name: "worker-7:6122" });
  expect(link.getAttribute("href")).toBe("/task-manager/worker%207%E2%80%AE");
  expect(list.textContent).toContain("worker-7:6122 worker 7⟨U+202E⟩");
  await userEvent.click(within(list).getAllByText("B")[1] ?? list);
  expect(await within(list).findByText("not known")).toBeDefined();
});

it("[F118] loads more of a long history, asks again only when a job has failed again, and names the end", async () => {
  const all = Array.from({ length: 50 }, (_, index) =>
    entry({ exceptionName: `a.E${String(index)}`, timestamp: 1_795_000_000_000 - index }),
  );
  const asked: string[] = [];
  const recorded = recordedTransport("02-running");
  const transport: Parameters<typeof backendOver>[0] = (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.endsWith("/exceptions")) return recorded(request);
    const most = Number(searchParams.get("maxExceptions"));
    asked.push(String(most));
    return Promise.resolve(Response.json({ exceptionHistory: { entries: all.slice(0, most), truncated: all.length > most } }));
  };
  renderWithBackend(<Panel />, backendOver(transport));
  const list = await screen.findByRole("list", { name: "Exceptions" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(20);
  expect(screen.getByText("These are the latest 20. The cluster has older ones.")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  expect(await screen.findByText("These are the latest 40. The cluster has older ones.")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  expect(
    await screen.findByText(/has no older exceptions of this job\. It keeps the latest 16, or as many as web\.exception-history-size/),
  ).toBeDefined();
  expect(within(list).getAllByRole("listitem")).toHaveLength(50);
  expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  expect(asked.filter((most) => most !== "20")).toEqual(["40", "60"]);

  await userEvent.click(within(list).getByText("E7"));
  all.unshift(entry({ exceptionName: "a.Newest", timestamp: 1_795_000_100_000 }));
  expect(await within(list).findByText("Newest")).toBeDefined();
  expect(asked.filter((most) => most !== "20")).toEqual(["40", "60", "60"]);
  expect(screen.getByLabelText("Stack trace of E7").closest("details")?.open).toBe(true);
});

it("keeps the list if older exceptions cannot be loaded, and says why", async () => {
  const recorded = recordedTransport("02-running");
  const transport: Parameters<typeof backendOver>[0] = (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.endsWith("/exceptions")) return recorded(request);
    return Promise.resolve(
      searchParams.get("maxExceptions") === "20"
        ? Response.json({ exceptionHistory: { entries: [entry({})], truncated: true } })
        : Response.json({ errors: ["Timeout in the Dispatcher."] }, { status: 500 }),
    );
  };
  renderWithBackend(<Panel />, backendOver(transport));
  await userEvent.click(await screen.findByRole("button", { name: "Load more" }));
  expect(await screen.findByText(/^The older exceptions are unknown\. .*Timeout in the Dispatcher/)).toBeDefined();
  expect(screen.getByRole("list", { name: "Exceptions" }).textContent).toContain("B");
});

it("[F113] groups equal exceptions: how many, the first and the last, and each of them inside", async () => {
  const user = userEvent.setup();
  const thrown = (index: number, taskName: string): ExceptionEntry =>
    entry({
      exceptionName: "a.Late",
      stacktrace: `a.Late: record ${String(index)} is late`,
      taskName,
      timestamp: 1_795_000_000_000 - index * 60_000,
    });
  const late = Array.from({ length: 12 }, (_, index) => thrown(index, `Map (1/2) - execution #${String(index)}`));
  show(history(...late, thrown(12, "Sink (1/2) - execution #0"), entry({})), "grouped");
  const list = await screen.findByRole("list", { name: "Groups of equal exceptions" });
  expect(
    within(list)
      .getAllByRole("listitem")
      .map((item) => item.querySelector("summary")?.textContent),
  ).toEqual([
    expect.stringMatching(/^12 ×.*\d\d:\d\d:\d\d – \d\d:\d\d:\d\dLaterecord # is lateMap$/),
    expect.stringMatching(/^1 ×.*\d\d:\d\d:\d\dBnothe job as a whole$/),
    expect.stringMatching(/^1 ×.*\d\d:\d\d:\d\dLaterecord 12 is lateSink$/),
  ]);
  await user.click(within(list).getByText("12 ×"));
  const inside = await within(list).findByRole("list", { name: "Exceptions of the group Late" });
  expect(within(inside).getAllByRole("listitem")).toHaveLength(10);
  await user.click(within(list).getByRole("button", { name: "Show all 12 exceptions" }));
  expect(within(inside).getAllByRole("listitem")).toHaveLength(12);
  const facts = Object.fromEntries(
    [...(inside.previousElementSibling?.querySelectorAll("dt") ?? [])].map((name) => [
      name.textContent,
      name.nextElementSibling?.textContent,
    ]),
  );
  expect(facts).toMatchObject({ Exception: "a.Late", Message: "record # is late", "Thrown in": "Map" });
  expect(facts["First"]).not.toBe(facts["Last"]);
  await user.type(screen.getByRole("searchbox", { name: "Filter exceptions" }), "sink");
  expect(within(list).getAllByRole("listitem")).toHaveLength(1);
  await user.type(screen.getByRole("searchbox", { name: "Filter exceptions" }), "?");
  expect(screen.getByText(/contains “sink\?”/)).toBeDefined();
});

it("[F117] links to the logs at the time of an exception, and says if the TaskManager is gone", async () => {
  show(history(entry({ taskName: "Map (1/2) - execution #0", endpoint: "worker-7:6122", taskManagerId: "tm1" })));
  const link = await screen.findByRole("link", { name: "TaskManager at this time" });
  expect(link.getAttribute("href")).toBe("/task-manager/tm1/logs?at=1795000000000&find=B");
  expect(screen.getByRole("link", { name: "JobManager at this time" }).getAttribute("href")).toBe(
    "/job-manager/logs?at=1795000000000&find=B",
  );
  cleanup();
  show(history(entry({ taskManagerId: "gone" })));
  expect(await screen.findByText(/^The TaskManager is no longer registered/)).toBeDefined();
  expect(screen.queryByRole("link", { name: "TaskManager at this time" })).toBeNull();
});
