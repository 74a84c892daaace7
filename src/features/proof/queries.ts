import { useQuery } from "@tanstack/react-query";

import { useFact, useObserved } from "../../client/use-client.tsx";
import { jobOptions } from "../../observe/jobs.ts";
import { isLateMetric, lateDropsOptions } from "../../observe/late-drops.ts";
import { windowNamesOptions } from "../../observe/source-readings.ts";
import { watermarksOptions } from "../../observe/vertices.ts";
import { isEventTimeJob, lowWatermark, windowVertexId } from "./job-facts.ts";

/** The facts about the job that the proof needs besides the topic. */
export type ProofJob = {
  isEventTime: boolean | undefined;
  watermarkMs: number | undefined;
  lateDrops: number;
};

/**
 * The job's windows, watermark and late clicks. The plan never changes, watermark and metric are
 * refreshed at the interval.
 */
export function useProofJob(jobId: string | undefined): ProofJob {
  const observed = useObserved();
  const job = useFact(jobOptions, jobId).data?.job;
  const vertexid = job === undefined ? undefined : windowVertexId(job);
  const isRunning = job !== undefined && job.vertices.every(({ tasks, parallelism }) => tasks.RUNNING === parallelism);
  const watermarks = useQuery(watermarksOptions(observed, jobId ?? "", vertexid, { isEnabled: isRunning, count: 1 }));
  const lateDrops = useLateDrops(jobId, vertexid, isRunning);
  return {
    isEventTime: job === undefined ? undefined : isEventTimeJob(job),
    // Old values stay in the cache while no task runs, and their watermark is out of date.
    watermarkMs: isRunning && watermarks.data !== undefined ? lowWatermark(watermarks.data) : undefined,
    lateDrops,
  };
}

/** Records that the window operator dropped because they were late. */
function useLateDrops(jobid = "", vertexid: string | undefined, isRunning: boolean): number {
  const observed = useObserved();
  const names = useQuery(windowNamesOptions(observed, jobid, vertexid, isRunning)).data;
  const ids = names?.ids.filter(isLateMetric) ?? [];
  const drops = useQuery(lateDropsOptions(observed, { jobid, vertexid: vertexid ?? "" }, ids, isRunning && vertexid !== undefined)).data;
  return drops === undefined ? 0 : drops.before + drops.current;
}
