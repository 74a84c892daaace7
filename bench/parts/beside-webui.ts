// Part `beside-webui`.
import { type LookedAtJob, measureDashboards, type WebuiRow } from "../beside-webui.ts";
import { get, untilJobRuns, untilRunning } from "../cluster-under-test.ts";
import { clusterAt } from "../http-cluster.ts";
import { cancelAll, startBenchJob, uploadBenchJobs, withLiveFlink } from "../live-flink.ts";
import type { LiveCluster } from "../../cluster/live-cluster.ts";
import { assert } from "../../src/base/assert.ts";
import { run } from "../../tools/node24.mjs";
import type { Part } from "../part.ts";

const START_LIMIT_MS = 180_000;
/** A source, and ten branches with thirty steps and a sink each. */
const BRANCHES = 10;
const STEPS = 30;

/** Both dashboards on one JobManager. */
export const besideWebuiPart: Part = {
  name: "beside-webui",
  description: "Drey beside Flink's own WebUI on one live JobManager: first load and requests/s of a small and a large job's page",
  async run() {
    assert((await run("vite", ["build", "--logLevel", "warn"])) === 0, "the app has to build");
    return withLiveFlink({}, async (flink) => {
      const rows = [
        ...(await measureDashboards(flink, [await clickEventCount(flink)])),
        ...(await measureDashboards(flink, [await manyVertices(flink)])),
      ];
      return {
        data: rows,
        table: rows.map(line),
        notes: [
          `Medians of ${String(rows[0]?.rounds)} cold starts in turns, 1440 × 900. Drey is served by its own server, the WebUI by the JobManager.`,
          "Drawn: from navigation until the last vertex is drawn. Drey draws a large graph on a canvas.",
        ],
      };
    });
  },
};

async function clickEventCount(flink: LiveCluster): Promise<LookedAtJob> {
  return lookedAt(flink, await untilRunning(clusterAt(flink.jobManagerUrl), START_LIMIT_MS));
}

async function manyVertices(flink: LiveCluster): Promise<LookedAtJob> {
  await cancelAll(flink);
  const programArguments = [String(BRANCHES), String(STEPS)];
  const jarId = await uploadBenchJobs(flink);
  const jobId = await startBenchJob(flink, jarId, { entryClass: "drey.bench.ManyVertices", programArguments, parallelism: 1 });
  await untilJobRuns(clusterAt(flink.jobManagerUrl), jobId, START_LIMIT_MS);
  return lookedAt(flink, jobId);
}

async function lookedAt(flink: LiveCluster, jobId: string): Promise<LookedAtJob> {
  const { name, vertices } = await get<{ readonly name: string; readonly vertices: readonly unknown[] }>(
    clusterAt(flink.jobManagerUrl),
    `/jobs/${jobId}`,
  );
  return { jobId, name, vertices: vertices.length };
}

function line(row: WebuiRow) {
  return {
    dashboard: row.dashboard,
    job: `${row.job}, ${String(row.vertices)} vertices`,
    drawn: `${(row.drawnMs / 1000).toFixed(2)} s`,
    "vertices drawn": row.drawnVertices,
    requests: row.requests,
    "on the wire": `${(row.bytes / 1000).toFixed(0)} kB`,
    "longest task": `${row.longestTaskMs.toFixed(0)} ms`,
    "DOM elements": row.domElements,
    "requests/s after": row.requestsPerSecond.toFixed(1),
    "kB/s after": (row.bytesPerSecond / 1000).toFixed(1),
  };
}
