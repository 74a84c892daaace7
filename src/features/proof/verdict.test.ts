import { expect, test } from "vitest";

import { Tally, type TallySummary } from "./tally.ts";
import { proofWords, verdictOf } from "./verdict.ts";

const GOOD: TallySummary = { ...new Tally().summary(), closedWindows: 14, closedCounts: 84, results: 96 };
const words = (facts: Partial<TallySummary>, lateWindows = 0, isEventTime: boolean | undefined = true): string => {
  const { badge, lead, rest } = verdictOf({ ...GOOD, ...facts }, { isEventTime, lateWindows });
  return `[${badge.label}] ${lead} ${rest}`;
};

/** Open windows with one count each. */
function windows(count: number): TallySummary["windows"] {
  const cell = { count: 1000, results: 1, parts: [], beside: [], isWaiting: false, isWrong: false };
  return Array.from({ length: count }, (_, index) => ({ startMs: index * 15_000, isClosed: false, isUnseen: false, cells: [cell] }));
}

test.each([
  [
    "holds",
    words({}),
    "[holds] 14 windows confirmed: all 84 counts are exactly 1000, each found once. None missing, none wrong, none repeated.",
  ],
  [
    "repeats are mentioned, and not a fault",
    words({ repeated: 6 }),
    "[holds] 14 windows confirmed: all 84 counts are exactly 1000. None missing, none wrong, 6 repeated, which an at-least-once sink allows.",
  ],
  [
    "late ones make it hold so far",
    words({}, 2),
    "[holds so far] 14 windows confirmed: all 84 counts are exactly 1000, each found once. 2 windows are due and have no result yet. None missing, none wrong, none repeated.",
  ],
  [
    "counts cut by drains are mentioned, and not a fault",
    words({ cut: 6 }),
    "[holds] 14 windows confirmed: all 84 counts are exactly 1000. 6 counts were cut by a drain: the parts add up to 1000 or are extra results. None missing, none wrong, none repeated.",
  ],
  [
    "a rest that is to come makes it hold so far",
    words({ waiting: 1 }),
    "[holds so far] 14 windows confirmed: all 84 counts are exactly 1000, each found once. 1 count is cut by a drain. The rest follows when the job resumes. None missing, none wrong, none repeated.",
  ],
  ["wrong", words({ wrong: 1 }), "[does not hold] 14 windows confirmed, 0 missing, 1 wrong, 0 repeated. "],
  [
    "dropped unread never holds",
    words({ notSeen: 1234 }),
    "[not all seen] 14 windows confirmed, 0 missing, 0 wrong, 0 repeated. 1,234 not seen, because the topic dropped them before they were read. Exactly-once cannot be confirmed.",
  ],
  [
    "records of another job never hold",
    words({ unreadable: 1 }),
    "[not all seen] 14 windows confirmed, 0 missing, 0 wrong, 0 repeated. 1 record is not a count of this job. Exactly-once cannot be confirmed.",
  ],
  [
    "nothing yet",
    words({ closedWindows: 0, closedCounts: 0, results: 0 }),
    "[not yet] No window has a result yet. A window is confirmed once a window 30 s later has results.",
  ],
  [
    "nothing yet, and a drain all the same",
    words({ closedWindows: 0, closedCounts: 0, results: 6, cut: 1, waiting: 2, windows: windows(3) }),
    "[not yet] 3 windows counted, none confirmed yet. A window is confirmed once a window 30 s later has results. 2 counts are cut by a drain. The rest follows when the job resumes. 1 count was cut by a drain: the parts add up to 1000 or are extra results.",
  ],
])("%s", (_, said, expected) => {
  expect(said).toBe(expected);
});

test("wrong counts take precedence over unseen ones", () => {
  expect(words({ missing: 3, notSeen: 5 })).toContain("[does not hold] 14 windows confirmed, 3 missing");
});

test("without --event-time 1000 does not apply, whatever the counts", () => {
  expect(words({ wrong: 50 }, 0, false)).toContain("[does not apply] The job runs without --event-time.");
});

test("without information in the plan, the counts decide", () => {
  expect(words({}, 0, undefined)).toContain("[holds]");
});

test("the collapsed playground panel has it in a few words", () => {
  expect(proofWords(undefined, true)).toBe("proof not read yet");
  expect(proofWords(GOOD, true)).toBe("proof holds");
  expect(proofWords({ ...GOOD, missing: 1 }, true)).toBe("proof does not hold");
});

test("the collapsed playground says how many windows were counted before one is confirmed", () => {
  const open = { ...GOOD, closedWindows: 0, closedCounts: 0 };
  expect(proofWords({ ...open, results: 3, windows: windows(3) }, true)).toBe("proof: 3 windows counted, none confirmed yet");
  expect(proofWords({ ...open, results: 0 }, true)).toBe("proof: no window confirmed yet");
});
