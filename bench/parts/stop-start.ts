// Part `stop-start`.
import type { ClusterOptions } from "../../src/engine/supervisor/cluster-options.ts";
import { withBenchBrowser } from "../chromium-cluster.ts";
import { type ClusterUnderTest, untilRunning, withCluster } from "../cluster-under-test.ts";
import { fillState } from "../fill-state.ts";
import { clusterForState, stateOf, type StateSettings, WITHOUT_CHECKPOINTS } from "../job-settings.ts";
import { DEFAULT_CLUSTER } from "../../src/engine/supervisor/cluster-options.ts";
import { startInNode } from "../node-cluster.ts";
import type { Part } from "../part.ts";
import { measureStopStart, type StopStartRow } from "../stop-start.ts";

const START_LIMIT_MS = 60_000;

/** The playground's job with its own settings, and jobs with state. */
export const stopStartPart: Part = {
  name: "stop-start",
  description: "each step from a stop with a savepoint until the job runs again, by size of state; Node and Chromium",
  async run({ megabytes }) {
    const rows = await measureAll("Node", megabytes, (options) => Promise.resolve(startInNode(options)));
    await withBenchBrowser(async (browser) => {
      rows.push(...(await measureAll(`Chromium ${browser.version}`, megabytes, (options) => browser.start(options))));
    });
    return {
      data: rows,
      table: rows.map(line),
      notes: [
        `Medians of ${String(rows[0]?.rounds)} rounds, one TaskManager. The playground's job has parallelism 2, the jobs with state have 1.`,
      ],
    };
  },
};

async function measureAll(
  platform: string,
  megabytes: readonly number[],
  start: (options: Partial<ClusterOptions>) => Promise<ClusterUnderTest>,
): Promise<StopStartRow[]> {
  const rows = [await withCluster(await start({}), (cluster) => measurePlayground(cluster, platform))];
  for (const settings of megabytes.map(stateOf)) {
    rows.push(await withCluster(await start(clusterForState(settings)), (cluster) => measureWithState(cluster, platform, settings)));
  }
  return rows;
}

async function measurePlayground(cluster: ClusterUnderTest, platform: string): Promise<StopStartRow> {
  const jobId = await untilRunning(cluster, START_LIMIT_MS);
  return measureStopStart(cluster, platform, { jobId, programArguments: DEFAULT_CLUSTER.programArguments });
}

async function measureWithState(cluster: ClusterUnderTest, platform: string, settings: StateSettings): Promise<StopStartRow> {
  const { jobId } = await fillState(cluster, settings);
  return measureStopStart(cluster, platform, { jobId, programArguments: WITHOUT_CHECKPOINTS });
}

function line(row: StopStartRow) {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return {
    platform: row.platform,
    savepoint: row.stateBytes < 1e5 ? `${(row.stateBytes / 1e3).toFixed(1)} kB` : `${(row.stateBytes / 1e6).toFixed(1)} MB`,
    "stop → path reported": ms(row.savepointMs),
    "→ FINISHED, slots free": ms(row.finishedMs),
    "→ start accepted": ms(row.acceptedMs),
    "→ all tasks RUNNING": ms(row.runningMs),
    "in all": ms(row.totalMs),
  };
}
