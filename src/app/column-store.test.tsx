import { beforeEach, expect, it } from "vitest";

import { type ChosenColumns, NOTHING_CHOSEN } from "../ui/column-store.ts";
import { columnStore } from "./column-store.ts";

function resized(widths: ChosenColumns["widths"]): ChosenColumns {
  return { ...NOTHING_CHOSEN, widths };
}

const KEY = "drey.columns";

beforeEach(() => localStorage.clear());

it("[F79] remembers the chosen widths of each table", () => {
  columnStore.write("Vertices", resized(new Map([["name", 320]])));
  columnStore.write("Jobs", resized(new Map([["name", 200]])));
  expect(columnStore.read("Vertices")).toEqual(resized(new Map([["name", 320]])));
  expect(columnStore.read("Checkpoints")).toEqual(NOTHING_CHOSEN);
  columnStore.write("Vertices", resized(new Map()));
  columnStore.write("Jobs", resized(new Map()));
  expect(localStorage.getItem(KEY)).toBeNull();
});

it.each(["", "{", "null", "7", '"a"', '{"Vertices":1}', '[["Vertices"]]', '[["Vertices",[["name","wide"]]]]', '[[null,[]],7,[["a"],[]]]'])(
  "starts with the initial widths when the browser has stored %j",
  (stored) => {
    localStorage.setItem(KEY, stored);
    expect(columnStore.read("Vertices")).toEqual(NOTHING_CHOSEN);
    columnStore.write("Vertices", resized(new Map([["name", 320]])));
    expect(columnStore.read("Vertices").widths.get("name")).toBe(320);
  },
);

it("ignores a width that cannot be chosen, and keeps the others", () => {
  localStorage.setItem(KEY, '[["Vertices",[["name",1e9],["tasks",12],["state",120.5],["duration",90]]]]');
  expect(columnStore.read("Vertices")).toEqual(resized(new Map([["duration", 90]])));
});

it("keeps the tables that were resized last", () => {
  for (let index = 0; index < 500; index++) columnStore.write(`table ${String(index)}`, resized(new Map([["name", 320]])));
  expect(columnStore.read("table 499").widths.size).toBe(1);
  expect(columnStore.read("table 0").widths.size).toBe(0);
  expect(localStorage.getItem(KEY)?.length).toBeLessThan(3000);
});

it("remembers order and hidden columns beside the widths, and ignores what is neither", () => {
  const chosen = { widths: new Map([["name", 320]]), order: ["tasks", "status"], hidden: new Set(["end"]) };
  columnStore.write("Vertices", chosen);
  expect(columnStore.read("Vertices")).toEqual(chosen);
  localStorage.setItem(KEY, '[["Vertices",[],["tasks",7,null],{"end":1}],["Jobs",[["name",200]]]]');
  expect(columnStore.read("Vertices")).toEqual({ ...NOTHING_CHOSEN, order: ["tasks"] });
  // As stored before columns could be hidden.
  expect(columnStore.read("Jobs")).toEqual(resized(new Map([["name", 200]])));
});
