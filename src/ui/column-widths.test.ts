import { expect, it } from "vitest";

import { LEAST_COLUMN_PX, layOutColumns } from "./column-widths.ts";

const COLUMNS = [{ id: "name" }, { id: "tasks", width: 100 }, { id: "duration", width: 80 }];

it("leaves a table as it is until a column is chosen", () => {
  expect(layOutColumns(COLUMNS, new Map(), 400)).toEqual({ widths: [undefined, 100, 80], minWidth: 400 });
  expect(layOutColumns(COLUMNS, new Map([["gone", 300]]), undefined)).toEqual({ widths: [undefined, 100, 80], minWidth: undefined });
});

it("takes the room for a wider column from none of the others", () => {
  expect(layOutColumns(COLUMNS, new Map([["tasks", 150]]), 400)).toEqual({ widths: [undefined, 150, 80], minWidth: 220 + 150 + 80 });
  expect(layOutColumns(COLUMNS, new Map([["tasks", 60]]), 400).minWidth).toBe(220 + 60 + 80);
});

it("keeps a least width for a column without one", () => {
  expect(layOutColumns(COLUMNS, new Map([["tasks", 150]]), undefined).minWidth).toBe(LEAST_COLUMN_PX + 150 + 80);
});

it("gives the rest of the room to the last column that was not chosen", () => {
  expect(layOutColumns(COLUMNS, new Map([["name", 320]]), 400)).toEqual({ widths: [320, 100, undefined], minWidth: 320 + 100 + 80 });
  expect(
    layOutColumns(
      COLUMNS,
      new Map([
        ["name", 320],
        ["tasks", 90],
        ["duration", 70],
      ]),
      400,
    ),
  ).toEqual({ widths: [320, 90, undefined], minWidth: 320 + 90 + 70 });
});
