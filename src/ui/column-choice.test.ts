import fc from "fast-check";
import { expect, it } from "vitest";

import { withMoved, withShown } from "./column-changes.ts";
import { type ColumnChoice, orderedColumns, shownColumns } from "./column-choice.ts";

const COLUMNS = ["name", "status", "tasks", "duration"].map((id) => ({ id }));
const NONE: ColumnChoice = { order: [], hidden: new Set() };

function ids(columns: readonly { id: string }[]): string[] {
  return columns.map(({ id }) => id);
}

it("shows all columns in their order until something is chosen", () => {
  expect(shownColumns(COLUMNS, NONE)).toBe(COLUMNS);
  expect(shownColumns([], NONE)).toEqual([]);
});

it("moves a column, but not before the first one, and forgets the order when it is the initial one again", () => {
  const moved = withMoved(COLUMNS, NONE, "duration", -1);
  expect(ids(orderedColumns(COLUMNS, moved))).toEqual(["name", "status", "duration", "tasks"]);
  expect(ids(orderedColumns(COLUMNS, withMoved(COLUMNS, moved, "duration", -9)))).toEqual(["name", "duration", "status", "tasks"]);
  expect(withMoved(COLUMNS, moved, "duration", 1).order).toEqual([]);
  expect(withMoved(COLUMNS, moved, "name", 1)).toBe(moved);
});

it("hides a column, and never the first one", () => {
  const hidden = withShown(withShown(NONE, "tasks", false), "name", false);
  expect(ids(shownColumns(COLUMNS, hidden))).toEqual(["name", "status", "duration"]);
  expect(ids(shownColumns(COLUMNS, withShown(hidden, "tasks", true)))).toEqual(["name", "status", "tasks", "duration"]);
});

it("puts a column that the order does not have after the one before it", () => {
  expect(ids(orderedColumns(COLUMNS, { order: ["duration", "status"] }))).toEqual(["name", "duration", "status", "tasks"]);
  expect(ids(orderedColumns(COLUMNS, { order: ["tasks", "gone"] }))).toEqual(["name", "status", "tasks", "duration"]);
});

it("whatever is stored, each column is there once and the first one stays first", () => {
  const stored = fc.array(fc.oneof(fc.constantFrom(...ids(COLUMNS)), fc.string()));
  fc.assert(
    fc.property(stored, stored, (order, hidden) => {
      const ordered = ids(orderedColumns(COLUMNS, { order }));
      expect(ordered[0]).toBe("name");
      expect(ordered.toSorted()).toEqual(ids(COLUMNS).toSorted());
      expect(ids(shownColumns(COLUMNS, { order, hidden: new Set(hidden) }))).toEqual(
        ordered.filter((id) => id === "name" || !hidden.includes(id)),
      );
    }),
  );
});
