// Changes of a choice of columns, which load with the list of columns.
import { type ColumnChoice, type Identified, orderedColumns } from "./column-choice.ts";

/** The choice after a column has moved by a number of places. It stays within the columns after the first one. */
export function withMoved(columns: readonly Identified[], choice: ColumnChoice, id: string, by: number): ColumnChoice {
  const ids = orderedColumns(columns, choice)
    .slice(1)
    .map((column) => column.id);
  const from = ids.indexOf(id);
  if (from === -1) return choice;
  const to = Math.min(Math.max(from + by, 0), ids.length - 1);
  ids.splice(to, 0, ...ids.splice(from, 1));
  const isInitial = ids.every((one, index) => columns[index + 1]?.id === one);
  return { ...choice, order: isInitial ? [] : ids };
}

/** The choice after a column was shown or hidden. */
export function withShown(choice: ColumnChoice, id: string, isShown: boolean): ColumnChoice {
  const hidden = new Set(choice.hidden);
  if (isShown) hidden.delete(id);
  else hidden.add(id);
  return { ...choice, hidden };
}
