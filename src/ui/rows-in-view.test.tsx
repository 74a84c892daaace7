import { act, cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Column, DataTable } from "./data-table.tsx";

const ROW_PX = 28;

/** Where the rows begin, px below the top of the window. jsdom lays nothing out. */
let topPx = 100;
beforeEach(() => {
  topPx = 100;
  vi.stubGlobal("innerHeight", 700);
  vi.spyOn(HTMLTableSectionElement.prototype, "getBoundingClientRect").mockImplementation(() => new DOMRect(0, topPx, 600, 0));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

type Line = { readonly id: string };
const COLUMNS: readonly Column<Line>[] = [{ id: "id", header: "Line", sortBy: ({ id }) => id, cell: ({ id }) => id }];
const LINES: readonly Line[] = Array.from({ length: 10_000 }, (_, index) => ({ id: `line ${String(index)}` }));

function shownLines(): string[] {
  return within(screen.getByRole("table"))
    .getAllByRole("cell")
    .map((cell) => cell.textContent);
}

function scrollTo(px: number): void {
  topPx = 100 - px;
  // A box around the table scrolls, whichever it is.
  act(() => void screen.getByTestId("box").dispatchEvent(new Event("scroll")));
}

function show(onShow: (rows: readonly Line[]) => void): void {
  render(
    <div data-testid="box">
      <DataTable label="Lines" columns={COLUMNS} rows={LINES} rowKey={({ id }) => id} density="scan" onShow={onShow} />
    </div>,
  );
}

test("of 10,000 rows only those in the window are rendered, at their place", () => {
  show(() => undefined);
  expect(shownLines()[0]).toBe("line 0");
  expect(shownLines().length).toBeLessThan(60);
  scrollTo(5000 * ROW_PX);
  expect(shownLines()).toContain("line 5000");
  expect(shownLines()).not.toContain("line 0");
  expect(shownLines().length).toBeLessThan(70);
  const [above, below] = Array.from(document.querySelectorAll<HTMLElement>("tr[aria-hidden] td"), ({ style }) =>
    Number.parseInt(style.height),
  );
  expect((above ?? 0) + shownLines().length * ROW_PX + (below ?? 0)).toBe(10_000 * ROW_PX);
  scrollTo(10_000 * ROW_PX);
  expect(shownLines().at(-1)).toBe("line 9999");
});

test("rows far below the window are hardly rendered, so that several long tables fit on one page", () => {
  topPx = 50_000;
  show(() => undefined);
  expect(shownLines().length).toBeLessThan(20);
});

test("reports whole blocks of rows around those in view", () => {
  const reported: (readonly Line[])[] = [];
  show((rows) => reported.push(rows));
  scrollTo(5000 * ROW_PX);
  const last = reported.at(-1) ?? [];
  expect(last.map(({ id }) => id)).toContain("line 5000");
  expect(Number(last[0]?.id.slice(5)) % 40).toBe(0);
  expect(last.length % 40).toBe(0);
  expect(last.length).toBeLessThanOrEqual(120);
});
