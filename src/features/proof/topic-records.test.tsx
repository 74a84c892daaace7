import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { FakePlayground } from "../../testing/fake-playground.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { TopicRecords } from "./topic-records.tsx";

afterEach(cleanup);

function renderRecords(change: (playground: FakePlayground) => void = () => undefined, hasPlayground = true): FakePlayground {
  const playground = new FakePlayground();
  const result = (page: string): string =>
    JSON.stringify({ windowStart: "21-11-2026 11:01:15:000", windowEnd: "21-11-2026 11:01:30:000", page, count: 1000 });
  playground.records = {
    output: [result("/help"), result("/index")],
    input: [JSON.stringify({ timestamp: "21-11-2026 11:01:15:000", page: "/news" })],
  };
  change(playground);
  playground.topics = playground.topics.map((topic) => ({
    ...topic,
    partitions: [{ partition: 0, beginOffset: 0, endOffset: playground.records[topic.name]?.length ?? 0 }],
  }));
  renderWithBackend(<TopicRecords />, backendOver(playground.over(recordedTransport("02-running")), { hasPlayground }));
  return playground;
}

const table = (): Promise<HTMLElement> => screen.findByRole("table", { name: /Records of topic/ });

test("results newest first, with window, page and count; and the other topic on request", async () => {
  const user = userEvent.setup();
  renderRecords();
  await waitFor(async () => expect(within(await table()).getAllByRole("row")).toHaveLength(3));
  const rows = within(await table())
    .getAllByRole("row")
    .slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([expect.stringContaining("/index"), expect.stringContaining("/help")]);
  expect(rows[0]?.textContent).toMatch(/01:15 to \d\d:01:30\/index1,000/);
  expect(screen.getByText("2 in the topic, newest 2 shown")).toBeDefined();
  await user.click(screen.getByRole("radio", { name: "input" }));
  expect(await screen.findByText("/news")).toBeDefined();
});

test("an empty topic says when records will arrive", async () => {
  renderRecords((playground) => (playground.records = {}));
  expect(await screen.findByText(/No results yet/)).toBeDefined();
});

test("a record that is not a count is shown unchanged as text", async () => {
  renderRecords((playground) => (playground.records = { output: ["<b>hello</b>"] }));
  expect(await screen.findByText("<b>hello</b>")).toBeDefined();
});

test("without the playground API topics cannot be read", () => {
  renderRecords(() => undefined, false);
  expect(screen.getByText(/has no playground API/)).toBeDefined();
});
