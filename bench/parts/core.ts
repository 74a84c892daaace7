// Part `core`.
import { AIM_RATIO, benchCore } from "../core.ts";
import type { Part } from "../part.ts";

/** The counting core without an engine. */
export const corePart: Part = {
  name: "core",
  description: "the counting core alone, against a plain counting loop",
  async run() {
    const rows = await benchCore();
    return {
      data: rows,
      table: rows.map((row) => ({
        input: row.name,
        "core, M records/s": Math.round(row.coreMillionsPerSecond),
        "plain loop, M records/s": Math.round(row.plainMillionsPerSecond),
        ratio: row.ratio.toFixed(2),
        "open windows": row.openWindows,
      })),
      aims: rows.map((row) => ({
        what: `core ÷ plain loop, ${row.name}`,
        measured: row.ratio,
        bound: "at least" as const,
        target: AIM_RATIO,
        unit: "",
      })),
    };
  },
};
