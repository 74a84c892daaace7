import { createContext } from "react";

/** What the user has chosen about the columns of a table, by their ids. */
export type ChosenColumns = {
  /** In px; columns without one have their initial width. */
  readonly widths: ReadonlyMap<string, number>;
  /** The columns after the first one, in their order. Empty for the initial order. */
  readonly order: readonly string[];
  readonly hidden: ReadonlySet<string>;
};

export const NOTHING_CHOSEN: ChosenColumns = { widths: new Map(), order: [], hidden: new Set() };

/** Keeps the chosen columns of each table, by the table's label. */
export type ColumnStore = {
  read: (table: string) => ChosenColumns;
  write: (table: string, chosen: ChosenColumns) => void;
};

/** The app provides a store. Without one, choices last as long as their table. */
export const ColumnStoreContext = createContext<ColumnStore | undefined>(undefined);
