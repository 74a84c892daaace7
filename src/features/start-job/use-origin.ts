import { type StartedJob, startedJob } from "../../client/started-jobs.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { isSuggestionCertain, suggestArguments } from "../../domain/suggest-arguments.ts";
import { formatArguments, PLAYGROUND_ARGUMENTS } from "../../domain/program-arguments.ts";
import { playgroundOptions } from "../../observe/containers.ts";
import { originOptions } from "../../observe/start-origin.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Origin } from "./start-model.ts";

/** The origin of a start. */
export type StartOrigin = {
  readonly origin: Origin;
  /** The remembered start. */
  readonly remembered: StartedJob | undefined;
  /** The job to resume, if the cluster still knows it. */
  readonly job: Job | undefined;
  /** False until the cluster has answered about the job. */
  readonly isKnown: boolean;
};

/** The known facts about the job to resume: `jobId`, or the job that wrote the savepoint. */
export function useOrigin(jobId: string | undefined, savepointPath: string): StartOrigin {
  const backend = useBackend();
  const remembered = jobId === undefined ? undefined : startedJob(jobId);
  const query = useFact(originOptions, jobId);
  const { job, config } = query.data ?? {};
  const playground = useFact(playgroundOptions, backend.hasPlayground).data?.backend;
  const isKnown = jobId === undefined || query.data !== undefined || query.error !== null;
  if (remembered !== undefined) return { origin: { kind: "remembered", programArgs: remembered.programArgs }, remembered, job, isKnown };
  if (jobId === undefined && savepointPath.trim() === "") return { origin: { kind: "none" }, remembered, job, isKnown };
  const fallback = backend.hasPlayground ? formatArguments(PLAYGROUND_ARGUMENTS) : "";
  const line = job === undefined ? fallback : suggestArguments(job, config);
  const kind = job !== undefined && isSuggestionCertain(job, playground) ? "certain" : "guessed";
  return { origin: { kind, line }, remembered, job, isKnown };
}
