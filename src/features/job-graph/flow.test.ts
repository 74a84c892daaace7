import { expect, it } from "vitest";

import { flowOf } from "./flow.ts";

it("is still if the rate is 0 or unknown", () => {
  expect(flowOf(0).density).toBe("none");
  expect(flowOf(undefined).density).toBe("none");
});

it("shows few records as few dots", () => {
  expect(flowOf(0.4).density).toBe("few");
  expect(flowOf(400).density).toBe("many");
});

it("is faster with the logarithm of the rate, at most four times; beyond that it is dense", () => {
  expect(flowOf(400).speed).toBe(1);
  expect(flowOf(4000).speed).toBe(2);
  expect(flowOf(40_000)).toEqual({ density: "many", speed: 4, isDense: false });
  expect(flowOf(7_500_000)).toEqual({ density: "many", speed: 4, isDense: true });
});

it("keeps its speed for small changes of the rate", () => {
  expect(new Set([370, 400, 430].map((rate) => flowOf(rate).speed)).size).toBe(1);
});
