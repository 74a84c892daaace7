import { describe, expect, it } from "vitest";
import type { Receipt } from "./lineage-watch.ts";
import { activityOf, lateFrom, type ToldSources } from "./source-activity.ts";

/** A record each 100 ms, in two partitions in turn, in these times. */
function receiptsIn(...times: readonly (readonly [fromMs: number, toMs: number])[]): Receipt[] {
  const receipts: Receipt[] = [];
  for (const [fromMs, toMs] of times) {
    for (let atMs = fromMs; atMs <= toMs; atMs += 100) {
      receipts.push({ atMs, partition: receipts.length % 2, nextOffset: Math.floor(receipts.length / 2) + 1 });
    }
  }
  return receipts;
}

/** Sources that have run since 1 s and were told `atMs`. */
function told(atMs: number, receipts: readonly Receipt[], others: Partial<ToldSources> = {}): ToldSources {
  return { firstToldMs: atMs, lastToldMs: atMs + 1, runningSinceMs: 1_000, receipts, isCalm: () => true, ...others };
}

describe("[SIM9] sources that are told to drain", () => {
  const untilPause = receiptsIn([1_000, 20_000]);

  it("are active for less than the idleness timeout after their last record", () => {
    for (const atMs of [20_100, 22_000, 24_800]) expect(activityOf(told(atMs, untilPause)), String(atMs)).toBe("active");
  });

  it("are either near the timeout, and idle after it", () => {
    for (const atMs of [24_950, 25_900]) expect(activityOf(told(atMs, untilPause)), String(atMs)).toBe("unknown");
    expect(activityOf(told(26_100, untilPause))).toBe("idle");
  });

  it("stay idle when the generator resumes, until records have come and a tick has passed", () => {
    const withPause = receiptsIn([1_000, 20_000], [27_000, 30_000]);
    expect(activityOf(told(26_990, withPause))).toBe("idle");
    for (const atMs of [27_010, 27_400]) expect(activityOf(told(atMs, withPause)), String(atMs)).toBe("unknown");
    expect(activityOf(told(27_600, withPause))).toBe("active");
  });

  it("may be idle if a record comes between the first and the last one", () => {
    const withPause = receiptsIn([1_000, 20_000], [27_000, 30_000]);
    expect(activityOf(told(26_990, withPause, { lastToldMs: 27_010 }))).toBe("unknown");
  });

  it("are active at first, and idle only after they have run for long enough", () => {
    expect(activityOf(told(26_100, untilPause, { runningSinceMs: 22_000 }))).toBe("active");
    expect(activityOf(told(27_500, untilPause, { runningSinceMs: 22_000 }))).toBe("unknown");
    expect(activityOf(told(28_100, untilPause, { runningSinceMs: 22_000 }))).toBe("idle");
  });

  it("may not have read what they received if something held them up", () => {
    expect(activityOf(told(26_100, untilPause, { isCalm: () => false }))).toBe("unknown");
  });
});

describe("[SIM9] records that a drain may drop as late", () => {
  const withPause = receiptsIn([1_000, 20_000], [27_000, 40_000]);

  it("are none if the sources were never silent for the idleness timeout", () => {
    expect(lateFrom(told(30_000, receiptsIn([1_000, 30_000])))).toBeUndefined();
    expect(lateFrom(told(30_000, receiptsIn([1_000, 20_000], [24_000, 30_000])))).toBeUndefined();
    expect(lateFrom(told(26_900, withPause))).toBeUndefined();
  });

  it("are none if all sources have started since", () => {
    expect(lateFrom(told(30_000, withPause, { runningSinceMs: 26_000 }))).toBeUndefined();
  });

  it("are those that came shortly before it, once the sources were silent", () => {
    // 191 records came before the pause.
    const beforePause = new Map([
      [0, 96],
      [1, 95],
    ]);
    expect(lateFrom(told(27_200, withPause))).toEqual(beforePause);
    expect(lateFrom(told(30_900, withPause))).toEqual(beforePause);
    // Then one more.
    expect(lateFrom(told(31_000, withPause))).toEqual(new Map([...beforePause, [1, 96]]));
  });
});
