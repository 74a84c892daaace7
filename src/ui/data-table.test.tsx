import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { type ChosenColumns, type ColumnStore, ColumnStoreContext, NOTHING_CHOSEN } from "./column-store.ts";
import { type Column, DataTable } from "./data-table.tsx";

afterEach(cleanup);

type Topic = { name: string; records: number | undefined };

const COLUMNS: readonly Column<Topic>[] = [
  { id: "name", header: "Name", sortBy: (row) => row.name, cell: (row) => row.name },
  {
    id: "records",
    header: "Records",
    hint: { title: "Records", text: "How many." },
    isNumeric: true,
    sortBy: (row) => row.records,
    cell: (row) => row.records ?? "–",
  },
];
const ROWS: readonly Topic[] = [
  { name: "topic-10", records: 3 },
  { name: "topic-9", records: undefined },
  { name: "topic-1", records: 20 },
];

function names(): (string | null | undefined)[] {
  return screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell")[0]?.textContent);
}

test("rows keep their order until a head is pressed; numbers in names are ordered as numbers", async () => {
  const user = userEvent.setup();
  render(<DataTable label="Topics" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.name} />);
  expect(names()).toEqual(["topic-10", "topic-9", "topic-1"]);
  await user.click(screen.getByRole("button", { name: "Name" }));
  expect(names()).toEqual(["topic-1", "topic-9", "topic-10"]);
  expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
});

test("numbers start with the largest, and absent values are always last", async () => {
  const user = userEvent.setup();
  render(<DataTable label="Topics" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.name} />);
  await user.click(screen.getByRole("button", { name: "Records" }));
  expect(names()).toEqual(["topic-1", "topic-10", "topic-9"]);
  await user.click(screen.getByRole("button", { name: "Records" }));
  expect(names()).toEqual(["topic-10", "topic-1", "topic-9"]);
});

test("a pressable row takes the focus and acts on Enter", async () => {
  const user = userEvent.setup();
  const onPress = vi.fn<(row: Topic) => void>();
  render(<DataTable label="Topics" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.name} onPress={onPress} selectedKey="topic-9" />);
  screen.getByRole("row", { name: /topic-9/, selected: true }).focus();
  await user.keyboard("{Enter}");
  expect(onPress).toHaveBeenCalledExactlyOnceWith(ROWS[1]);
});

test("while loading it keeps its place with skeleton rows and says that it is busy", () => {
  render(<DataTable label="Topics" columns={COLUMNS} rows={undefined} rowKey={(row) => row.name} skeletonRows={2} />);
  expect(screen.getByRole("table", { name: "Topics" }).getAttribute("aria-busy")).toBe("true");
  expect(screen.getAllByRole("row")).toHaveLength(3);
});

test("the head explains itself on focus by keyboard", async () => {
  const user = userEvent.setup();
  render(<DataTable label="Topics" columns={COLUMNS} rows={ROWS} rowKey={(row) => row.name} />);
  screen.getByRole("button", { name: "Records" }).focus();
  expect((await screen.findByRole("tooltip")).textContent).toBe("RecordsHow many.");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("tooltip")).toBeNull();
});

test("what is cut in a cell shows in full on hover, and of the whole row on keyboard focus", async () => {
  // Without a layout engine nothing is cut.
  vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockReturnValue(200);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(100);
  const user = userEvent.setup();
  const columns: readonly Column<{ name: string; state: string }>[] = [
    { id: "name", header: "Name", cell: ({ name }) => name },
    { id: "state", header: "State", cell: ({ state }) => <span title={state}>{state.slice(0, 3)}</span> },
  ];
  render(
    <DataTable
      label="Jobs"
      columns={columns}
      rows={[{ name: "a name that is too long for its column", state: "RUNNING" }]}
      rowKey={({ name }) => name}
      onPress={() => undefined}
    />,
  );
  const cell = screen.getByText(/^a name/);
  await user.hover(cell);
  expect((await screen.findByRole("tooltip")).textContent).toBe("a name that is too long for its column");
  await user.unhover(cell);
  while (document.activeElement?.tagName !== "TR") await user.tab();
  await waitFor(() => expect(screen.getByRole("tooltip").textContent).toBe("Name: a name that is too long for its column; State: RUNNING"));
  vi.restoreAllMocks();
});

const IDS: readonly Column<{ id: string; at: string }>[] = [
  {
    id: "id",
    header: "Job",
    sortBy: ({ id }) => id,
    cell: ({ id }) => (
      <a href="#job" title={id}>
        {id.slice(0, 3)}
      </a>
    ),
  },
  { id: "at", header: "Start time", cell: ({ at }) => <time title={`2026-11-21 ${at}.250`}>{at}</time> },
];
const JOBS = [{ id: "f4d5b0", at: "08:09:36" }];

test("a link shows on keyboard focus what only the titles in its row say", async () => {
  const user = userEvent.setup();
  render(<DataTable label="Jobs" columns={IDS} rows={JOBS} rowKey={({ id }) => id} initialSort={{ id: "id", isDescending: true }} />);
  while (document.activeElement !== screen.getByRole("link")) await user.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe("Job: f4d5b0; Start time: 2026-11-21 08:09:36.250");
});

test("a tap shows what only the title says, except on a link", async () => {
  render(<DataTable label="Jobs" columns={IDS} rows={JOBS} rowKey={({ id }) => id} />);
  fireEvent.pointerUp(screen.getByText("f4d"), { pointerType: "touch" });
  expect(screen.queryByRole("tooltip")).toBeNull();
  fireEvent.pointerUp(screen.getByText("08:09:36"), { pointerType: "touch" });
  expect((await screen.findByRole("tooltip")).textContent).toBe("2026-11-21 08:09:36.250");
});

const WIDE: readonly Column<Topic>[] = [
  { id: "name", header: "Name", cell: ({ name }) => name },
  { id: "partitions", header: "Partitions", width: 90, cell: () => 2 },
  { id: "records", header: "Records", width: 80, cell: ({ records }) => records },
];

/** There is no layout engine here: each head is as wide as its column, or 220 px. */
function showResizable(store: ColumnStore) {
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
    const column = [...(this.parentElement?.children ?? [])].indexOf(this);
    return DOMRect.fromRect({ width: widths()[column] ?? 220 });
  });
  render(
    <ColumnStoreContext value={store}>
      <DataTable label="Topics" columns={WIDE} rows={ROWS} rowKey={({ name }) => name} minWidth={390} />
    </ColumnStoreContext>,
  );
}

function widths(): (number | undefined)[] {
  return [...document.querySelectorAll("col")].map(({ style }) => (style.width === "" ? undefined : Number.parseInt(style.width, 10)));
}

function memoryStore(): ColumnStore & { tables: Map<string, ChosenColumns> } {
  const tables = new Map<string, ChosenColumns>();
  return { tables, read: (table) => tables.get(table) ?? NOTHING_CHOSEN, write: (table, chosen) => tables.set(table, chosen) };
}

test("[F79] a column is resized with the keyboard, and Home restores its width", async () => {
  const user = userEvent.setup();
  const store = memoryStore();
  showResizable(store);
  expect(widths()).toEqual([undefined, 90, 80]);
  const edge = await screen.findByRole("separator", { name: "Width of Name" });
  await user.tab();
  expect(document.activeElement).toBe(edge);
  expect(document.activeElement?.getAttribute("aria-valuenow")).toBe("220");
  await user.keyboard("{ArrowRight}{Shift>}{ArrowRight}{/Shift}{ArrowLeft}");
  expect(widths()).toEqual([284, 90, undefined]);
  expect(screen.getByRole("table").style.minWidth).toBe(`${String(284 + 90 + 80)}px`);
  expect(document.activeElement?.getAttribute("aria-valuenow")).toBe("284");
  await user.keyboard("{ArrowDown}{ArrowRight}");
  expect(widths()).toEqual([284, 106, undefined]);
  expect(store.tables.get("Topics")?.widths).toEqual(
    new Map([
      ["name", 284],
      ["partitions", 106],
    ]),
  );
  await user.keyboard("{Home}{ArrowUp}{Home}");
  expect(widths()).toEqual([undefined, 90, 80]);
  expect(screen.getByRole("columnheader", { name: "Name" })).toBeDefined();
  vi.restoreAllMocks();
});

test("[F79] a column is dragged, and a double click restores its width", async () => {
  const store = memoryStore();
  store.tables.set("Topics", { ...NOTHING_CHOSEN, widths: new Map([["partitions", 120]]) });
  showResizable(store);
  expect(widths()).toEqual([undefined, 120, 80]);
  const edge = await screen.findByRole("separator", { name: "Width of Partitions" });
  edge.setPointerCapture = () => undefined;
  fireEvent.pointerMove(edge, { clientX: 900 });
  fireEvent.pointerDown(edge, { clientX: 400, pointerId: 1 });
  fireEvent.pointerMove(edge, { clientX: 450, pointerId: 1 });
  expect(widths()).toEqual([undefined, 170, 80]);
  fireEvent.pointerMove(edge, { clientX: 0, pointerId: 1 });
  expect(widths()).toEqual([undefined, 48, 80]);
  fireEvent.pointerUp(edge, { pointerId: 1 });
  fireEvent.pointerMove(edge, { clientX: 600, pointerId: 1 });
  expect(widths()).toEqual([undefined, 48, 80]);
  fireEvent.doubleClick(edge);
  expect(widths()).toEqual([undefined, 90, 80]);
  expect(store.tables.get("Topics")?.widths.size).toBe(0);
  vi.restoreAllMocks();
});

test("the edges of the columns are one tab stop", async () => {
  const user = userEvent.setup();
  render(<DataTable label="Topics" columns={WIDE} rows={ROWS} rowKey={({ name }) => name} />);
  const second = await screen.findByRole("separator", { name: "Width of Partitions" });
  await user.tab();
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(second);
  await user.tab();
  expect(document.activeElement).toBe(document.body);
  await user.tab({ shift: true });
  expect(document.activeElement).toBe(second);
});

const MANY: readonly Column<Topic>[] = [
  { id: "name", header: "Name", cell: ({ name }) => name },
  { id: "partitions", header: "Partitions", width: 90, cell: () => 2 },
  { id: "records", header: "Records", width: 80, sortBy: ({ records }) => records, cell: ({ records }) => records },
  { id: "bytes", header: "Bytes", width: 80, cell: () => 7 },
];

function heads(): string[] {
  return screen.getAllByRole("columnheader").map((head) => head.getAttribute("aria-label") ?? "");
}

test("columns are hidden and moved with the keyboard, and the choice is remembered for the table", async () => {
  const user = userEvent.setup();
  const store = memoryStore();
  const table = (label: string): ReactNode => (
    <ColumnStoreContext value={store}>
      <DataTable label={label} columns={MANY} rows={ROWS} rowKey={({ name }) => name} minWidth={400} />
    </ColumnStoreContext>
  );
  const { rerender } = render(table("Topics"));
  const button = await screen.findByRole("button", { name: "Choose columns" });
  button.focus();
  await user.keyboard("{Enter}");
  const list = await screen.findByRole("dialog", { name: "Columns of Topics" });
  const box = (name: string): HTMLElement => within(list).getByRole("checkbox", { name });
  await user.click(box("Partitions"));
  expect(heads()).toEqual(["Name", "Records", "Bytes"]);
  expect(
    within(screen.getAllByRole("row")[1] ?? list)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  ).toEqual(["topic-10", "3", "7"]);
  // The hidden column leaves its room.
  expect(screen.getByRole("table").style.minWidth).toBe("310px");
  within(list).getByRole("button", { name: "Move Bytes up" }).focus();
  await user.keyboard("{Enter}");
  expect(heads()).toEqual(["Name", "Bytes", "Records"]);
  // The button has moved with its row, and keeps the focus.
  expect(document.activeElement).toBe(within(list).getByRole("button", { name: "Move Bytes up" }));
  await user.keyboard("{Enter}");
  expect(within(list).getByRole("button", { name: "Move Bytes up" }).getAttribute("aria-disabled")).toBe("true");
  // The first column names the row.
  await user.click(box("Name"));
  expect(heads()[0]).toBe("Name");
  expect(store.tables.get("Topics")).toEqual({
    widths: new Map(),
    order: ["bytes", "partitions", "records"],
    hidden: new Set(["partitions"]),
  });

  rerender(table("Other topics"));
  expect(heads()).toEqual(["Name", "Partitions", "Records", "Bytes"]);
  rerender(table("Topics"));
  expect(heads()).toEqual(["Name", "Bytes", "Records"]);
});

test("the chosen columns are restored, and Escape closes their list", async () => {
  const user = userEvent.setup();
  const store = memoryStore();
  store.tables.set("Topics", { widths: new Map([["name", 320]]), order: ["bytes", "gone"], hidden: new Set(["records"]) });
  render(
    <ColumnStoreContext value={store}>
      <DataTable label="Topics" columns={MANY} rows={ROWS} rowKey={({ name }) => name} minWidth={400} />
    </ColumnStoreContext>,
  );
  expect(heads()).toEqual(["Name", "Partitions", "Bytes"]);
  await user.click(await screen.findByRole("button", { name: "Choose columns" }));
  const list = await screen.findByRole("dialog", { name: "Columns of Topics" });
  await user.click(within(list).getByRole("button", { name: "Restore" }));
  expect(heads()).toEqual(["Name", "Partitions", "Records", "Bytes"]);
  expect(store.tables.get("Topics")).toEqual({ widths: new Map([["name", 320]]), order: [], hidden: new Set() });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Choose columns" }));
});

test("a table of three columns has no list of columns", async () => {
  render(<DataTable label="Topics" columns={WIDE} rows={ROWS} rowKey={({ name }) => name} />);
  await screen.findByRole("separator", { name: "Width of Name" });
  expect(screen.queryByRole("button", { name: "Choose columns" })).toBeNull();
});
