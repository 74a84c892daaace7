import { within } from "@testing-library/react";

/** The text of a row's cell, by the head of its column; undefined without such a column. */
export function cellOf(table: HTMLElement, row: HTMLElement, head: string): string | null | undefined {
  const heads = within(table)
    .getAllByRole("columnheader")
    .map(({ textContent }) => textContent.replace(/[↓↑]$/, ""));
  return row.children[heads.indexOf(head)]?.textContent;
}

/** The texts of a column, in the shown order. */
export function rowTexts(table: HTMLElement, head: string): readonly (string | null | undefined)[] {
  return within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) => cellOf(table, row, head));
}
