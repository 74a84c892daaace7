import { describe, expect, test } from "vitest";

import {
  DASH,
  formatAge,
  formatAgo,
  formatBytes,
  formatBytesOf,
  formatClock,
  formatClockMillis,
  formatClockTenths,
  formatCount,
  formatCounted,
  formatDuration,
  formatDurationMillis,
  formatElapsed,
  formatSpan,
  formatInterval,
  formatOf,
  formatParallelism,
  formatPercent,
  formatRate,
  shortId,
} from "./units.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test.each([formatCount, formatBytes, formatRate, formatPercent, formatDuration, formatElapsed, formatInterval])(
  "%o writes a dash for an unmeasured value",
  (format) => {
    expect(format(undefined)).toBe(DASH);
    expect(format(Number.NaN)).toBe(DASH);
  },
);

test("-1, which Flink writes for what it does not know, is a dash", () => {
  expect([formatCount(-1), formatBytes(-1), formatDuration(-1), formatClockTenths(-1)]).toEqual([DASH, DASH, DASH, DASH]);
  expect([formatOf(-2, 0), formatOf(2, 8)]).toEqual([DASH, "2 of 8"]);
  expect([formatParallelism(-1), formatParallelism(2), formatParallelism(Number.NaN)]).toEqual(["not decided yet", "2", DASH]);
});

test("a time of another day has its date, to the tenth of a second too", () => {
  const at = new Date(2026, 10, 28, 13, 5, 10, 234).getTime();
  expect(formatClockTenths(at)).toBe("13:05:10.2");
  expect(formatClockTenths(at, at + HOUR)).toBe("13:05:10.2");
  expect(formatClockTenths(at, at + 24 * HOUR)).toBe("28 Nov 13:05:10.2");
  expect(formatClockTenths(at, at + 400 * 24 * HOUR)).toBe("28 Nov 2026 13:05:10.2");
  expect(formatClockTenths(2 ** 63)).toBe(String(2 ** 63));
});

test("zero is not unknown", () => {
  expect([formatCount(0), formatBytes(0), formatRate(0), formatPercent(0), formatDuration(0)]).toEqual(["0", "0 B", "0 /s", "0 %", "0 ms"]);
});

test("counts have thousands apart and their noun in the right number", () => {
  expect(formatCount(16_564)).toBe("16,564");
  expect([formatCounted(1, "restart"), formatCounted(2, "restart"), formatCounted(0, "slot")]).toEqual([
    "1 restart",
    "2 restarts",
    "0 slots",
  ]);
});

test.each([
  [1, "1 B"],
  [1023, "1,023 B"],
  [1024, "1 KiB"],
  [7054, "6.9 KiB"],
  [526_336, "514 KiB"],
  [1024 * 1024 - 1, "1 MiB"],
  [25_276_502_016, "23.5 GiB"],
  [2 ** 60, "1,024 PiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, "0 B"],
  [1023, "1,023 B"],
  [7_578, "7.4 KiB"],
  [1024 ** 2, "1 MiB"],
  [25_276_502_016, "23.5 GiB"],
  [3 * 1024 ** 4, "3 TiB"],
  [1.5 * 1024 ** 5, "1.5 PiB"],
])("[F193] %d bytes are %s, by powers of 1024", (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test("a part of a heap is in the unit of the whole", () => {
  expect(formatBytesOf(57_031_440, 1_073_741_824)).toBe("54 of 1,024 MiB");
  expect(formatBytesOf(undefined, 1_073_741_824)).toBe(DASH);
});

test.each([
  [0.4, "0.4 /s"],
  [9.94, "9.9 /s"],
  [9.96, "10 /s"],
  [400, "400 /s"],
  [9_994, "9,994 /s"],
  [12_345, "12.3 k /s"],
  [7_530_000, "7.5 M /s"],
  [167_000_000, "167 M /s"],
])("%d per second are %s", (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

describe("time spans", () => {
  test.each([
    [21, "21 ms"],
    [1800, "1.8 s"],
    [18_200, "18.2 s"],
    [59_949, "59.9 s"],
    [59_950, "1m 00s"],
    [3 * MINUTE + 43 * SECOND, "3m 43s"],
    [2 * HOUR + 57 * MINUTE, "2h 57m"],
    [76 * HOUR, "3d 04h"],
  ])("[F194] %d ms took %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test("a running time is in whole seconds and never rounded up", () => {
    expect([formatSpan(5_692, false), formatSpan(5_692, true), formatSpan(undefined, true)]).toEqual(["5 s", "5.7 s", DASH]);
    expect([formatElapsed(2_999), formatElapsed(59_999), formatElapsed(60_000), formatElapsed(119_999)]).toEqual([
      "2 s",
      "59 s",
      "1m 00s",
      "1m 59s",
    ]);
  });

  test("Flink's -1 for a time span means that there is none", () => {
    expect(formatDuration(-1)).toBe(DASH);
  });

  test("ages have tenths below ten seconds only, and clocks that differ do not make them negative", () => {
    expect([formatAge(400), formatAge(9_949), formatAge(14_800), formatAge(-300)]).toEqual(["0.4 s", "9.9 s", "14 s", "0.0 s"]);
    expect(formatAgo(-300)).toBe("0 s ago");
  });

  test("settings are as short as possible", () => {
    expect([formatInterval(500), formatInterval(1000), formatInterval(3000), formatInterval(600_000)]).toEqual([
      "500 ms",
      "1 s",
      "3 s",
      "10m 00s",
    ]);
  });
});

describe("clock times", () => {
  const now = new Date(2026, 10, 21, 8, 9, 36, 250).getTime();

  test("of today have no date, of other days they have, of other years the year too", () => {
    expect(formatClock(now, now)).toBe("08:09:36");
    expect(formatClock(new Date(2026, 10, 20, 22, 14, 30).getTime(), now)).toBe("20 Nov 22:14:30");
    expect(formatClock(new Date(2025, 0, 2, 3, 4, 5).getTime(), now)).toBe("2 Jan 2025 03:04:05");
  });

  test("tenths are cut off, not rounded into the next second", () => {
    expect(formatClockTenths(new Date(2026, 10, 21, 8, 9, 59, 990).getTime())).toBe("08:09:59.9");
  });

  test("[F195] milliseconds have all three digits, and a missing time is a dash", () => {
    expect(formatClockMillis(new Date(2026, 10, 21, 8, 9, 6, 50).getTime(), now)).toBe("08:09:06.050");
    expect(formatClockMillis(new Date(2026, 10, 20, 22, 14, 30, 7).getTime(), now)).toBe("20 Nov 22:14:30.007");
    expect(formatClockMillis(-1, now)).toBe(DASH);
    expect(formatClockMillis(1e18, now)).toBe("1000000000000000000");
  });

  test("[F195] a time span to the millisecond has every unit from its largest on", () => {
    const spans: readonly (readonly [number | undefined, string])[] = [
      [undefined, DASH],
      [-1, DASH],
      [0, "0 ms"],
      [21, "21 ms"],
      [18_204, "18s 204 ms"],
      [223_020, "3m 43s 020 ms"],
      [3_600_000, "1h 00m 00s 000 ms"],
      [3 * 86_400_000 + 4 * 3_600_000 + 12_500, "3d 04h 00m 12s 500 ms"],
    ];
    for (const [ms, words] of spans) expect(formatDurationMillis(ms)).toBe(words);
  });

  test("a number that is not a date is shown unchanged", () => {
    expect(formatClockTenths(1e18)).toBe("1000000000000000000");
    expect(formatClock(1e18, now)).toBe("1000000000000000000");
    expect(formatClock(8.64e15 + 1, now)).toBe("8640000000000001");
  });

  test("a missing end is a dash", () => {
    expect(formatClock(-1, now)).toBe(DASH);
  });
});

test("long ids are cut, short ones are whole", () => {
  expect([shortId("f4d5b097a90a7d463e51caafbe30028a"), shortId("tm1")]).toEqual(["f4d5b097a9…", "tm1"]);
});
