// Part `charts`.
import { measureCharts } from "../charts.ts";
import type { Part } from "../part.ts";

/** A task above this is one that the browser calls long. */
const LONGEST_MS = 50;

/** What an update of a chart takes. */
export const chartsPart: Part = {
  name: "charts",
  description: "one update of each chart in Chromium: 10,000 points of records, 360 and 600 checkpoints, 20 rescales of 100 vertices",
  async run() {
    const rows = await measureCharts();
    return {
      data: rows,
      table: rows.map((row) => ({
        chart: row.chart,
        points: row.points,
        "first drawing": `${row.firstMs.toFixed(0)} ms`,
        "update, p50": `${row.p50Ms.toFixed(1)} ms`,
        p99: `${row.p99Ms.toFixed(1)} ms`,
        longest: `${row.longestMs.toFixed(1)} ms`,
        "long tasks": row.longTasks,
      })),
      notes: [`${String(rows[0]?.updates)} updates each, from the data of a reply to the layout; the chart 1440 px wide.`],
      aims: rows.map((row) => ({
        what: `longest update, ${row.chart}, ${String(row.points)} points`,
        measured: row.longestMs,
        bound: "at most" as const,
        target: LONGEST_MS,
        unit: "ms",
      })),
    };
  },
};
