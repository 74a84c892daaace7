// Part `large-graph`.
import { assert } from "../../src/base/assert.ts";
import { run } from "../../tools/node24.mjs";
import { firstLoadBytes } from "../first-load-bytes.ts";
import { type LargeGraphRow, measureLargeGraphs, measureViews, type ViewRow } from "../large-graph.ts";
import type { Aim, Part } from "../part.ts";

const LONGEST_TASK_MS = 50;
const MOST_ELEMENTS = 3000;
const MOST_REQUESTS_PER_SECOND = 4;
const FRAME_MS = 20;
/** By vertices: how much later than the job of 4 vertices, ms. */
const LATER_MS: Readonly<Record<number, number>> = { 300: 300, 1000: 500, 5000: 1500 };
/** On the wire until the smallest job is drawn. */
const MOST_KILOBYTES_UNTIL_DRAWN = 420;
/** Scripts and styles of the overview, gzip. */
const MOST_KILOBYTES_FIRST_LOAD = 190;
/** From a reply until its content can be used. */
const USABLE_MS = 1000;
const OVERVIEW_USABLE_MS = 500;

/** Pages of any size on made-up clusters. */
export const largeGraphPart: Part = {
  name: "large-graph",
  description: "pages of any size in Chromium: jobs of 4 to 5,000 vertices, parallelism up to 10,000, 2,000 failures, 5,000 jobs",
  async run() {
    assert((await run("vite", ["build", "--logLevel", "warn"])) === 0, "the app has to build");
    const rows = await measureLargeGraphs();
    const views = await measureViews();
    const firstLoadKilobytes = (await firstLoadBytes()) / 1000;
    return {
      data: { rows, views, firstLoadKilobytes },
      table: [
        ...rows.map((row) => ({
          page: `a job of ${row.vertices.toLocaleString("en")} vertices`,
          drawn: `${(row.drawnMs / 1000).toFixed(2)} s`,
          "usable after the reply": undefined,
          "on the wire until drawn": `${(row.bytesUntilDrawn / 1000).toFixed(0)} kB`,
          "longest task": inMs(row.longestTaskButParsingMs),
          "with JSON.parse": inMs(row.longestTaskMs),
          "DOM elements": row.domElements,
          "requests/s after": row.requestsPerSecond.toFixed(1),
          "frame, p99": `${row.frameP99Ms.toFixed(1)} ms`,
          "longest task, panning": inMs(row.longestTaskPanningMs),
        })),
        ...views.map((row) => ({
          page: row.view,
          "usable after the reply": inMs(row.usableMs),
          "longest task": inMs(row.longestTaskButParsingMs),
          "with JSON.parse": inMs(row.longestTaskMs),
          "DOM elements": row.domElements,
          "requests/s after": row.requestsPerSecond.toFixed(1),
        })),
      ],
      notes: [
        `Medians of ${String(rows[0]?.rounds)} cold starts, 1440 × 900. The longest task is that of all starts, while loading and refreshing, and 0 below 50 ms.`,
      ],
      aims: [
        ...rows.flatMap((row) => aimsOf(row, rows[0]?.drawnMs ?? Number.NaN)),
        ...views.flatMap(viewAimsOf),
        atMost("scripts and styles of the overview, gzip", firstLoadKilobytes, MOST_KILOBYTES_FIRST_LOAD, "kB"),
      ],
    };
  },
};

function inMs(ms: number): string {
  return `${ms.toFixed(0)} ms`;
}

function atMost(what: string, measured: number, target: number, unit: string): Aim {
  return { what, measured, bound: "at most", target, unit };
}

function aimsOf(row: LargeGraphRow, smallestMs: number): readonly Aim[] {
  const aim = (what: string, measured: number, target: number, unit: string): Aim =>
    atMost(`${what}, ${String(row.vertices)} vertices`, measured, target, unit);
  const laterMs = LATER_MS[row.vertices];
  return [
    laterMs === undefined
      ? aim("on the wire until drawn", row.bytesUntilDrawn / 1000, MOST_KILOBYTES_UNTIL_DRAWN, "kB")
      : aim("drawn later than 4 vertices", row.drawnMs - smallestMs, laterMs, "ms"),
    aim("longest task", row.longestTaskButParsingMs, LONGEST_TASK_MS, "ms"),
    aim("DOM elements", row.domElements, MOST_ELEMENTS, ""),
    aim("requests/s", row.requestsPerSecond, MOST_REQUESTS_PER_SECOND, ""),
    aim("frame, p99", row.frameP99Ms, FRAME_MS, "ms"),
  ];
}

function viewAimsOf(row: ViewRow): readonly Aim[] {
  return [
    atMost(`usable after the reply, ${row.view}`, row.usableMs, row.view.startsWith("overview") ? OVERVIEW_USABLE_MS : USABLE_MS, "ms"),
    atMost(`longest task, ${row.view}`, row.longestTaskButParsingMs, LONGEST_TASK_MS, "ms"),
    atMost(`DOM elements, ${row.view}`, row.domElements, MOST_ELEMENTS, ""),
    atMost(`requests/s, ${row.view}`, row.requestsPerSecond, MOST_REQUESTS_PER_SECOND, ""),
  ];
}
