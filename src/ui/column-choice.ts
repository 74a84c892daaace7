import { use, useState } from "react";

import { type ChosenColumns, ColumnStoreContext, NOTHING_CHOSEN } from "./column-store.ts";

/** Which columns of a table are shown, and in which order. */
export type ColumnChoice = Pick<ChosenColumns, "order" | "hidden">;

/** A column of a table. */
export type Identified = { readonly id: string };

/** The chosen columns of a table. The choice is remembered, and read again if another table takes its place. */
export function useColumnChoice(table: string): { choice: ColumnChoice; choose: (choice: ColumnChoice) => void } {
  const store = use(ColumnStoreContext);
  const read = (): { table: string; choice: ColumnChoice } => ({ table, choice: store?.read(table) ?? NOTHING_CHOSEN });
  const [state, setState] = useState(read);
  const current = state.table === table ? state : read();
  if (current !== state) setState(current);
  return {
    choice: current.choice,
    choose: ({ order, hidden }) => {
      setState({ table, choice: { order, hidden } });
      store?.write(table, { ...store.read(table), order, hidden });
    },
  };
}

/**
 * The columns in the chosen order. The first one names the row and stays first. A column that the order
 * does not have, such as a new one, follows the column before it.
 */
export function orderedColumns<Column extends Identified>(
  columns: readonly Column[],
  { order }: Pick<ColumnChoice, "order">,
): readonly Column[] {
  const [first, ...others] = columns;
  if (first === undefined || order.length === 0) return columns;
  let rank = -1;
  const ranks = new Map<string, number>();
  for (const { id } of others) {
    // A column without a place has that of the one before it, and the sort is stable.
    if (order.includes(id)) rank = order.indexOf(id);
    ranks.set(id, rank);
  }
  return [first, ...others.toSorted((a, b) => (ranks.get(a.id) ?? 0) - (ranks.get(b.id) ?? 0))];
}

/** The columns that are shown, in their order. The first one cannot be hidden. */
export function shownColumns<Column extends Identified>(columns: readonly Column[], choice: ColumnChoice): readonly Column[] {
  if (choice.order.length === 0 && choice.hidden.size === 0) return columns;
  return orderedColumns(columns, choice).filter(({ id }, index) => index === 0 || !choice.hidden.has(id));
}
