// The JobManager gives up a TaskManager that does not answer, and no other ([CO6]).

import { utcTime } from "../../../base/iso-time.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import type { FinishedRun } from "./oracle.ts";

/** `heartbeat.timeout` of every drawn cluster. */
const TIMEOUT_MS = 5_000;
/** The log's times are whole ms, and a request goes out some ms after it is due. */
const TOLERANCE_MS = 50;

const TIMED_OUT = /^(\S+ \S+) .*The heartbeat of TaskManager with id (\S+) timed out/gm;

/** The JobManager timed out only TaskManagers from which it had received nothing for the timeout, not counting times in which it was blocked itself. */
export async function heartbeatsTimeOutForSilence({ cluster, heartbeats }: FinishedRun): Promise<readonly string[]> {
  const { body: log } = await cluster.request("GET", "/jobmanager/log");
  return [...log.matchAll(TIMED_OUT)].flatMap(([, time = "", id = ""]) => {
    const [year = 0, month = 0, day = 0, hour, minute, second, ms] = time.split(/[-: ,]/).map(Number);
    const atMs = utcTime(year, month, day, hour, minute, second, ms) - cluster.simulation.epochMs;
    const lastAnswerMs = (heartbeats.answers.get(id) ?? []).findLast((answerMs) => answerMs <= atMs) ?? 0;
    const silentMs = atMs - lastAnswerMs - stalledMs(cluster, lastAnswerMs, atMs);
    return silentMs >= TIMEOUT_MS - TOLERANCE_MS
      ? []
      : [
          `${id} was timed out at ${atMs} ms, ${silentMs.toFixed(0)} ms after its last answer, without the times in which the JobManager was blocked`,
        ];
  });
}

/** How long the JobManager was blocked between the two times. Its stalls never overlap. */
function stalledMs({ simulation }: SimulatedCluster, fromMs: number, toMs: number): number {
  return simulation.stalls
    .filter(({ container }) => container === "jobmanager")
    .reduce((sum, stall) => sum + Math.max(0, Math.min(toMs, stall.toMs) - Math.max(fromMs, stall.fromMs)), 0);
}
