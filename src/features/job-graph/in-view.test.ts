import { expect, it } from "vitest";

import { boxesInView } from "./in-view.ts";

const box = (x: number, y: number) => ({ x, y, width: 100, height: 100 });
const LAYOUT = { boxes: { far: box(2000, 0), second: box(300, 0), first: box(0, 0), below: box(0, 900) } };
const SIZE = { width: 800, height: 600 };

it("lists the visible boxes from left to right", () => {
  expect(boxesInView(LAYOUT, [0, 0, 1], SIZE)).toEqual(["first", "second"]);
  expect(boxesInView(LAYOUT, [0, 0, 0.4], SIZE)).toEqual(["first", "below", "second"]);
});

it("follows the view, and includes partly visible boxes", () => {
  expect(boxesInView(LAYOUT, [-350, 0, 1], SIZE)).toEqual(["second"]);
  expect(boxesInView(LAYOUT, [-1500, 0, 1], SIZE)).toEqual(["far"]);
  expect(boxesInView(LAYOUT, [-4000, 0, 2], SIZE)).toEqual(["far"]);
  expect(boxesInView(LAYOUT, [-9000, 0, 1], SIZE)).toEqual([]);
});
