// Part `beside-webui`.
import { type LookedAtJob, measureDashboards, type WebuiRow } from "../beside-webui.ts";
import { get, untilJobRuns, untilRunning } from "../cluster-under-test.ts";
import { clusterAt } from "../http-cluster.ts";
import { cancelAll, startBenchJob, uploadBenchJobs, withLiveFlink } from "../live-flink.ts";
import type { LiveCluster } from "../../cluster/live-cluster.ts";
import { assert } from "../../src/base/assert.ts";
import { run } from "../../tools/node24.mjs";
import type { Aim, Part } from "../part.ts";

const START_LIMIT_MS = 180_000;
/** A source, and branches with thirty steps and a sink each: 311 and 900 vertices. */
const BRANCHES = [10, 29];
const STEPS = 30;
/** The page of a large job is to be drawn in this share of the WebUI's time, and that of a small one. */
const LARGE_SHARE = 1 / 3;
const SMALL_SHARE = 0.6;
const MANY_VERTICES = 100;
/**
 * Deploying 900 tasks keeps a TaskManager from answering and from sending heartbeats for longer than
 * Flink waits by default, and they need many network buffers.
 */
const CONFIGURATION = { "heartbeat.timeout": "60000", "pekko.ask.timeout": "60 s", "taskmanager.memory.segment-size": "8kb" };
const MOST_REQUESTS_PER_SECOND = 4;

/** Both dashboards on one JobManager. */
export const besideWebuiPart: Part = {
  name: "beside-webui",
  description:
    "Drey beside Flink's own WebUI on one live JobManager: first load and requests/s of the pages of a small job and two large ones",
  async run() {
    assert((await run("vite", ["build", "--logLevel", "warn"])) === 0, "the app has to build");
    return withLiveFlink({ configuration: CONFIGURATION }, async (flink) => {
      const rows = await measureDashboards(flink, [await clickEventCount(flink)]);
      for (const branches of BRANCHES) rows.push(...(await measureDashboards(flink, [await manyVertices(flink, branches)])));
      return {
        data: rows,
        table: rows.map(line),
        notes: [
          `Medians of ${String(rows[0]?.rounds)} cold starts in turns, 1440 × 900. Drey is served by its own server, the WebUI by the JobManager.`,
          "Drawn: from navigation until the last vertex is drawn. Drey draws a large graph on a canvas.",
        ],
        aims: rows.filter(({ dashboard }) => dashboard === "Drey").flatMap((row) => aimsOf(row, rows)),
      };
    });
  },
};

function aimsOf(row: WebuiRow, rows: readonly WebuiRow[]): readonly Aim[] {
  const webui = rows.find(({ dashboard, job, vertices }) => dashboard !== row.dashboard && job === row.job && vertices === row.vertices);
  const of = `${String(row.vertices)} vertices`;
  const target = row.vertices > MANY_VERTICES ? LARGE_SHARE : SMALL_SHARE;
  return [
    { what: `drawn, Drey ÷ WebUI, ${of}`, measured: row.drawnMs / (webui?.drawnMs ?? Number.NaN), bound: "at most", target, unit: "" },
    { what: `requests/s, ${of}`, measured: row.requestsPerSecond, bound: "at most", target: MOST_REQUESTS_PER_SECOND, unit: "" },
  ];
}

async function clickEventCount(flink: LiveCluster): Promise<LookedAtJob> {
  return lookedAt(flink, await untilRunning(clusterAt(flink.jobManagerUrl), START_LIMIT_MS));
}

async function manyVertices(flink: LiveCluster, branches: number): Promise<LookedAtJob> {
  await cancelAll(flink);
  const programArguments = [String(branches), String(STEPS)];
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
    "on the wire until drawn": `${(row.bytesUntilDrawn / 1000).toFixed(0)} kB`,
    "longest task": `${row.longestTaskMs.toFixed(0)} ms`,
    "DOM elements": row.domElements,
    "requests/s after": row.requestsPerSecond.toFixed(1),
    "kB/s after": (row.bytesPerSecond / 1000).toFixed(1),
  };
}
