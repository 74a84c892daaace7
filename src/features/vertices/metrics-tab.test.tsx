import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { chooseOption } from "../../testing/choose-option.ts";
import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { recordedVertex } from "../../testing/recorded-vertex.ts";
import { MetricsTab } from "./metrics-tab.tsx";

installPageFrame();

const RECORDED = recordedTransport("02-running-warm-metrics");

async function showTab(transport: Transport = RECORDED): Promise<ReturnType<typeof userEvent.setup>> {
  const { job, vertex } = await recordedVertex();
  renderWithBackend(<MetricsTab jobId={job.jid} vertex={vertex} isLive />, backendOver(transport));
  await screen.findByRole("combobox", { name: "Add metric" });
  return userEvent.setup();
}

async function choose(user: ReturnType<typeof userEvent.setup>, part: string, name: string): Promise<HTMLElement> {
  await user.type(screen.getByRole("combobox", { name: "Add metric" }), part);
  await user.click(await screen.findByRole("option", { name }));
  return screen.findByRole("listitem", { name: new RegExp(`^${name},`) });
}

test("[F105] finds any metric by a part of its name, and shows its spread over all subtasks", async () => {
  const user = await showTab();
  const card = await choose(user, "recordsin", "numRecordsIn");
  await within(card).findByText("11,295");
  expect(
    within(card)
      .getAllByRole("term")
      .map((term) => `${term.textContent} ${term.nextElementSibling?.textContent ?? ""}`),
  ).toEqual(["Average 11,295", "Min 7,530", "Max 15,060", "Sum 22,590", "Skew 33 %"]);
});

test("[F106] draws a chart of each metric, in two sizes or numbers only, until it is removed", async () => {
  const user = await showTab();
  const card = await choose(user, "recordsin", "numRecordsIn");
  expect(await within(card).findByLabelText(/^numRecordsIn, last 1 min: between 7,530 and 15,060/)).toBeDefined();
  await user.click(within(card).getByRole("button", { name: "Larger" }));
  expect(card.className).toContain("col-span-full");
  await user.click(within(card).getByRole("button", { name: "Numbers only" }));
  expect(within(card).queryByLabelText(/^numRecordsIn, last/)).toBeNull();
  await user.click(within(card).getByRole("button", { name: "Remove numRecordsIn" }));
  expect(screen.queryByRole("listitem")).toBeNull();
});

test("[F105] shows the value of one subtask", async () => {
  const user = await showTab();
  await chooseOption(user, "Subtask", "Subtask 0");
  const card = await choose(user, "recordsinper", "numRecordsInPerSecond");
  expect(within(card).getByText("subtask 0")).toBeDefined();
  expect(await within(card).findByTitle(/^236\.7333/)).toHaveProperty("textContent", "237 /s");
});

test("[F106] asks for all metrics of all subtasks in one call", async () => {
  const asked: string[] = [];
  const user = await showTab((request) => {
    const get = new URL(request.url).searchParams.get("get");
    if (get !== null) asked.push(get);
    return RECORDED(request);
  });
  await choose(user, "recordsin", "numRecordsIn");
  await choose(user, "busytimemsper", "busyTimeMsPerSecond");
  await waitFor(() => expect(asked.at(-1)).toBe("numRecordsIn,busyTimeMsPerSecond"));
});
