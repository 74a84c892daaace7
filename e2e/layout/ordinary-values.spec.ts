import type { Page } from "@playwright/test";

import type { Transport } from "../../src/client/transport.ts";
import { type ReplyCase, replyCases, withCases } from "../../src/testing/reply-cases.ts";
import { CLICKS_JOB, COUNTER, RUNNING } from "../looks/screens.ts";
import { clockStartMs } from "../support/recorded-clock.ts";
import { expect, test } from "../support/test.ts";
import { serveRecordedClusters } from "./recorded-traffic.ts";
import { settled } from "./settled.ts";
import { SIZES } from "./sizes.ts";

// Values of jobs that have run for a while, or with more than ten subtasks, are longer than in the
// recordings. No column cuts them.

test.use({ allowedProblems: [/^console: Failed to load resource/], contextOptions: { reducedMotion: "reduce", serviceWorkers: "block" } });

const START_MS = clockStartMs(RUNNING);
const YESTERDAY_MS = START_MS - 26 * 3_600_000;
const JOB = `#/job/running/${CLICKS_JOB}`;

const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index));

/** Subtasks 0 to 11, made from those of the recording. */
function withTwelveSubtasks(recorded: Transport): Transport {
  return async (request) => {
    const response = await recorded(request);
    const { pathname } = new URL(request.url);
    if (!response.ok || !/\/vertices\/[0-9a-f]{32}(?:\/backpressure)?$/.test(pathname)) return response;
    const reply = (await response.json()) as { readonly subtasks: readonly object[] };
    const subtasks = Array.from({ length: 12 }, (_, subtask) => ({ ...reply.subtasks[subtask % reply.subtasks.length], subtask }));
    return Response.json({ ...reply, subtasks });
  };
}

const over = (cases: readonly ReplyCase[]) => (recorded: Transport) => withinCluster(withCases, recorded, cases);

/** Cases name paths of the REST API, and the recorded clusters are below a prefix. */
function withinCluster(apply: typeof withCases, recorded: Transport, cases: readonly ReplyCase[]): Transport {
  return async (request) => {
    const { origin, pathname, search } = new URL(request.url);
    const prefix = pathname.slice(0, pathname.indexOf(RUNNING) + RUNNING.length);
    const inner = apply((asked) => recorded(new Request(origin + prefix + new URL(asked.url).pathname + search, asked)), cases);
    return inner(new Request(origin + pathname.slice(prefix.length) + search, request));
  };
}

const STARTED_YESTERDAY: readonly ReplyCase[] = [
  ...replyCases("job-started-yesterday").map(({ path, change }) => ({
    path,
    change: { ...change, "vertices[].start-time": YESTERDAY_MS },
  })),
  { path: "/jobs/overview", change: { "jobs[].start-time": YESTERDAY_MS, "jobs[].duration": 93_600_000 } },
];
const CHECKPOINT_IDS = replyCases("checkpoint-ids-5-digits");
const DAY_AND_TIME = /^\d{1,2} [A-Z][a-z]{2} \d\d:\d\d:\d\d$/;

/** What is shown where: texts, each of which is in the table once at least. */
const VALUES: readonly {
  readonly what: string;
  readonly change: (recorded: Transport) => Transport;
  readonly hash: string;
  readonly table: string;
  readonly texts: readonly (string | RegExp)[];
}[] = [
  {
    what: "the number of each of 12 subtasks in the inspector",
    change: withTwelveSubtasks,
    hash: `${JOB}/overview?vertex=${COUNTER}`,
    table: "Subtasks",
    texts: numbered(12),
  },
  {
    what: "the number of each of 12 subtasks under backpressure",
    change: withTwelveSubtasks,
    hash: `${JOB}/backpressure`,
    table: "Backpressure",
    texts: numbered(12),
  },
  { what: "a checkpoint's number", change: over(CHECKPOINT_IDS), hash: `${JOB}/checkpoints`, table: "Checkpoints", texts: ["10,060"] },
  { what: "the latest checkpoint's number", change: over(CHECKPOINT_IDS), hash: "#/overview", table: "Running jobs", texts: ["10,060"] },
  {
    what: "the start of a vertex yesterday",
    change: over(STARTED_YESTERDAY),
    hash: `${JOB}/overview`,
    table: "Vertices",
    texts: [DAY_AND_TIME, "1d 02h"],
  },
  {
    what: "the start of a job yesterday",
    change: over(STARTED_YESTERDAY),
    hash: "#/overview",
    table: "Running jobs",
    texts: [DAY_AND_TIME, "1d 02h"],
  },
];

/** The cells of the table whose text is cut, and the texts of all others. */
async function cellsOf(page: Page, table: string): Promise<{ readonly cut: readonly string[]; readonly whole: readonly string[] }> {
  const cells = page.getByRole("main").getByRole("table", { name: table, exact: true }).first().locator("td, tbody th");
  return cells.evaluateAll((elements) => {
    const cut: string[] = [];
    const whole: string[] = [];
    for (const cell of elements) {
      const boxes = [cell, ...cell.querySelectorAll("*")];
      const isCut = boxes.some((box) => getComputedStyle(box).overflowX !== "visible" && box.scrollWidth > box.clientWidth + 1);
      (isCut ? cut : whole).push((cell.textContent ?? "").trim());
    }
    return { cut, whole };
  });
}

for (const { what, change, hash, table, texts } of VALUES) {
  test(`${what} is not cut at any size`, async ({ page }) => {
    const traffic = await serveRecordedClusters(page, () => START_MS, change);
    await page.clock.setFixedTime(START_MS);
    await page.setViewportSize(SIZES[0]);
    await page.goto(`/?cluster=${RUNNING}${hash}`);
    await expect(page.getByRole("main").getByRole("table", { name: table, exact: true }).first()).toBeVisible();
    await traffic.refreshed();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await settled(page);
      for (const text of texts) {
        const { cut, whole } = await cellsOf(page, table);
        const matches = (cell: string): boolean => (typeof text === "string" ? cell === text : text.test(cell));
        expect(cut.filter(matches), `${String(size.width)} px`).toEqual([]);
        expect(whole.filter(matches).length, `${String(text)} at ${String(size.width)} px`).toBeGreaterThan(0);
      }
    }
  });
}
