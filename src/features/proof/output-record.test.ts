import { expect, test } from "vitest";

import { parsePlaygroundDate, parseResult } from "./output-record.ts";

function value(facts: object = {}): { value: string } {
  return {
    value: JSON.stringify({
      windowStart: "21-11-2026 11:01:15:000",
      windowEnd: "21-11-2026 11:01:30:000",
      page: "/index",
      count: 1000,
      ...facts,
    }),
  };
}

test("a count of a window, with its times in UTC", () => {
  expect(parseResult(value())).toEqual({
    windowStartMs: Date.UTC(2026, 10, 21, 11, 1, 15),
    windowEndMs: Date.UTC(2026, 10, 21, 11, 1, 30),
    page: "/index",
    count: 1000,
  });
});

test.each([
  ["no JSON", { value: "1000" + "{" }],
  ["another shape", { value: "{}" }],
  ["a count in words", value({ count: "1000" })],
  ["an invalid date", value({ windowStart: "today" })],
  ["a window that ends before it starts", value({ windowEnd: "21-11-2026 11:01:00:000" })],
])("%s is not a count of a window", (_, record) => {
  expect(parseResult(record)).toBeUndefined();
});

test("dates are read to the millisecond, and nothing else is a date", () => {
  expect(parsePlaygroundDate("01-02-2026 03:04:05:006")).toBe(Date.UTC(2026, 1, 1, 3, 4, 5, 6));
  expect(parsePlaygroundDate("2026-02-01T03:04:05Z")).toBeNaN();
});
