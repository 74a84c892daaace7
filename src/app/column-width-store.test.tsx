import { beforeEach, expect, it } from "vitest";

import { columnWidthStore } from "./column-width-store.ts";

const KEY = "drey.columns";

beforeEach(() => localStorage.clear());

it("[F79] remembers the chosen widths of each table", () => {
  columnWidthStore.write("Vertices", new Map([["name", 320]]));
  columnWidthStore.write("Jobs", new Map([["name", 200]]));
  expect(columnWidthStore.read("Vertices")).toEqual(new Map([["name", 320]]));
  expect(columnWidthStore.read("Checkpoints")).toEqual(new Map());
  columnWidthStore.write("Vertices", new Map());
  columnWidthStore.write("Jobs", new Map());
  expect(localStorage.getItem(KEY)).toBeNull();
});

it.each(["", "{", "null", "7", '"a"', '{"Vertices":1}', '[["Vertices"]]', '[["Vertices",[["name","wide"]]]]', '[[null,[]],7,[["a"],[]]]'])(
  "starts with the initial widths when the browser has stored %j",
  (stored) => {
    localStorage.setItem(KEY, stored);
    expect(columnWidthStore.read("Vertices")).toEqual(new Map());
    columnWidthStore.write("Vertices", new Map([["name", 320]]));
    expect(columnWidthStore.read("Vertices").get("name")).toBe(320);
  },
);

it("ignores a width that cannot be chosen, and keeps the others", () => {
  localStorage.setItem(KEY, '[["Vertices",[["name",1e9],["tasks",12],["state",120.5],["duration",90]]]]');
  expect(columnWidthStore.read("Vertices")).toEqual(new Map([["duration", 90]]));
});

it("keeps the tables that were resized last", () => {
  for (let index = 0; index < 500; index++) columnWidthStore.write(`table ${String(index)}`, new Map([["name", 320]]));
  expect(columnWidthStore.read("table 499").size).toBe(1);
  expect(columnWidthStore.read("table 0").size).toBe(0);
  expect(localStorage.getItem(KEY)?.length).toBeLessThan(3000);
});
