// Part `page`.
import { measureFirstGraph } from "../first-graph.ts";
import type { Part } from "../part.ts";

/** A cold start of the app. */
export const pagePart: Part = {
  name: "page",
  description: "from navigation until the job graph shows live numbers, with a cold profile and the production build",
  async run() {
    const row = await measureFirstGraph();
    return {
      data: row,
      table: [
        {
          "cold starts": row.rounds,
          "all tasks running": `${row.allTasksRunningMs.toFixed(0)} ms`,
          "graph with live numbers": `${row.liveGraphMs.toFixed(0)} ms`,
        },
      ],
    };
  },
};
