import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { afterEach, expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { chooseOption } from "../testing/choose-option.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { watchDownloads } from "../testing/downloads.ts";
import { JobManagerPage } from "./job-manager-page.tsx";
import { TaskManagerPage } from "./task-manager-page.tsx";

afterEach(cleanup);

const LOG = [
  "2026-11-21 10:00:00,001 INFO  org.apache.flink.A [] - one",
  "2026-11-21 10:00:01,002 WARN  org.apache.flink.B [] - <b>two</b>",
  "java.lang.Exception: two",
  "2026-11-21 10:00:02,003 INFO  org.apache.flink.C [] - three",
].join("\n");

/** A recorded Flink with custom texts. */
function withTexts(texts: Readonly<Record<string, string>>): Transport {
  const recorded = recordedTransport("02-running-warm-metrics");
  return (request) => {
    const text = texts[new URL(request.url).pathname];
    return text === undefined ? recorded(request) : Promise.resolve(new Response(text));
  };
}

function renderAt(path: string, transport: Transport = recordedTransport("02-running-warm-metrics")): ReturnType<typeof userEvent.setup> {
  renderWithBackend(
    <Routes>
      <Route path="job-manager/*" element={<JobManagerPage />} />
      <Route path="task-manager/:taskManagerId/*" element={<TaskManagerPage />} />
    </Routes>,
    backendOver(transport),
    path,
  );
  return userEvent.setup();
}

test("the JobManager's metrics: memory on top, and every metric with its value", async () => {
  const user = renderAt("/job-manager/metrics");
  const table = await screen.findByRole("table", { name: "Metrics" });
  await waitFor(() => expect(within(table).getAllByRole("row").length).toBeGreaterThan(3));
  expect((await screen.findByText("JVM heap")).parentElement?.textContent).toMatch(/MiB/);
  await user.type(screen.getByRole("searchbox", { name: "Filter metrics" }), "taskslotstotal");
  const shown = within(screen.getByRole("table", { name: "Metrics" }));
  expect(shown.getAllByRole("row")).toHaveLength(2);
  expect(shown.getByRole("row", { name: /taskSlotsTotal/ }).textContent).toContain("2");
});

/** Answers for a JobManager with these metrics, whose values are 7, and notes which names each call asks for. */
function withMetrics(names: readonly string[], asked: (readonly string[])[]): Transport {
  const recorded = recordedTransport("02-running-warm-metrics");
  return (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.endsWith("/jobmanager/metrics")) return recorded(request);
    const get = searchParams.get("get")?.split(",");
    if (get === undefined) return Promise.resolve(Response.json(names.map((id) => ({ id }))));
    asked.push(get);
    return Promise.resolve(Response.json(names.filter((id) => get.includes(id)).map((id) => ({ id, value: "7" }))));
  };
}

test("few metrics are asked for once each, and of many those in view and the memory's", async () => {
  const few: (readonly string[])[] = [];
  const heap = ["Status.JVM.Memory.Heap.Used", "Status.JVM.Memory.Heap.Max"];
  renderAt("/job-manager/metrics", withMetrics([...heap, ...Array.from({ length: 78 }, (_, index) => `own.${String(index)}`)], few));
  await waitFor(() => expect(screen.getAllByText("7").length).toBeGreaterThan(30));
  expect(screen.getByText("JVM heap").parentElement?.textContent).toContain("7 of 7 B");
  expect(few.flat()).toHaveLength(80);
  cleanup();

  const many: (readonly string[])[] = [];
  renderAt("/job-manager/metrics", withMetrics([...heap, ...Array.from({ length: 5000 }, (_, index) => `own.${String(index)}`)], many));
  await waitFor(() => expect(screen.getAllByText("7").length).toBeGreaterThan(30));
  expect(screen.getByText("JVM heap")).toBeDefined();
  expect(many.length).toBeLessThanOrEqual(5);
});

test("[F172] [F173] its configuration and its JVM", async () => {
  const user = renderAt("/job-manager/config");
  expect(await screen.findByText(/OpenJDK 64-Bit/)).toBeDefined();
  const table = await screen.findByRole("table", { name: "Configuration" });
  await user.type(screen.getByRole("searchbox", { name: "Filter options" }), "numberOfTaskSlots");
  expect(within(table).getAllByRole("row")).toHaveLength(2);
  await user.clear(screen.getByRole("searchbox"));
  await user.type(screen.getByRole("searchbox"), "nothing like it");
  expect(screen.getByText(/No option contains “nothing like it”/)).toBeDefined();
});

test("[F175] [F163] its log is text that can be filtered by level and by words", async () => {
  const user = renderAt("/job-manager/logs", withTexts({ "/jobmanager/log": LOG }));
  const log = await screen.findByRole("region", { name: "jobmanager.log" });
  expect(log.textContent).toContain("<b>two</b>");
  expect(log.querySelector("b")).toBeNull();
  expect(screen.getByText("4 lines, 1 warning, 0 errors")).toBeDefined();
  await chooseOption(user, "Minimum level", "WARN and above");
  expect(log.textContent).toContain("java.lang.Exception: two");
  expect(log.textContent).not.toContain("three");
  await user.type(screen.getByRole("searchbox", { name: "Filter lines" }), "exception");
  expect(screen.getByText(/^1 of 4 lines/)).toBeDefined();
});

test("[F165] [F177] [F176] the files of its log directory are links, and a missing one shows the cluster's message", async () => {
  const user = renderAt("/job-manager/logs", withTexts({ "/jobmanager/log": LOG, "/jobmanager/logs/jobmanager.log": "of this file" }));
  await user.click(await screen.findByRole("link", { name: /^jobmanager\.log/ }));
  expect((await screen.findByRole("region", { name: "jobmanager.log" })).textContent).toContain("of this file");
  await user.click(screen.getByRole("link", { name: /^taskmanager-1\.log/ }));
  expect((await screen.findByRole("alert")).textContent).toContain("Not found: /jobmanager/logs/taskmanager-1.log");
  await user.click(screen.getByRole("link", { name: /^Stdout/ }));
  expect(await screen.findByText("jobmanager.out is empty.")).toBeDefined();
});

test.each(["my%20log.log", "100%.log", "a b #1?.log", "a+b.log", "Grüße ✓.log"])("a log named %j is read by that name", async (name) => {
  const recorded = recordedTransport("02-running-warm-metrics");
  const user = renderAt("/job-manager/logs", (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/jobmanager/logs") return Promise.resolve(Response.json({ logs: [{ name, size: 9, mtime: 1 }] }));
    // Flink decodes a path twice, and a plus sign is a space then.
    if (
      pathname.startsWith("/jobmanager/logs/") &&
      decodeURIComponent(decodeURIComponent(pathname).replaceAll("+", " ")).endsWith(`/${name}`)
    )
      return Promise.resolve(new Response("of this file"));
    return recorded(request);
  });
  await user.click(await screen.findByRole("link", { name: (text) => text.startsWith(name) }));
  expect((await screen.findByRole("region", { name })).textContent).toContain("of this file");
});

test.each(["../x.log", "a%2Fb.log", "a\\b.log"])("a log named %j is not asked for, and the page says why", async (name) => {
  const recorded = recordedTransport("02-running-warm-metrics");
  const asked: string[] = [];
  const user = renderAt("/job-manager/logs", (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    if (pathname === "/jobmanager/logs") return Promise.resolve(Response.json({ logs: [{ name, size: 9, mtime: 1 }] }));
    return recorded(request);
  });
  await user.click(await screen.findByRole("link", { name: (text) => text.startsWith(name) }));
  expect(await screen.findByText(/Drey does not ask for this file, because its name contains a slash/)).toBeDefined();
  expect(asked.filter((path) => path.startsWith("/jobmanager/logs/"))).toEqual([]);
});

test("[F165] the end of a file's name is set apart, so that it is not cut", async () => {
  const logs = ["log", "out"].map((end) => ({ name: `flink-root-taskexecutor-0-host.${end}`, size: 1, mtime: 1 }));
  renderAt("/task-manager/tm1/logs", withTexts({ "/taskmanagers/tm1/logs": JSON.stringify({ logs }) }));
  const link = await screen.findByRole("link", { name: "flink-root-taskexecutor-0-host.out" });
  expect([...link.children].map(({ textContent }) => textContent)).toEqual(["flink-root-taskexecutor-0-", "host.out"]);
  expect(link.title).toBe("flink-root-taskexecutor-0-host.out");
});

test("[F165] [F177] the list of log files has dates and sizes, newest first, and can be sorted", async () => {
  const at = new Date(2026, 10, 21, 8, 9, 6, 50).getTime();
  const logs = [
    { name: "b.log", size: 2048, mtime: at },
    { name: "a.log", size: 1024, mtime: at + 1000 },
    { name: "c.log", size: 4096, mtime: at - 1000 },
  ];
  const user = renderAt("/task-manager/tm1/log-list/c.log", withTexts({ "/taskmanagers/tm1/logs": JSON.stringify({ logs }) }));
  const table = await screen.findByRole("table", { name: "Log files" });
  const names = (): string[] =>
    within(table)
      .getAllByRole("link")
      .map(({ textContent }) => textContent);
  expect(names()).toEqual(["a.log", "b.log", "c.log"]);
  const row = within(table).getByRole("row", { name: /^b\.log/ });
  expect(row.textContent).toMatch(/08:09:062 KiB$/);
  expect(row.querySelector("time")?.title).toContain("2026-11-21 08:09:06.050 UTC");
  expect(within(table).getByRole("link", { current: "page" }).textContent).toBe("c.log");
  await user.click(within(table).getByRole("button", { name: "Size" }));
  expect(names()).toEqual(["c.log", "b.log", "a.log"]);
  await user.click(within(table).getByRole("button", { name: "File" }));
  expect(names()).toEqual(["a.log", "b.log", "c.log"]);
});

test("[F166] [F178] [F197] an opened log file can be read again and downloaded", async () => {
  const downloads = watchDownloads();
  const texts = { "/jobmanager/logs/jobmanager.log": "first" };
  const user = renderAt("/job-manager/log/jobmanager.log", withTexts(texts));
  const log = await screen.findByRole("region", { name: "jobmanager.log" });
  expect(log.textContent).toContain("first");
  texts["/jobmanager/logs/jobmanager.log"] = "first\nsecond";
  await user.click(screen.getByRole("button", { name: "Refresh" }));
  await waitFor(() => expect(log.textContent).toContain("second"));
  await user.click(screen.getByRole("button", { name: "Download" }));
  expect(await downloads()).toEqual([{ name: "jobmanager.log", text: "first\nsecond" }]);
});

test("[F164] a TaskManager's standard output", async () => {
  renderAt("/task-manager/tm1/stdout", withTexts({ "/taskmanagers/tm1/stdout": "printed" }));
  expect((await screen.findByRole("region", { name: "tm1.out" })).textContent).toContain("printed");
});

test("[F174] the class path of the JobManager", async () => {
  const user = renderAt("/job-manager/config");
  await user.click(await screen.findByText(/^Class path \(\d+\)$/));
  expect(screen.getByText("/opt/flink/lib/flink-cep-2.3.0.jar")).toBeDefined();
});

test("a TaskManager has metrics, logs and threads of its own", async () => {
  const threads = { threadInfos: [{ threadName: "main", stringifiedThreadInfo: '"main" Id=1 RUNNABLE\n\tat a.B.c()\n' }] };
  const user = renderAt(
    "/task-manager/tm1/metrics",
    withTexts({ "/taskmanagers/tm1/thread-dump": JSON.stringify(threads), "/taskmanagers/tm1/log": LOG }),
  );
  expect((await screen.findByRole("region", { name: "Configured memory" })).textContent).toContain("Managed");
  await user.click(screen.getByRole("tab", { name: "Threads" }));
  await user.click(await screen.findByRole("button", { name: "Take thread dump" }));
  expect((await screen.findByRole("region", { name: "Threads" })).textContent).toContain("at a.B.c()");
  expect(screen.getByText("1 thread: 1 RUNNABLE")).toBeDefined();
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  expect((await screen.findByRole("region", { name: "tm1.log" })).textContent).toContain("three");
});

test("a file of many megabytes loads only on request", async () => {
  const logs = { logs: [{ name: "big.log", size: 200 * 1024 * 1024, mtime: 1 }] };
  const user = renderAt(
    "/job-manager/log/big.log",
    withTexts({ "/jobmanager/logs": JSON.stringify(logs), "/jobmanager/logs/big.log": "at last" }),
  );
  await user.click(await screen.findByRole("button", { name: "Load it" }));
  expect((await screen.findByRole("region", { name: "big.log" })).textContent).toContain("at last");
});

test("a thread dump is taken only on a press, and the page says before what it can do to a TaskManager", async () => {
  const threads = { threadInfos: [{ threadName: "main", stringifiedThreadInfo: '"main" Id=1 RUNNABLE\n' }] };
  let dumps = 0;
  const recorded = recordedTransport("02-running-warm-metrics");
  const user = renderAt("/task-manager/tm1/thread-dump", (request) => {
    if (!request.url.endsWith("/thread-dump")) return recorded(request);
    dumps++;
    return Promise.resolve(Response.json(threads));
  });
  expect((await screen.findByText(/^A thread dump lists/)).textContent).toMatch(
    /tens of thousands of threads this can take longer than heartbeat\.timeout: the JobManager then considers the TaskManager lost and restarts its jobs/,
  );
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  await user.click(screen.getByRole("tab", { name: "Threads" }));
  await user.click(await screen.findByRole("button", { name: "Take thread dump" }));
  await screen.findByText("1 thread: 1 RUNNABLE");
  expect(dumps).toBe(1);
  // The last one stays, and another one is on a press too.
  await user.click(screen.getByRole("tab", { name: "Logs" }));
  await user.click(screen.getByRole("tab", { name: "Threads" }));
  await screen.findByText("1 thread: 1 RUNNABLE");
  expect(dumps).toBe(1);
  await user.click(screen.getByRole("button", { name: "Take another" }));
  await waitFor(() => expect(dumps).toBe(2));
});

/** A TaskManager whose dumps are these, one after the other. */
function withDumps(...dumps: readonly (readonly string[])[]): Transport {
  const recorded = recordedTransport("02-running-warm-metrics");
  let taken = 0;
  return (request) => {
    if (!request.url.endsWith("/thread-dump")) return recorded(request);
    const threads = dumps[Math.min(taken++, dumps.length - 1)] ?? [];
    const threadInfos = threads.map((text) => ({ threadName: /^"(.*)"/.exec(text)?.[1] ?? "", stringifiedThreadInfo: text }));
    return Promise.resolve(Response.json({ threadInfos }));
  };
}

const MAIN = '"main" Id=1 WAITING on a.B@1\n\tat a.B.c()';
const TASK = '"ClickEvent Counter (1/2)#0" Id=2 RUNNABLE\n\tat x.Y.z()';

test("[F167] a link with a vertex's name opens the dump at the thread of its task, after a press", async () => {
  const downloads = watchDownloads();
  const user = renderAt("/task-manager/tm1/thread-dump?vertexName=ClickEvent%20Counter", withDumps([MAIN, TASK]));
  await screen.findByText("It then opens at the first thread of “ClickEvent Counter”.");
  await user.click(screen.getByRole("button", { name: "Take thread dump" }));
  const find: HTMLInputElement = await screen.findByRole("searchbox", { name: "Find" });
  expect(find.value).toBe("ClickEvent Counter");
  expect(screen.getByRole("status").textContent).toBe("line 1 of 1 found");
  expect(document.querySelector("[aria-current=true] mark")?.textContent).toBe("ClickEvent Counter");
  await user.click(screen.getByRole("button", { name: "Download" }));
  expect(await downloads()).toEqual([{ name: "threads.txt", text: `${MAIN}\n\n${TASK}` }]);
});

test("[F167] threads can be filtered by state, and another dump shows what changed", async () => {
  const user = renderAt(
    "/task-manager/tm1/thread-dump",
    withDumps([MAIN, TASK], [MAIN, TASK.replace("RUNNABLE", "BLOCKED on x.Lock@1"), '"new" Id=3 RUNNABLE']),
  );
  await user.click(await screen.findByRole("button", { name: "Take thread dump" }));
  const text = await screen.findByRole("region", { name: "Threads" });
  await chooseOption(user, "State", "RUNNABLE (1)");
  expect(text.textContent).toContain("Counter");
  expect(text.textContent).not.toContain("main");
  await chooseOption(user, "State", "all states");
  expect(screen.queryByRole("note", { name: /^Comparison/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Take another" }));
  expect((await screen.findByRole("note", { name: "Comparison with the dump before" })).textContent).toMatch(
    /^since the dump .* before: 1 new, 1 in another state, 0 with another stack, 0 ended$/,
  );
  expect(text.textContent).toContain("BLOCKED on x.Lock@1 was RUNNABLE");
  expect(text.textContent).toContain('"new" Id=3 RUNNABLE new');
  await chooseOption(user, "Comparison", "changed since the dump before");
  expect(text.textContent).not.toContain("main");
  expect(screen.getByText(/^2 of 3 threads/)).toBeDefined();
});

test("[F179] the threads of the JobManager", async () => {
  const user = renderAt("/job-manager/thread-dump");
  await user.click(await screen.findByRole("button", { name: "Take thread dump" }));
  expect((await screen.findByRole("region", { name: "Threads" })).textContent).toContain("Reference Handler");
});

/** A transport whose main log has that size and arrives as the test lets it. */
function withLog(declaredBytes: number | undefined, pieces: readonly Uint8Array[]) {
  const recorded = recordedTransport("02-running-warm-metrics");
  const log = { asked: 0, taken: 0 };
  const transport: Transport = async (request, progress) => {
    if (!request.url.endsWith("/jobmanager/log")) return recorded(request);
    log.asked++;
    log.taken = 0;
    progress?.reply?.begin(declaredBytes);
    for (const piece of pieces) {
      request.signal.throwIfAborted();
      progress?.reply?.take(piece);
      log.taken++;
    }
    request.signal.throwIfAborted();
    return new Response();
  };
  return { log, transport };
}

/** Lines of 64 bytes. */
const PIECE = new TextEncoder().encode(`${"x".repeat(63)}\n`.repeat(16_384));

test("a main log above 20 MiB is read only on request, because its size is known before its body", async () => {
  const { log, transport } = withLog(
    30 * 1_048_576,
    Array.from({ length: 30 }, () => PIECE),
  );
  const user = renderAt("/job-manager/logs", transport);
  expect((await screen.findByText(/^jobmanager\.log has/)).textContent).toBe(
    "jobmanager.log has 30 MiB. Flink cannot send a part of a file, so Drey must read all of it to show its end. It keeps the last 20 MiB.",
  );
  expect(log).toEqual({ asked: 1, taken: 0 });
  await user.click(screen.getByRole("button", { name: "Load it" }));
  await screen.findByRole("region", { name: "jobmanager.log" });
  expect(screen.getByText(/^327,680 lines, the last 20 MiB of 30 MiB/)).toBeDefined();
  expect(log).toEqual({ asked: 2, taken: 30 });
  expect(screen.queryByRole("checkbox", { name: "Follow" })).toBeNull();
});

test("a log that does not declare its size is stopped after 20 MiB, and asked about", async () => {
  const { log, transport } = withLog(
    undefined,
    Array.from({ length: 100 }, () => PIECE),
  );
  renderAt("/job-manager/logs", transport);
  await screen.findByText(/^jobmanager\.log has more than 20 MiB\./);
  expect(log).toEqual({ asked: 1, taken: 21 });
});

test("the bytes that were read are shown while a log loads, and reading it can be stopped", async () => {
  const recorded = recordedTransport("02-running-warm-metrics");
  const signals: AbortSignal[] = [];
  const user = renderAt("/job-manager/logs", async (request, progress) => {
    if (!request.url.endsWith("/jobmanager/log")) return recorded(request);
    signals.push(request.signal);
    progress?.reply?.begin(100 * 1_048_576);
    request.signal.throwIfAborted();
    progress?.reply?.take(PIECE);
    return new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
  });
  await user.click(await screen.findByRole("button", { name: "Load it" }));
  await screen.findByText("Reading jobmanager.log … 1 MiB");
  await user.click(screen.getByRole("button", { name: "Stop reading" }));
  await screen.findByRole("button", { name: "Load it" });
  await waitFor(() => expect(signals.at(1)?.aborted).toBe(true));
});

test("a link to a time in a log shows the lines of that time, and finds its text there", async () => {
  const texts = withTexts({ "/taskmanagers/tm1/log": LOG });
  const current = (): string | undefined => document.querySelector("[aria-current=true]")?.textContent;
  const at = (minute: number): string => String(Date.UTC(2026, 10, 21, 10, minute, 1, 500));
  renderAt(`/task-manager/tm1/logs?at=${at(0)}&find=Exception`, texts);
  await waitFor(() => expect(current()).toBe("3java.lang.Exception: two"));
  cleanup();
  // The text is not there, but the time is.
  renderAt(`/task-manager/tm1/logs?at=${at(0)}&find=Other`, texts);
  await waitFor(() => expect(current()).toContain("<b>two</b>"));
  cleanup();
  renderAt(`/task-manager/tm1/logs?at=${at(30)}&find=Exception`, texts);
  expect(await screen.findByText(/4 lines, none within a minute of /)).toBeDefined();
  expect(current()).toBeUndefined();
});
