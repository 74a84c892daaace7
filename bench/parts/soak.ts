// Part `soak`.
import type { Aim, Part } from "../part.ts";
import { type SoakRow, soakInChromium, soakInNode } from "../soak.ts";

const AIM_GROWTH = 1.1;
const AIM_FRAME_MS = 34;

/** Ten minutes at full speed. */
export const soakPart: Part = {
  name: "soak",
  description: "ten minutes at full speed: memory by minute in Node and in Chromium, and in Chromium the frames of the open job page",
  async run({ minutes }) {
    const rows = [await soakInNode(minutes), await soakInChromium(minutes)];
    return {
      data: rows,
      table: rows.map((row) => ({
        platform: row.platform,
        "records/s": `${(row.recordsPerSecond / 1e6).toFixed(1)} M/s`,
        results: `${String(row.resultsChecked)} (${String(row.resultsWrong)} wrong)`,
        ...Object.fromEntries(row.residentBytes.map((bytes, part) => [`MB, ${String(part + 1)}`, Math.round(bytes / 1e6)])),
      })),
      notes: [`Memory: medians of ten parts of ${String(minutes)} minutes, one sample a second.`, ...rows.flatMap(framesInWords)],
      aims: rows.flatMap(aimsOf),
    };
  },
};

function framesInWords({ platform, frames }: SoakRow): string[] {
  if (frames === undefined) return [];
  const { before, flatOut } = frames;
  return [before, flatOut].map(
    (times, index) =>
      `${platform}, frames ${index === 0 ? "at 400 clicks/s before" : "flat out"}: ${times.frames.toLocaleString("en")}, ` +
      `p50 ${times.p50Ms.toFixed(1)} ms, p99 ${times.p99Ms.toFixed(1)} ms, longest ${times.longestMs.toFixed(0)} ms; ` +
      `${String(times.longTasks)} long tasks, the longest ${times.longestTaskMs.toFixed(0)} ms`,
  );
}

function aimsOf(row: SoakRow): Aim[] {
  const growth: Aim = {
    what: `memory in part 10 ÷ part 2, ${row.platform}`,
    measured: (row.residentBytes[9] ?? Number.NaN) / (row.residentBytes[1] ?? Number.NaN),
    bound: "at most",
    target: AIM_GROWTH,
    unit: "",
  };
  if (row.frames === undefined) return [growth];
  const what = `p99 of a frame, flat out, ${row.platform}`;
  return [growth, { what, measured: row.frames.flatOut.p99Ms, bound: "at most", target: AIM_FRAME_MS, unit: "ms" }];
}
