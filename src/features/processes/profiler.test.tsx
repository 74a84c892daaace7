import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";

import type { Transport } from "../../client/transport.ts";
import type { Profiling } from "../../rest/profiling.ts";
import { watchDownloads } from "../../testing/downloads.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import type { FlinkProcess } from "../../observe/process.ts";
import { withCases } from "../../testing/reply-cases.ts";
import { chooseOption } from "../../testing/choose-option.ts";
import { Profiler } from "./profiler.tsx";

afterEach(cleanup);

const JOB_MANAGER: FlinkProcess = { kind: "jobmanager" };

function run(over: Partial<Profiling>): Profiling {
  return { status: "FINISHED", mode: "ITIMER", triggerTime: 1_795_000_000_000, duration: 30, ...over };
}

/** A Flink cluster with these runs that accepts another one. */
function show(runs: Profiling[], process = JOB_MANAGER, facts: Parameters<typeof backendOver>[1] = {}) {
  // The shortest refresh interval.
  const recorded = withCases(recordedTransport("02-running"), [{ path: "/config", change: { "refresh-interval": 500 } }]);
  const posted: unknown[] = [];
  const transport: Transport = async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.includes("/profiler")) return recorded(request);
    if (request.method === "POST") {
      posted.push([pathname, await request.json()]);
      runs.unshift(run({ status: "RUNNING" }));
      return Response.json(runs[0]);
    }
    return pathname.endsWith("/profiler") ? Response.json({ profilingList: runs }) : new Response("<html>profile</html>");
  };
  renderWithBackend(<Profiler process={process} />, backendOver(transport, facts));
  return { posted, user: userEvent.setup() };
}

it("[F168] [F180] [F181] starts the requested run, and no second one", async () => {
  const { user, posted } = show([], { kind: "taskmanager", id: "tm-1" });
  await screen.findByText(/No profiler runs yet/);
  await chooseOption(user, "Mode", "Allocations");
  await user.clear(screen.getByRole("textbox", { name: "Seconds" }));
  await user.type(screen.getByRole("textbox", { name: "Seconds" }), "12");
  await user.click(screen.getByRole("button", { name: "Start profiling" }));
  expect(await screen.findByText("RUNNING")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Start profiling" }));
  expect(posted).toEqual([["/taskmanagers/tm-1/profiler", { mode: "ALLOC", duration: 12 }]]);
});

it.each(["", "0", "-5", "1.5", "ten"])("starts no run for %j seconds", async (seconds) => {
  const { user, posted } = show([]);
  await screen.findByText(/No profiler runs yet/);
  await user.clear(screen.getByRole("textbox", { name: "Seconds" }));
  if (seconds !== "") await user.type(screen.getByRole("textbox", { name: "Seconds" }), seconds);
  expect(screen.getByRole("alert").textContent).toContain("Enter a whole number of seconds");
  await user.click(screen.getByRole("button", { name: "Start profiling" }));
  expect(posted).toEqual([]);
});

it("[F183] offers a result as a download and never renders it", async () => {
  const downloads = watchDownloads();
  const { user } = show([
    run({ outputFile: "result.html" }),
    run({ status: "FAILED", triggerTime: 1, message: "<b>perf_events</b> refused" }),
  ]);
  const table = await screen.findByRole("table", { name: "Profiler runs" });
  expect(within(table).getByText("<b>perf_events</b> refused")).toBeTruthy();
  await user.click(within(table).getByRole("button", { name: "Download" }));
  await waitFor(async () => expect(await downloads()).toEqual([{ name: "result.html", text: "<html>profile</html>" }]));
  expect(document.body.textContent).not.toContain("<html>");
});

it("[F184] says if there is no profiler, and which option is off", async () => {
  renderWithBackend(<Profiler process={{ kind: "taskmanager", id: "unknown" }} />, backendOver(recordedTransport("02-running")));
  expect(await screen.findByText(/The profiler is disabled on this cluster \(rest\.profiling\.enabled\)/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "async-profiler" }).getAttribute("href")).toMatch(/async-profiler\/wiki$/);
});

it("shows no form until it is known whether there is a profiler", async () => {
  const reply = Promise.withResolvers<Response>();
  const recorded = recordedTransport("02-running");
  const transport: Transport = (request) => (new URL(request.url).pathname.endsWith("/profiler") ? reply.promise : recorded(request));
  renderWithBackend(<Profiler process={JOB_MANAGER} />, backendOver(transport));
  expect(screen.getByText("Loading profiler runs …")).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Start profiling" })).toBeNull();
  reply.resolve(Response.json({ profilingList: [] }));
  expect(await screen.findByRole("region", { name: "Start profiling" })).toBeTruthy();
});

it("starts no run on a read-only cluster", async () => {
  const { user, posted } = show([], JOB_MANAGER, { isReadOnly: true });
  await screen.findByText(/No profiler runs yet/);
  await user.click(screen.getByRole("button", { name: "Start profiling" }));
  expect(posted).toEqual([]);
});

it("[F182] [F195] lists the runs with every column, sortable, their times to the millisecond", async () => {
  const at = new Date(2026, 10, 21, 8, 9, 6, 50).getTime();
  const { user } = show([
    run({ triggerTime: at, finishedTime: at + 30_004, outputFile: "result.html", message: "Profiling Successful" }),
    run({ status: "FAILED", mode: "CPU", triggerTime: at - 60_000, duration: 5, message: "perf_events refused" }),
  ]);
  const table = await screen.findByRole("table", { name: "Profiler runs" });
  const heads = within(table).getAllByRole("columnheader");
  expect(heads.map(({ textContent }) => textContent)).toEqual([
    "#",
    "Started",
    "Finished",
    "Duration",
    "Mode",
    "Status",
    "Message",
    "Result",
  ]);
  const texts = () =>
    within(table)
      .getAllByRole("row")
      .slice(1)
      .map(({ textContent }) => textContent);
  expect(texts()[0]).toMatch(
    /^121 Nov( 2026)? 08:09:06\.05021 Nov( 2026)? 08:09:36\.05430 secondsITIMERFINISHEDProfiling SuccessfulDownload result\.html$/,
  );
  expect(texts()[1]).toMatch(/^221 Nov( 2026)? 08:08:06\.050–5 secondsCPUFAILEDperf_events refused–$/);
  expect(table.querySelector("time")?.title).toMatch(/^2026-11-21 08:09:06\.050 UTC[+-]\d\d:\d\d \(.+\)$/);
  await user.click(within(table).getByRole("button", { name: "Started" }));
  expect(texts()[0]).toContain("08:08:06.050");
});

it("[F182] asks for the list again while a run is in progress", async () => {
  const runs = [run({ status: "RUNNING", finishedTime: 0 })];
  show(runs);
  await screen.findByText("RUNNING");
  runs[0] = run({ status: "FINISHED", outputFile: "result.html" });
  expect(await screen.findByRole("button", { name: "Download" })).toBeTruthy();
});
