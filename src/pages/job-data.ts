import type { UseQueryResult } from "@tanstack/react-query";

import type { LiveCheckpoints } from "../observe/checkpoints.ts";
import type { LiveJob } from "../observe/jobs.ts";
import type { ExceptionEntry } from "../rest/exceptions.ts";
import type { JobLocation } from "./job-location.ts";

/** What the parts of a job's page share: asked for once, by the page. */
export type JobData = {
  jobId: string;
  /** Undefined while the job is not known yet. */
  live: LiveJob | undefined;
  /** When its last reply came, epoch ms. */
  atMs: number;
  isOver: boolean;
  checkpointsQuery: UseQueryResult<LiveCheckpoints>;
  exceptions: readonly ExceptionEntry[];
  /** What is selected on this tab, as the address says; whether the job has it is for the inspector to find out. */
  vertexId: string | undefined;
  /** The vertex that is sampled, likewise. */
  sampledId: string | undefined;
  /** A subtask of the selected vertex to point at. */
  subtask: number | undefined;
  checkpointId: number | undefined;
  rescaleId: string | undefined;
  /** Selects something else. */
  select: (change: Partial<Pick<JobLocation, "vertexId" | "checkpointId" | "rescaleId">>) => void;
};
