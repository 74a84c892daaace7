import { use, useState } from "react";

import { ColumnStoreContext } from "./column-store.ts";

/** Widths that the user has chosen, px, by the id of the column. */
export type ChosenWidths = ReadonlyMap<string, number>;

/** The narrowest and the widest column that can be chosen, px. */
export const LEAST_COLUMN_PX = 48;
export const MOST_COLUMN_PX = 2000;

/** Whether a value from outside is a width that can be chosen. */
export function isColumnWidth(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= LEAST_COLUMN_PX && value <= MOST_COLUMN_PX;
}

/** The columns of a table as {@link layOutColumns} needs them. */
type SizedColumn = { readonly id: string; readonly width?: number };

/** The widths of a table's columns. `resize` takes px, or undefined for the initial width. */
export function useColumnWidths(table: string, columns: readonly SizedColumn[], minWidth: number | undefined) {
  const store = use(ColumnStoreContext);
  const [chosen, setChosen] = useState(() => store?.read(table).widths ?? new Map<string, number>());
  const resize = (id: string, px: number | undefined): void => {
    const next = new Map(chosen);
    next.delete(id);
    if (px !== undefined) next.set(id, px);
    setChosen(next);
    store?.write(table, { ...store.read(table), widths: next });
  };
  return { ...layOutColumns(columns, chosen, minWidth), chosen, resize };
}

/** The least width of a table of which only some columns are shown, px. The others leave their room. */
export function leastWidth(
  columns: readonly SizedColumn[],
  shown: readonly SizedColumn[],
  minWidth: number | undefined,
): number | undefined {
  if (minWidth === undefined || shown.length === columns.length) return minWidth;
  const flexiblePx = flexibleWidth(columns, minWidth);
  return sum(shown.map(({ width = flexiblePx }) => width));
}

/** The width of a column without one in a table of the least width, px. */
function flexibleWidth(columns: readonly SizedColumn[], minWidth: number | undefined): number {
  const flexible = columns.filter(({ width }) => width === undefined).length;
  const fixedPx = sum(columns.map(({ width = 0 }) => width));
  return Math.max(LEAST_COLUMN_PX, Math.round(((minWidth ?? 0) - fixedPx) / (flexible || 1)));
}

/**
 * The width of each column, and the least width of the table, px. One column has no width and takes the rest of the room: if
 * all others are chosen, it is the last one. No column gets narrower because another one got wider: the table scrolls.
 */
export function layOutColumns(
  columns: readonly SizedColumn[],
  chosen: ChosenWidths,
  minWidth: number | undefined,
): { widths: readonly (number | undefined)[]; minWidth: number | undefined } {
  const widths = columns.map(({ id, width }) => chosen.get(id) ?? width);
  if (!columns.some(({ id }) => chosen.has(id))) return { widths, minWidth };
  const flexiblePx = flexibleWidth(columns, minWidth);
  const leastPx = sum(widths.map((width = flexiblePx) => width));
  if (!widths.includes(undefined)) {
    const unchosen = columns.findLastIndex(({ id }) => !chosen.has(id));
    widths[unchosen < 0 ? widths.length - 1 : unchosen] = undefined;
  }
  return { widths, minWidth: leastPx };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
