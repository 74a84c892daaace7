import { loadAllRecordings } from "../../mocks/recordings.ts";

const recordedMs = new Map(loadAllRecordings().map((recording) => [recording.name, recording.recordedMs]));

/** The recording under a cluster that is not recorded as it is; made-up clusters go by any clock. */
const UNDER: Readonly<Record<string, string>> = { "flame-graph": "flink-2.3.0/14-backpressured-warm-metrics" };
const ELSE_UNDER = "flink-2.3.0/02-running-warm-metrics";
/** How long after the beginning of its recording a cluster is shown. */
const AFTER_MS = 2000;

/** What a page's clock says when it is opened over that cluster, epoch ms: shortly after the recording. */
export function clockStartMs(cluster: string): number {
  return (recordedMs.get(cluster) ?? recordedMs.get(UNDER[cluster] ?? ELSE_UNDER) ?? 0) + AFTER_MS;
}
