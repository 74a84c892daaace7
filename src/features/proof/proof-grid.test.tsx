import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";

import { proofGrid } from "./grid-model.ts";
import { ProofTable } from "./proof-grid.tsx";
import { PLAYGROUND_PAGES, Tally } from "./tally.ts";

const WINDOW_MS = 15_000;
const START_MS = new Date(2026, 10, 21, 8, 6, 0).getTime();

afterEach(cleanup);

function renderGrid(change: (tally: Tally) => void, isLaw = true): HTMLElement {
  const tally = new Tally();
  for (let window = 0; window < 6; window++) {
    for (const page of PLAYGROUND_PAGES) {
      const windowStartMs = START_MS + window * WINDOW_MS;
      if (!(window === 2 && page === "/shop")) tally.take(0, { windowStartMs, windowEndMs: windowStartMs + WINDOW_MS, page, count: 1000 });
    }
  }
  change(tally);
  tally.settle();
  tally.settle();
  const progress = { watermarkMs: START_MS + 6.4 * WINDOW_MS, newestClickMs: START_MS + 6.5 * WINDOW_MS, dueClickMs: undefined };
  render(<ProofTable grid={proofGrid(tally.summary(), progress, [], { minuteCount: 2, minutesBack: 0 })} isLaw={isLaw} />);
  return screen.getByRole("table", { name: "Counts per window and page" });
}

function row(table: HTMLElement, page: string): (string | null)[] {
  return within(within(table).getByRole("row", { name: new RegExp(`^${page}`) }))
    .getAllByRole("cell")
    .map((cell) => cell.textContent);
}

test("a table with pages as rows and windows as columns, by minute, with text instead of a missing count", () => {
  const table = renderGrid(() => undefined);
  // A day that is not today has its date, and in another year that as well.
  expect(
    within(table)
      .getAllByRole("columnheader")
      .map((head) => head.textContent.replace(" 2026 ", " ")),
  ).toEqual(["21 Nov 08:06", "21 Nov 08:07", ":00", ":15", ":30", ":45", ":00", ":15", ":30", ":45"]);
  expect(row(table, "/help")).toEqual(["1000", "1000", "1000", "1000", "1000", "1000", "open, 40 %", ""]);
  expect(row(table, "/shop")[2]).toBe("none");
});

test("wrong counts stand out, repeated ones are marked, right ones are plain", () => {
  const table = renderGrid((tally) => {
    tally.take(0, { windowStartMs: START_MS, windowEndMs: START_MS + WINDOW_MS, page: "/help", count: 1001 });
    tally.take(0, { windowStartMs: START_MS, windowEndMs: START_MS + WINDOW_MS, page: "/jobs", count: 1000 });
  });
  expect(within(table).getByRole("cell", { name: "1001 is wrong" }).dataset["look"]).toBe("wrong");
  expect(row(table, "/help")[0]).toBe("1001 is wrong");
  expect(row(table, "/jobs")[0]).toBe("1000×2");
});

test("counts cut by drains say so, and how the parts add up", async () => {
  const at = (window: number, page: string, count: number) => {
    const windowStartMs = START_MS + window * WINDOW_MS;
    return { windowStartMs, windowEndMs: windowStartMs + WINDOW_MS, page, count };
  };
  const table = renderGrid((tally) => {
    tally.setDrains({ begun: 3, completed: 2 });
    for (const one of [at(2, "/shop", 610), at(2, "/shop", 390), at(3, "/help", 250), at(6, "/news", 20)]) tally.take(0, one);
  });
  const user = userEvent.setup();
  const hints: (string | null)[][] = [];
  for (const cell of within(table).getAllByRole("button", { name: /cut by a drain/ })) {
    await user.hover(cell);
    await waitFor(() => expect(cell.getAttribute("aria-describedby")).toBe(screen.getByRole("tooltip").id));
    hints.push([cell.textContent, screen.getByRole("tooltip").textContent]);
  }
  expect(hints).toEqual([
    ["1000÷ cut by a drain", "Cut by a drain: 250 in addition to the full 1000, because the job resumed from a point before that drain."],
    ["1000÷2 cut by a drain", "Cut by a drain: 610 + 390 = 1000."],
    ["20÷ cut by a drain", "Cut by a drain: 20 so far. The rest follows when the job resumes from its savepoint."],
  ]);
  expect(table.querySelector("[data-look=wrong]")).toBeNull();
});

test("if 1000 does not apply, no count is right or wrong", () => {
  const table = renderGrid((tally) => {
    tally.take(0, { windowStartMs: START_MS, windowEndMs: START_MS + WINDOW_MS, page: "/news", count: 733 });
  }, false);
  expect(table.querySelector("[data-look=wrong], [data-look=exact], [data-look=missing]")).toBeNull();
  expect(row(table, "/news")[0]).toBe("733");
});

test("a page from a hostile topic is text", () => {
  const table = renderGrid((tally) => {
    tally.take(0, { windowStartMs: START_MS, windowEndMs: START_MS + WINDOW_MS, page: "<img src=x onerror=alert(1)>", count: 1000 });
  });
  expect(within(table).getByText("<img src=x onerror=alert(1)>")).toBeDefined();
  expect(table.querySelector("img")).toBeNull();
});
