// A live Flink for comparison, and the jobs built for it.
import { fileURLToPath } from "node:url";
import { buildJar } from "../cluster/build-jar.ts";
import { uploadJar } from "../cluster/flink-rest.ts";
import { type FlinkLine } from "../cluster/flink-versions.ts";
import { fetchLibraries } from "../cluster/libraries.ts";
import { type LiveCluster, type LiveClusterOptions, startLiveCluster, whyNoLiveCluster } from "../cluster/live-cluster.ts";
import { get, send, until } from "./cluster-under-test.ts";
import { clusterAt } from "./http-cluster.ts";
import type { PartReport } from "./part.ts";

/** The measured version. */
const LINE: FlinkLine = "2.3";

/** A job of bench/java. */
interface BenchJob {
  /** Its main class, as on the command line of `flink run`. */
  readonly entryClass: "drey.bench.WindowedCount" | "drey.bench.ManyVertices";
  readonly programArguments: readonly string[];
  readonly parallelism: number;
}

const CANCEL_LIMIT_MS = 60_000;

/**
 * Measures with a live cluster and stops it in any case. If there cannot be one, the report says
 * why.
 */
export async function withLiveFlink(
  options: Omit<LiveClusterOptions, "flink" | "log">,
  measure: (flink: LiveCluster) => Promise<PartReport>,
): Promise<PartReport> {
  const reason = whyNoLiveCluster();
  if (reason !== undefined) return { data: { skipped: reason }, table: [], notes: [`Skipped, because ${reason}.`] };
  const flink = await startLiveCluster({ ...options, flink: LINE, log: (line) => console.log(line) });
  try {
    return await measure(flink);
  } finally {
    await flink.stop();
  }
}

/** Builds the jobs' JAR if necessary and uploads it. Returns the JAR's id. */
export async function uploadBenchJobs(flink: LiveCluster): Promise<string> {
  const { flink: libraries } = await fetchLibraries(LINE, (line) => console.log(line));
  const jar = await buildJar({
    name: "drey-bench",
    sources: fileURLToPath(new URL("java", import.meta.url)),
    classPath: [libraries],
  });
  return uploadJar(flink.jobManagerUrl, jar);
}

/** Starts a job and returns its id. */
export async function startBenchJob(flink: LiveCluster, jarId: string, job: BenchJob): Promise<string> {
  const { entryClass, programArguments, parallelism } = job;
  const body = { entryClass, programArgsList: programArguments, parallelism };
  const reply = await send(clusterAt(flink.jobManagerUrl), "POST", `/jars/${encodeURIComponent(jarId)}/run`, body);
  return (reply as { readonly jobid: string }).jobid;
}

/** Cancels all running jobs and waits until their slots are free. */
export async function cancelAll(flink: LiveCluster): Promise<void> {
  const cluster = clusterAt(flink.jobManagerUrl);
  const { jobs } = await get<{ readonly jobs: readonly { readonly jid: string; readonly state: string }[] }>(cluster, "/jobs/overview");
  for (const { jid, state } of jobs) {
    if (!["CANCELED", "FINISHED", "FAILED"].includes(state)) await send(cluster, "PATCH", `/jobs/${jid}?mode=cancel`);
  }
  await until("all slots free", CANCEL_LIMIT_MS, async () => {
    const overview = await get<{ readonly "slots-total": number; readonly "slots-available": number }>(cluster, "/overview");
    return overview["slots-available"] === overview["slots-total"] ? true : undefined;
  });
}
