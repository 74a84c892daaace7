import { type StartedJob, startedJob } from "../../client/started-jobs.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { suggestArguments } from "../../domain/suggest-arguments.ts";
import { formatArguments, PLAYGROUND_ARGUMENTS } from "../../domain/program-arguments.ts";
import { originOptions } from "../../observe/start-origin.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Origin } from "./start-model.ts";

/** Where a start comes from. */
export type StartOrigin = {
  readonly origin: Origin;
  /** The start that is remembered. */
  readonly remembered: StartedJob | undefined;
  /** The job that is to go on, where the cluster still knows it. */
  readonly job: Job | undefined;
  /** False while the cluster has not said what it knows of the job. */
  readonly isKnown: boolean;
};

/** What is known of the job that is to go on: `jobId`, if any, or whoever wrote the savepoint. */
export function useOrigin(jobId: string | undefined, savepointPath: string): StartOrigin {
  const backend = useBackend();
  const remembered = jobId === undefined ? undefined : startedJob(jobId);
  const query = useFact(originOptions, jobId);
  const { job, config } = query.data ?? {};
  const isKnown = jobId === undefined || query.data !== undefined || query.error !== null;
  if (remembered !== undefined) return { origin: { kind: "remembered", programArgs: remembered.programArgs }, remembered, job, isKnown };
  if (jobId === undefined && savepointPath.trim() === "") return { origin: { kind: "none" }, remembered, job, isKnown };
  const fallback = backend.hasPlayground ? formatArguments(PLAYGROUND_ARGUMENTS) : "";
  const line = job === undefined ? fallback : suggestArguments(job, config);
  return { origin: { kind: "guessed", line }, remembered, job, isKnown };
}
