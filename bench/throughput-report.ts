// Throughput at each parallelism and load, as a report.
import type { ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";
import { type ClusterUnderTest, withCluster } from "./cluster-under-test.ts";
import { clusterFor, INPUT_BUDGET_BYTES, PAGES, RANDOM_KEYS } from "./job-settings.ts";
import type { PartReport } from "./part.ts";
import { measureThroughput, type ThroughputRow } from "./throughput.ts";

const AIM_RECORDS_PER_SECOND = 40e6;
/** Flink 2.3.0 with this job at parallelism 1 on a similar machine, with a generating source. */
const FLINK_RECORDS_PER_SECOND = 7.5e6;

/** Each measurement has its own cluster. */
export async function measureThroughputs(
  platform: string,
  parallelisms: readonly number[],
  start: (options: Partial<ClusterOptions>) => Promise<ClusterUnderTest>,
): Promise<PartReport> {
  const rows: ThroughputRow[] = [];
  for (const parallelism of parallelisms) {
    for (const load of [PAGES, RANDOM_KEYS]) {
      const cluster = await start(clusterFor(load, parallelism));
      rows.push(await withCluster(cluster, (running) => measureThroughput(running, { platform, load, parallelism })));
    }
  }
  return {
    data: rows,
    table: rows.map(line),
    notes: [
      `Ceiling: the highest rate that topic input allows with its budget of ${String(INPUT_BUDGET_BYTES / 1e6)} MB.`,
      `For comparison: Flink 2.3.0 ran this job with a generating source at ${millions(FLINK_RECORDS_PER_SECOND)} on a machine of this kind.`,
    ],
    aims: rows
      .filter((row) => row.parallelism === 1 && row.isPages)
      .map((row) => ({
        what: `${row.platform}, ${row.load}, parallelism 1`,
        measured: row.recordsPerSecond,
        bound: "at least",
        target: AIM_RECORDS_PER_SECOND,
        unit: "records/s",
      })),
  };
}

function millions(recordsPerSecond: number): string {
  return `${(recordsPerSecond / 1e6).toFixed(1)} M/s`;
}

function line(row: ThroughputRow) {
  return {
    platform: row.platform,
    load: row.load,
    parallelism: row.parallelism,
    "records/s": millions(row.recordsPerSecond),
    ceiling: millions(row.ceilingRecordsPerSecond),
    seconds: row.measuredSeconds.toFixed(1),
    checkpoints: `${String(row.checkpointsCompleted)} (${String(row.checkpointsFailed)} failed)`,
    busy: Object.values(row.busy)
      .map((share) => `${(share * 100).toFixed(0)} %`)
      .join(" "),
    results: `${String(row.resultsChecked)} (${String(row.resultsWrong)} wrong)`,
  };
}
