import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import * as z from "zod/mini";

import { type FlameGraph, flameGraphSchema } from "../../rest/flame-graph.ts";
import type { Job } from "../../rest/jobs.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { chooseOption } from "../../testing/choose-option.ts";
import { FlamePanel } from "./flame-panel.tsx";

const RUNNING = recordedTransport("02-running");
/** Samples recorded from Flink: `Backpressure Operator` on 2.3.0, a committer on 1.20.5. */
const SAMPLES = z
  .record(z.string(), flameGraphSchema)
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "../../../mocks/fixtures/flame-graphs.json"), "utf8")));

afterEach(cleanup);

async function recordedJob(): Promise<Job> {
  const { jobs } = await backendOver(RUNNING).client.call("jobsOverview", {}, {});
  const running = jobs.find(({ state }) => state === "RUNNING");
  if (running === undefined) throw new Error("the recording has no running job");
  return backendOver(RUNNING).client.call("job", { jobid: running.jid }, {});
}

async function show(transport: Parameters<typeof backendOver>[0]): Promise<URL[]> {
  const asked: URL[] = [];
  const job = await recordedJob();
  const listening: typeof transport = (request) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith("/flamegraph")) asked.push(url);
    return transport(request);
  };
  renderWithBackend(<FlamePanel job={job} isLive={false} vertexId={undefined} onVertex={() => undefined} />, backendOver(listening));
  return asked;
}

function sampleOf(name: string): FlameGraph {
  const sample = SAMPLES[name];
  if (sample === undefined) throw new Error(`there is no sample ${name}`);
  return sample;
}

function answering(reply: FlameGraph): Parameters<typeof backendOver>[0] {
  return (request) => (request.url.includes("/flamegraph") ? Promise.resolve(Response.json(reply)) : RUNNING(request));
}

it("shows Flink's sample of the slow operator: the stacks, and the method at their top", async () => {
  await show(answering(sampleOf("slow-operator")));
  const chart = await screen.findByRole("group", { name: "Flame graph" });
  expect(within(chart).getByRole("button", { name: /^java\.lang\.Thread\.run:840: 100 %, 200 samples$/ })).toBeTruthy();
  const hot = screen.getByRole("table", { name: "Hottest methods" });
  expect(within(hot).getAllByRole("row")[1]?.textContent).toContain("Thread.sleep");
});

it("draws a sample of 1.20, each frame within the one that called it", async () => {
  await show(answering(sampleOf("committer-1.20")));
  const chart = await screen.findByRole("group", { name: "Flame graph" });
  const frames = within(chart).getAllByRole("button");
  expect(frames.length).toBeGreaterThan(20);
  for (const { style } of frames) expect(Number.parseFloat(style.left) + Number.parseFloat(style.width)).toBeLessThanOrEqual(100.001);
});

it("[F111] a pressed frame gets the full width, and loses it again", async () => {
  const user = userEvent.setup();
  const half = { name: "org.example.A.b:1", value: 1, children: [{ name: "org.example.C.d:2", value: 1, children: [] }] };
  const rest = { name: "org.example.E.f:3", value: 1, children: [] };
  await show(answering({ endTimestamp: 1, data: { name: "root", value: 2, children: [half, rest] } }));
  const button = async (name: RegExp) => screen.findByRole("button", { name });
  expect((await button(/C\.d:2: 50 %/)).style.width).toBe("50%");
  await user.click(await button(/A\.b:1/));
  expect((await button(/C\.d:2: 50 %/)).style.width).toBe("100%");
  expect(screen.queryByRole("button", { name: /E\.f:3/ })).toBeNull();
  await user.click(await button(/^Show all$/));
  expect(await button(/E\.f:3/)).toBeTruthy();
  await user.type(screen.getByRole("searchbox"), "e.f");
  expect(await screen.findByText(/50 % in methods/)).toBeTruthy();
});

it("arrow keys move between frames", async () => {
  const user = userEvent.setup();
  const children = [
    { name: "a.A.a:1", value: 1, children: [] },
    { name: "b.B.b:1", value: 3, children: [] },
  ];
  await show(answering({ endTimestamp: 1, data: { name: "root", value: 4, children } }));
  (await screen.findByRole("button", { name: /^root/ })).focus();
  const focusedName = () => document.activeElement?.getAttribute("aria-label") ?? "";
  await user.keyboard("{ArrowDown}");
  expect(focusedName(), "the widest").toMatch(/^b\.B/);
  await user.keyboard("{ArrowLeft}");
  expect(focusedName()).toMatch(/^a\.A/);
  await user.keyboard("{ArrowUp}");
  expect(focusedName()).toMatch(/^root/);
});

it("[F108] [F109] requests the chosen threads and subtask", async () => {
  const user = userEvent.setup();
  const asked = await show(answering({ endTimestamp: -3 }));
  await screen.findByText(/is taking a sample/);
  await chooseOption(user, "Threads", "waiting (off CPU)");
  await chooseOption(user, "Subtask", "1");
  await screen.findByText(/is taking a sample/);
  expect(asked.map(({ search }) => search)).toEqual(["?type=full", "?type=off_cpu", "?type=off_cpu&subtaskindex=1"]);
});

it.each([
  [-1, /No task of this vertex is running/],
  [-2, /Flame graphs are disabled on this cluster \(rest\.flamegraph\.enabled\)/],
])("[F110] says why there is no sample: %i", async (endTimestamp, words) => {
  await show(answering({ endTimestamp }));
  expect(await screen.findByText(words)).toBeTruthy();
});

it("renders names of frames as text", async () => {
  const child = { name: "<img src=x onerror=alert(1)>.\u202erun:1", value: 1, children: [] };
  await show(answering({ endTimestamp: 1, data: { name: "root", value: 1, children: [child] } }));
  const chart = await screen.findByRole("group", { name: "Flame graph" });
  expect(chart.querySelector("img")).toBeNull();
  expect(chart.textContent).not.toContain("\u202e");
});
