// Part `charts`.
import { measureCharts } from "../charts.ts";
import type { Part } from "../part.ts";

/** A task above this is one that the browser calls long. */
const LONGEST_MS = 50;

/** What an update of a chart takes. */
export const chartsPart: Part = {
  name: "charts",
  description: "one update of each chart in Chromium: 10,000 points of records, 360 checkpoints, 20 rescales of 100 vertices",
  async run() {
    const rows = await measureCharts();
    return {
      data: rows,
      table: rows.map((row) => ({
        chart: row.chart,
        points: row.points,
        "update, p50": `${row.p50Ms.toFixed(1)} ms`,
        longest: `${row.longestMs.toFixed(1)} ms`,
        "processor time, p50": `${row.cpuP50Ms.toFixed(1)} ms`,
        "processor time, longest": `${row.cpuLongestMs.toFixed(1)} ms`,
      })),
      notes: [
        `${String(rows[0]?.updates)} updates each, from the data of a reply to the layout. Processor time includes making that data.`,
      ],
      aims: rows.map((row) => ({
        what: `processor time of an update, longest, ${row.chart}, ${String(row.points)} points`,
        measured: row.cpuLongestMs,
        bound: "at most" as const,
        target: LONGEST_MS,
        unit: "ms",
      })),
    };
  },
};
