import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import type { Column } from "./data-table.tsx";
import { FilteredTable, type TableFilter } from "./filtered-table.tsx";

afterEach(cleanup);

type Topic = { name: string; records: number };

const COLUMNS: readonly Column<Topic>[] = [
  { id: "name", header: "Name", cell: ({ name }) => name },
  { id: "records", header: "Records", isNumeric: true, sortBy: ({ records }) => records, cell: ({ records }) => records },
];

function names(): (string | null | undefined)[] {
  return screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell")[0]?.textContent);
}

const BY_NAME: TableFilter<Topic> = { label: "Filter topics", textOf: ({ name }) => name };

test("many rows have a filter that ignores case and keeps the order, and few rows have none", async () => {
  const user = userEvent.setup();
  const topics = (count: number): Topic[] =>
    Array.from({ length: count }, (_, index) => ({ name: `Topic-${String(index)}`, records: count - index }));
  const table = (rows: readonly Topic[]): ReactNode => (
    <FilteredTable label="Topics" columns={COLUMNS} rows={rows} rowKey={({ name }) => name} filter={BY_NAME} isPinned />
  );
  const { rerender } = render(table(topics(19)));
  expect(screen.queryByRole("searchbox")).toBeNull();
  rerender(table(topics(100)));
  await user.click(screen.getByRole("button", { name: "Records" }));
  await user.click(screen.getByRole("button", { name: "Records" }));
  await user.type(screen.getByRole("searchbox", { name: "Filter topics" }), " tOPIC-7");
  expect(names()).toEqual([
    "Topic-79",
    "Topic-78",
    "Topic-77",
    "Topic-76",
    "Topic-75",
    "Topic-74",
    "Topic-73",
    "Topic-72",
    "Topic-71",
    "Topic-70",
    "Topic-7",
  ]);
  expect(screen.getByRole("status").textContent).toBe("11 of 100 rows");
  await user.type(screen.getByRole("searchbox", { name: "Filter topics" }), "?");
  expect(names()).toEqual([]);
  expect(screen.getByRole("status").textContent).toBe("0 of 100 rows");
});
