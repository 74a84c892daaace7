import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { expect, test } from "vitest";

import { createWideCluster, WIDE_JOB_ID } from "../../../mocks/wide-cluster.ts";
import type { Transport } from "../../client/transport.ts";
import { useFact } from "../../client/use-client.tsx";
import { checkpointsOptions } from "../../observe/checkpoints.ts";
import { jobOptions } from "../../observe/jobs.ts";
import { LONG_TEST_MS } from "../../testing/limits.ts";
import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { cellOf, rowTexts } from "../../testing/table-reading.ts";
import { BackpressurePanel } from "./backpressure-panel.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const SOURCE_ID = "e5a72f353fc1e6bbf3bd96a41384998c";

installPageFrame();

function Shown({ jobId }: { jobId: string }): ReactNode {
  const live = useFact(jobOptions, jobId).data;
  // The job's page has the checkpoints.
  const checkpoints = useFact(checkpointsOptions, jobId).data;
  if (live === undefined || checkpoints === undefined) return null;
  const pathOf = (vertexId: string, subtask?: number): string =>
    `/${vertexId}${subtask === undefined ? "" : `?subtask=${String(subtask)}`}`;
  return <BackpressurePanel job={live.job} rates={live.rates} isLive pathOf={pathOf} view="subtasks" onView={() => undefined} />;
}

async function show(transport: Transport, jobId = JOB_ID): Promise<HTMLElement> {
  renderWithBackend(<Shown jobId={jobId} />, backendOver(transport));
  return screen.findByRole("table", { name: "All subtasks" });
}

/** The recorded cluster, whose source also reports how far it is behind. */
function withLag(): Transport {
  const recorded = recordedTransport("02-running-warm-metrics");
  return (request) => {
    const get = new URL(request.url).searchParams.get("get") ?? "";
    if (!get.includes("pendingRecords")) return recorded(request);
    return Promise.resolve(
      Response.json([
        { id: "0.Source__ClickEvent_Source.pendingRecords", value: "12345" },
        { id: "1.Source__ClickEvent_Source.pendingRecords", value: "7" },
      ]),
    );
  };
}

test("ranks all subtasks of the recorded job: load, lag, part of the checkpoint, and share of the records", async () => {
  const table = await show(withLag());
  await waitFor(() => expect(rowTexts(table, "Lag")).toContain("12,345"));
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows).toHaveLength(8);
  const source = rows.find((row) => cellOf(table, row, "Vertex")?.startsWith("Source") && cellOf(table, row, "Subtask") === "0");
  if (source === undefined) throw new Error("the table has no subtask 0 of the source");
  const cell = (head: string): string | null | undefined => cellOf(table, source, head);
  expect(cell("Lag")).toBe("12,345");
  expect(cell("Level")).toBe("OK");
  expect(cell("Busy")).toMatch(/^\d+ %$/);
  expect(cell("Records")).toBe("33 %");
  expect(cell("Skew")).toBe("0.7 ×");
  expect(cell("Checkpoint size")).toMatch(/^\d+ %$/);
  expect(cell("Checkpoint time")).toMatch(/^\d+ %$/);
  const [link] = within(source).getAllByRole("link", { name: /^Subtask 0 of Source/ });
  expect(link?.getAttribute("href")).toBe(`/${SOURCE_ID}?subtask=0`);
  // Only sources have a lag.
  const counter = rows.find((row) => cellOf(table, row, "Vertex") === "ClickEvent Counter");
  expect(counter === undefined ? undefined : cellOf(table, counter, "Lag")).toBe("–");
});

test("sorts the subtasks by any column, and finds those of a vertex, an index or a level", async () => {
  const user = userEvent.setup();
  const table = await show(withLag());
  await waitFor(() => expect(rowTexts(table, "Lag")).toContain("12,345"));
  await user.click(within(table).getByRole("button", { name: "Lag" }));
  expect(rowTexts(table, "Lag").slice(0, 3)).toEqual(["12,345", "7", "–"]);
  await user.type(screen.getByRole("searchbox", { name: "Filter subtasks" }), "counter 1");
  expect(rowTexts(table, "Vertex")).toEqual(["ClickEvent Counter"]);
  expect(rowTexts(table, "Subtask")).toEqual(["1"]);
  expect(screen.getByText(/^1 of 8/)).toBeDefined();
  await user.type(screen.getByRole("searchbox", { name: "Filter subtasks" }), "?");
  expect(screen.getByText(/contains “counter 1\?”/)).toBeDefined();
});

test("shows a dash for what is not reported, and says why a vertex is unknown", async () => {
  const recorded = recordedTransport("02-running-warm-metrics");
  await show((request) =>
    request.url.includes("/backpressure")
      ? Promise.resolve(Response.json({ errors: ["No such metric."] }, { status: 500 }))
      : recorded(request),
  );
  expect(await screen.findByText(/^Some facts about 4 vertices are unknown\. .*No such metric/)).toBeDefined();
  const table = screen.getByRole("table", { name: "All subtasks" });
  expect(new Set(rowTexts(table, "Busy"))).toEqual(new Set(["–"]));
  expect(rowTexts(table, "Records")).toContain("33 %");
});

test(
  "renders few of 10,000 subtasks",
  async () => {
    const table = await show(
      createWideCluster({ vertices: 25, parallelism: 400, now: () => Date.now(), hasCheckpoint: true }),
      WIDE_JOB_ID,
    );
    await waitFor(() => expect(screen.getByRole("status").textContent).toContain("10,000 subtasks, 8 of 25 vertices read"));
    expect(within(table).getAllByRole("row").length).toBeLessThan(150);
    expect(cellOf(table, within(table).getAllByRole("row")[1] ?? table, "Busy")).toMatch(/ %$/);
  },
  LONG_TEST_MS,
);
