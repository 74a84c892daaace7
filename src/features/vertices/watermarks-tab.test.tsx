import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { withCases } from "../../testing/reply-cases.ts";
import { recordedVertex } from "../../testing/recorded-vertex.ts";
import { rowTexts } from "../../testing/table-reading.ts";
import { timeZones, zoneFormat } from "./time-zone.ts";
import { WatermarksTab } from "./watermarks-tab.tsx";

installPageFrame();
beforeEach(() => localStorage.clear());

const RECORDED = recordedTransport("02-running-warm-metrics");
const PATH = "/jobs/:jobid/vertices/:vertexid/watermarks";

async function showTab(transport: Transport, isSource = false): Promise<void> {
  const { job, vertex } = await recordedVertex();
  renderWithBackend(<WatermarksTab jobId={job.jid} vertexId={vertex.id} isSource={isSource} isLive />, backendOver(transport));
}

function table(): HTMLElement {
  return screen.getByRole("table", { name: "Watermarks" });
}

test("[F97] shows the watermark of each subtask as a number and as a time, and sorts by it", async () => {
  const user = userEvent.setup();
  const reply = [
    { id: "1.currentInputWatermark", value: "1795248401244" },
    { id: "0.currentInputWatermark", value: "1795248400000" },
    { id: "2.currentInputWatermark", value: "-9223372036854775808" },
    { id: "3.currentInputWatermark", value: "9223372036854775807" },
  ];
  await showTab(withCases(RECORDED, [{ path: PATH, reply }]));
  await screen.findByText("1795248401244");
  expect(rowTexts(table(), "Subtask")).toEqual(["0", "1", "2", "3"]);
  expect(rowTexts(table(), "Watermark")).toEqual(["1795248400000", "1795248401244", "No watermark yet", "Ended: all input is read"]);
  expect(rowTexts(table(), "Time")[1]).toMatch(/2026 \d\d:\d\d:\d\d\.244/);
  await user.click(within(table()).getByRole("button", { name: "Watermark" }));
  expect(rowTexts(table(), "Subtask")).toEqual(["3", "1", "0", "2"]);
});

test("[F97] says why a source has no watermarks", async () => {
  await showTab(RECORDED, true);
  expect(await screen.findByText(/has no input, so it has no input watermarks/)).toBeDefined();
});

test("[F98] shows the times in a zone that is found by a part of its name, and remembers it", async () => {
  const user = userEvent.setup();
  await showTab(RECORDED);
  await screen.findAllByText("1795248401244");
  await user.type(screen.getByRole("combobox", { name: "Time zone" }), "tok");
  await user.click(await screen.findByRole("option", { name: "Asia/Tokyo" }));
  expect(rowTexts(table(), "Time")[0]).toMatch(/:06:41\.244 GMT\+9$/);
  expect(localStorage.getItem("drey.watermark-zone")).toBe("Asia/Tokyo");
});

test("[F98] offers the browser's zone, UTC and the cluster's zone, with the abbreviation of that time of the year", () => {
  const zones = timeZones({ "timezone-name": "India Standard Time", "timezone-offset": 19_800_000 });
  const labels = zones.map(({ label }) => label);
  expect(labels[0]).toMatch(/ \(browser\)$/);
  expect(zones.filter(({ id }) => id === "UTC")).toHaveLength(1);
  expect(labels).toContain("India Standard Time (cluster)");
  const format = (id: string, atMs: number): string => zoneFormat(zones.find((zone) => zone.id === id) ?? { id, label: id })(atMs);
  const winter = Date.UTC(2026, 0, 5, 12, 0, 0, 7);
  const summer = Date.UTC(2026, 6, 5, 12);
  expect(format("Europe/London", winter)).toBe("5 Jan 2026 12:00:00.007 GMT");
  expect(format("Europe/London", summer)).toBe("5 Jul 2026 13:00:00.000 BST");
  expect(format("cluster", winter)).toBe("5 Jan 2026 17:30:00.007 UTC+05:30");
});
