// Part `large-graph`.
import { assert } from "../../src/base/assert.ts";
import { run } from "../../tools/node24.mjs";
import { type LargeGraphRow, measureLargeGraphs } from "../large-graph.ts";
import type { Aim, Part } from "../part.ts";

const LONGEST_TASK_MS = 50;
const MOST_ELEMENTS = 3000;
const MOST_REQUESTS_PER_SECOND = 4;
const FRAME_MS = 20;
/** By vertices: how much later than the job of 4 vertices, ms. */
const LATER_MS: Readonly<Record<number, number>> = { 300: 300, 1000: 500, 5000: 1500 };

/** The page of jobs of 4 to 5,000 vertices. */
export const largeGraphPart: Part = {
  name: "large-graph",
  description: "a job's page with 4, 300, 1,000 and 5,000 vertices in Chromium: first load, longest task, elements, frames",
  async run() {
    assert((await run("vite", ["build", "--logLevel", "warn"])) === 0, "the app has to build");
    const rows = await measureLargeGraphs();
    return {
      data: rows,
      table: rows.map((row) => ({
        vertices: row.vertices,
        drawn: `${(row.drawnMs / 1000).toFixed(2)} s`,
        "on the wire": `${(row.bytes / 1000).toFixed(0)} kB`,
        "longest task": `${row.longestTaskMs.toFixed(0)} ms`,
        "DOM elements": row.domElements,
        "requests/s after": row.requestsPerSecond.toFixed(1),
        "frame, p99": `${row.frameP99Ms.toFixed(1)} ms`,
      })),
      notes: [
        `Medians of ${String(rows[0]?.rounds)} cold starts, 1440 × 900. The longest task is that of all starts, with panning and zooming.`,
      ],
      aims: rows.flatMap((row) => aimsOf(row, rows[0]?.drawnMs ?? Number.NaN)),
    };
  },
};

function aimsOf(row: LargeGraphRow, smallestMs: number): readonly Aim[] {
  const aim = (what: string, measured: number, target: number, unit: string): Aim => ({
    what: `${what}, ${String(row.vertices)} vertices`,
    measured,
    bound: "at most",
    target,
    unit,
  });
  const laterMs = LATER_MS[row.vertices];
  return [
    ...(laterMs === undefined ? [] : [aim("drawn later than 4 vertices", row.drawnMs - smallestMs, laterMs, "ms")]),
    aim("longest task", row.longestTaskMs, LONGEST_TASK_MS, "ms"),
    aim("DOM elements", row.domElements, MOST_ELEMENTS, ""),
    aim("requests/s", row.requestsPerSecond, MOST_REQUESTS_PER_SECOND, ""),
    aim("frame, p99", row.frameP99Ms, FRAME_MS, "ms"),
  ];
}
