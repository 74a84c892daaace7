import { describe, expect, it } from "vitest";
import { parseDurationMs, writeDuration } from "./durations.ts";

describe("parseDurationMs", () => {
  it.each([
    ["5000", 5_000],
    ["10min", 600_000],
    ["10m", 600_000],
    ["1 s", 1_000],
    [" 2 Hours ", 7_200_000],
    ["3 d", 259_200_000],
    ["1 secs", 1_000],
    ["1 MS", 1],
    ["5 µs", 0],
    ["1500000 ns", 1],
    ["9223372036854775807", 2 ** 63],
    ["PT1S", 1_000],
    ["pt1.5s", 1_500],
    ["P1DT2H3M4.5S", 93_784_500],
    ["PT1H-30M", 1_800_000],
  ])("reads %j as %j ms", (text, expected) => {
    expect(parseDurationMs(text)).toEqual({ ok: true, value: expected });
  });

  const UNITS =
    "DAYS: (d | day | days), HOURS: (h | hour | hours), MINUTES: (min | m | minute | minutes), SECONDS: (s | sec | secs | second | seconds), " +
    "MILLISECONDS: (ms | milli | millis | millisecond | milliseconds), MICROSECONDS: (µs | micro | micros | microsecond | microseconds), " +
    "NANOSECONDS: (ns | nano | nanos | nanosecond | nanoseconds)";

  it.each([
    ["", "IllegalArgumentException", "argument is an empty- or whitespace-only string"],
    [
      "1 fortnight",
      "IllegalArgumentException",
      `Time interval unit label 'fortnight' does not match any of the recognized units: ${UNITS}`,
    ],
    ["1.5 s", "IllegalArgumentException", `Time interval unit label '.5 s' does not match any of the recognized units: ${UNITS}`],
    ["1 mins", "IllegalArgumentException", `Time interval unit label 'mins' does not match any of the recognized units: ${UNITS}`],
    ["-1", "NumberFormatException", "text does not start with a number, and is not a valid ISO-8601 duration format: -1"],
    ["PT", "NumberFormatException", "text does not start with a number, and is not a valid ISO-8601 duration format: PT"],
    ["PT-1S", "NumberFormatException", "negative duration is not supported"],
    ["-PT1S", "NumberFormatException", "negative duration is not supported"],
    ["9223372036854775808", "ArithmeticException", "long overflow"],
    [
      "9223372036854775807 d",
      "IllegalArgumentException",
      "The value '9223372036854775807' cannot be represented as Duration (numeric overflow).",
    ],
  ])("refuses %j as Flink does", (text, exception, message) => {
    expect(parseDurationMs(text)).toEqual({ ok: false, error: { exception, message } });
  });

  it("does not compute with a number of any length", () => {
    const digits = "9".repeat(1_000_000);
    expect(parseDurationMs(digits)).toMatchObject({ ok: false, error: { exception: "IllegalArgumentException" } });
  });
});

describe("writeDuration", () => {
  it.each([
    [0, "PT0S"],
    [10_000, "PT10S"],
    [1_500, "PT1.5S"],
    [60_000, "PT1M"],
    [3_600_000, "PT1H"],
    [93_784_500, "PT26H3M4.5S"],
  ])("writes %j ms as %j", (ms, text) => {
    expect(writeDuration(ms)).toBe(text);
  });
});
