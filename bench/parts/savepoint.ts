// Part `savepoint`.
import { withBenchBrowser } from "../chromium-cluster.ts";
import { type ClusterUnderTest, withCluster } from "../cluster-under-test.ts";
import { fillState } from "../fill-state.ts";
import { clusterForState, stateOf, type StateSettings } from "../job-settings.ts";
import { startInNode } from "../node-cluster.ts";
import type { Part } from "../part.ts";
import { measureSavepoints, type SavepointRow } from "../savepoint.ts";

/** Savepoints of 1 MB and of 100 MB. */
export const savepointPart: Part = {
  name: "savepoint",
  description: "how long a savepoint takes at 1 MB and at 100 MB of keyed state; Node and Chromium",
  async run({ megabytes }) {
    const rows: SavepointRow[] = [];
    for (const settings of megabytes.map(stateOf)) rows.push(await measure(startInNode(clusterForState(settings)), "Node", settings));
    await withBenchBrowser(async (browser) => {
      for (const settings of megabytes.map(stateOf)) {
        rows.push(await measure(await browser.start(clusterForState(settings)), `Chromium ${browser.version}`, settings));
      }
    });
    return {
      data: rows,
      table: rows.map(line),
      notes: [
        `Medians of ${String(rows[0]?.rounds)} savepoints, parallelism 1, without other checkpoints.`,
        "While a subtask copies its state (sync), it counts nothing. The same thread then writes the copy (async).",
      ],
    };
  },
};

function measure(cluster: ClusterUnderTest, platform: string, settings: StateSettings): Promise<SavepointRow> {
  return withCluster(cluster, async () => measureSavepoints(cluster, platform, await fillState(cluster, settings)));
}

function line(row: SavepointRow) {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return {
    platform: row.platform,
    state: `${(row.stateBytes / 1e6).toFixed(1)} MB`,
    "seen by a client": ms(row.clientMs),
    longest: ms(row.longestClientMs),
    "end to end": ms(row.endToEndMs),
    sync: ms(row.syncMs),
    async: ms(row.asyncMs),
  };
}
