// Part `beside-flink`.
import { type FlatOutRow, type KilledRow, leaveFlinkAlone, measureFlatOut, measureKills } from "../beside-flink.ts";
import { withLiveFlink } from "../live-flink.ts";
import type { Part } from "../part.ts";
import { median } from "../percentile.ts";

/** The engine and a live Flink, measured in one run. */
export const besideFlinkPart: Part = {
  name: "beside-flink",
  description: "the engine beside a live Flink: records/s of the windowed count, recovery after a kill, checkpoint duration",
  run: () =>
    withLiveFlink({}, async (flink) => {
      const kills = await measureKills(flink);
      await leaveFlinkAlone(flink);
      const flatOut = await measureFlatOut(flink);
      return {
        data: { flatOut, kills },
        table: flatOut.map((row, index) => ({ ...flatOutLine(row), ...killedLine(kills[index]) })),
        notes: [
          ratioInWords(flatOut),
          "Flat out: parallelism 1, in turns. Flink's clicks come from a generating source in the job, and its results are discarded. The engine reads from a topic and writes to one.",
          "Kill and checkpoints at 400 clicks/s: Click Event Count on both, parallelism 2, one TaskManager. Flink's metrics are up to ten seconds old, so its catch-up cannot be measured more finely.",
        ],
      };
    }),
};

function ratioInWords([flink, engine]: readonly FlatOutRow[]): string {
  const ratio = median(engine?.recordsPerSecond ?? []) / median(flink?.recordsPerSecond ?? []);
  return ratio >= 1
    ? `The engine counts ${ratio.toFixed(1)} times as fast as Flink here.`
    : `Flink counts ${(1 / ratio).toFixed(1)} times as fast as the engine here.`;
}

function flatOutLine(row: FlatOutRow) {
  return {
    system: row.system,
    "records/s, by round": `${row.recordsPerSecond.map((rate) => (rate / 1e6).toFixed(1)).join("  ")} M/s`,
    "checkpoint flat out": `${row.checkpointMedianMs.toFixed(0)} ms (longest ${row.checkpointLongestMs.toFixed(0)} ms)`,
  };
}

function killedLine(row: KilledRow | undefined) {
  const seconds = (ms: number | undefined) => `${((ms ?? Number.NaN) / 1000).toFixed(2)} s`;
  return {
    "at 400/s": `${(row?.checkpointMedianMs ?? Number.NaN).toFixed(0)} ms`,
    "kill → detected": seconds(row?.detectionMs),
    "start → running": seconds(row?.restoreMs),
    "→ caught up": seconds(row?.catchUpMs),
  };
}
