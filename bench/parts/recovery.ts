// Part `recovery`.
import { withBenchBrowser } from "../chromium-cluster.ts";
import { withCluster } from "../cluster-under-test.ts";
import { startInNode } from "../node-cluster.ts";
import type { Part } from "../part.ts";
import { LIVE_FLINK, measureRecovery, type RecoveryRow } from "../recovery.ts";

/** A kill of the only TaskManager, on both platforms. */
export const recoveryPart: Part = {
  name: "recovery",
  description: "recovery from a kill of the only TaskManager: detection, restore, catch-up; Node and Chromium",
  async run() {
    const rows = [
      await withCluster(startInNode({}), (cluster) => measureRecovery(cluster, "Node")),
      await withBenchBrowser(async (browser) =>
        withCluster(await browser.start({}), (cluster) => measureRecovery(cluster, `Chromium ${browser.version}`)),
      ),
    ];
    return { data: rows, table: [...rows.map(line), line({ platform: "Flink 2.3.0, recorded once", ...LIVE_FLINK })] };
  },
};

function line(row: Partial<RecoveryRow> & { readonly platform: string }) {
  const seconds = (ms: number | undefined) => (ms === undefined ? "not measured" : `${(ms / 1000).toFixed(2)} s`);
  return {
    platform: row.platform,
    detection: seconds(row.detectionMs),
    restore: seconds(row.restoreMs),
    "catch-up": seconds(row.catchUpMs),
    backlog: row.backlogRecords,
  };
}
