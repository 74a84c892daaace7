import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { BarContent, BarSlotContext, TitleBadgeContext } from "../ui/bar-slot.tsx";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { recordedJob } from "../testing/recorded-job.ts";
import { scriptedCluster } from "../testing/scripted-cluster.ts";
import { AlertSetting } from "./alert-setting.tsx";
import { chooseAlerts } from "./alert-choice.ts";
import type { Notice, Notifier, NotifierPermission } from "./notifier.ts";
import { TabAlerts } from "./tab-alerts.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
});

/** A browser whose user answers `answer` when asked. */
function fakeNotifier(answer: NotifierPermission, before: NotifierPermission = "default"): Notifier & { readonly shown: Notice[] } {
  let permission = before;
  const shown: Notice[] = [];
  return {
    shown,
    permission: () => permission,
    request: () => Promise.resolve((permission = before === "default" ? answer : before)),
    show: (notice) => shown.push(notice),
  };
}

test("counts a job that gets into trouble, and notifies about it once", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const config: object = await (await recordedTransport("02-running-warm-metrics")(new Request("http://test.invalid/config"))).json();
  let state = "RUNNING";
  const { transport, sent } = scriptedCluster("02-running-warm-metrics", {
    "GET /config": () => ({ reply: { ...config, "refresh-interval": 500 } }),
    [`GET /jobs/${JOB_ID}`]: () => ({ reply: { ...job, state } }),
  });
  chooseAlerts(new Set(["not-running"]));
  const notifier = fakeNotifier("granted", "granted");
  const counts: number[] = [];
  renderWithBackend(<TabAlerts notifier={notifier} onTroubled={(count) => counts.push(count)} />, backendOver(transport));
  // The second assessment begins after the first one.
  await waitFor(() => expect(sent.filter(({ call }) => call.includes(JOB_ID)).length).toBeGreaterThan(1), { timeout: 10_000 });
  expect(notifier.shown).toEqual([]);
  state = "RESTARTING";
  await waitFor(() => expect(counts.at(-1)).toBe(1), { timeout: 15_000 });
  expect(notifier.shown.map(({ title }) => title)).toEqual(["Restarting: Click Event Count"]);
  const before = counts.length;
  await waitFor(() => expect(counts.length).toBeGreaterThan(before + 1), { timeout: 15_000 });
  expect(notifier.shown).toHaveLength(1);
});

test("without notifications it makes no requests", async () => {
  const asked: string[] = [];
  const recorded = recordedTransport("02-running-warm-metrics");
  renderWithBackend(
    <TabAlerts notifier={fakeNotifier("granted")} onTroubled={() => undefined} />,
    backendOver((request, progress) => {
      asked.push(new URL(request.url).pathname);
      return recorded(request, progress);
    }),
  );
  await waitFor(() => expect(asked).toContain("/config"));
  expect(asked).toEqual(["/config"]);
});

test("the title of the tab begins with the number of jobs in trouble", () => {
  renderWithBackend(
    <BarSlotContext value={document.body}>
      <TitleBadgeContext value={2}>
        <BarContent title="Overview" />
      </TitleBadgeContext>
    </BarSlotContext>,
    backendOver(recordedTransport("02-running")),
  );
  expect(document.title).toBe("(2) Overview · Drey");
});

test("switching notifications on asks the browser, and the reasons can be chosen", async () => {
  const user = userEvent.setup();
  renderWithBackend(<AlertSetting notifier={fakeNotifier("granted")} />, backendOver(recordedTransport("02-running")));
  await user.click(screen.getByRole("checkbox", { name: /^Notify me/ }));
  await user.click(await screen.findByRole("checkbox", { name: "Backpressure HIGH" }));
  expect(localStorage.getItem("drey.alerts")?.split(" ")).toContain("restart-loop");
  expect(localStorage.getItem("drey.alerts")?.split(" ")).not.toContain("backpressure");
  await user.click(screen.getByRole("checkbox", { name: /^Notify me/ }));
  expect(localStorage.getItem("drey.alerts")).toBeNull();
});

test("says when the browser refuses, and stays off", async () => {
  const user = userEvent.setup();
  renderWithBackend(<AlertSetting notifier={fakeNotifier("denied")} />, backendOver(recordedTransport("02-running")));
  await user.click(screen.getByRole("checkbox", { name: /^Notify me/ }));
  expect(await screen.findByText(/This browser blocks notifications of this page/)).toBeDefined();
  expect(screen.getByRole("checkbox", { name: /^Notify me/ })).toHaveProperty("checked", false);
  expect(localStorage.getItem("drey.alerts")).toBeNull();
});
