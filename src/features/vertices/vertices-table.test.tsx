import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";

import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { recordedJob } from "../../testing/recorded-job.ts";
import type { Job } from "../../rest/jobs.ts";
import { VerticesTable } from "./vertices-table.tsx";

installPageFrame();

function showTable(job: Job): HTMLElement {
  renderWithBackend(
    <VerticesTable job={job} atMs={0} selectedId={undefined} onSelect={() => undefined} />,
    backendOver(recordedTransport("02-running-warm-metrics")),
  );
  return screen.getByRole("table", { name: "Vertices" });
}

/** The names of the vertices in the shown order. */
function names(table: HTMLElement): readonly (string | null)[] {
  return within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.firstElementChild?.textContent ?? null);
}

/** The text of a cell, by the head of its column. */
function cellOf(row: HTMLElement, head: string): string | null | undefined {
  const heads = screen.getAllByRole("columnheader").map(({ textContent }) => textContent);
  return row.children[heads.indexOf(head)]?.textContent;
}

test("[F76] shows when a vertex ended, and sorts by state and by end time", async () => {
  const user = userEvent.setup();
  const { job } = await recordedJob("02-running-warm-metrics");
  const [source, ...others] = job.vertices;
  if (source === undefined) throw new Error("The recorded job has vertices.");
  const endedMs = Date.now();
  const table = showTable({ ...job, vertices: [{ ...source, status: "FINISHED", "end-time": endedMs, duration: 1380 }, ...others] });
  const row = within(table).getByRole("row", { name: /ClickEvent Source/ });
  expect(cellOf(row, "Duration")).toBe("1.4 s");
  expect(cellOf(row, "End time")).toMatch(/^\d\d:\d\d:\d\d$/);
  expect(cellOf(within(table).getByRole("row", { name: /ClickEvent Counter/ }), "End time")).toBe("–");
  await user.click(within(table).getByRole("button", { name: "Status" }));
  expect(names(table)[0]).toBe("Source: ClickEvent Source");
  await user.click(within(table).getByRole("button", { name: /^Status/ }));
  expect(names(table).at(-1)).toBe("Source: ClickEvent Source");
  await user.click(within(table).getByRole("button", { name: "End time" }));
  expect(names(table)[0]).toBe("Source: ClickEvent Source");
});

test("[F77] marks counters to which tasks have not contributed yet", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const [source, counter, ...others] = job.vertices;
  if (source === undefined || counter === undefined) throw new Error("The recorded job has vertices.");
  const incomplete = { "read-records-complete": false };
  const table = showTable({
    ...job,
    vertices: [
      { ...source, metrics: { ...source.metrics, ...incomplete, "read-records": 0 } },
      { ...counter, metrics: { ...counter.metrics, ...incomplete } },
      ...others,
    ],
  });
  expect(cellOf(within(table).getByRole("row", { name: /ClickEvent Source/ }), "Records received")).toBe("loading");
  const cell = within(table).getByRole("row", { name: /ClickEvent Counter/ });
  expect(cellOf(cell, "Records received")).toBe("≥ 22,590");
  expect(within(cell).getByTitle(/Not all tasks have reported/)).toBeDefined();
  expect(cellOf(cell, "Records sent")).toBe("18");
});

test("[F79] keeps the head and the column of names in view, with the full name in a title", async () => {
  const { job } = await recordedJob("02-running-warm-metrics");
  const table = showTable(job);
  const cell = within(table).getByTitle("ClickEventStatistics Sink: Committer").closest("td");
  // Without a layout engine, the class is all that can be seen. The e2e tests see the place.
  expect(cell?.className).toContain("first:sticky");
  expect(screen.getByRole("columnheader", { name: "Name" }).className).toContain("first:left-0");
});
