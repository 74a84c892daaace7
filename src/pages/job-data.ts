import type { UseQueryResult } from "@tanstack/react-query";

import type { LiveCheckpoints } from "../observe/checkpoints.ts";
import type { LiveJob } from "../observe/jobs.ts";
import type { ExceptionEntry } from "../rest/exceptions.ts";
import type { JobLocation } from "./job-location.ts";

/** What the tabs of a job's page share. */
export type JobData = {
  jobId: string;
  /** Undefined while the job is not known yet. */
  live: LiveJob | undefined;
  /** When its last reply came, epoch ms. */
  atMs: number;
  /** Whether it has ended. False while the job is not known yet. */
  isOver: boolean;
  checkpointsQuery: UseQueryResult<LiveCheckpoints>;
  /** Undefined while they are not known yet. */
  exceptions: readonly ExceptionEntry[] | undefined;
  /** Whether the job takes checkpoints: a batch job takes none. */
  hasCheckpoints: boolean;
  /** Whether the cluster keeps a history of rescales: only the adaptive scheduler does. */
  hasRescales: boolean;
  /** Whether the cluster samples tasks (`rest.flamegraph.enabled`). */
  hasFlameGraphs: boolean;
  /** Whether the topics can be read. */
  hasPlayground: boolean;
  isBackpressureHigh: boolean;
  /** What is selected, as the address says. A panel or inspector finds out whether the job has it. */
  location: JobLocation;
  /** Selects something else. */
  select: (change: Partial<Pick<JobLocation, "vertexId" | "checkpointId" | "rescaleId">>) => void;
  /** Where a vertex, or one of its subtasks, is shown. */
  pathOf: (vertexId: string, subtask?: number) => string;
};
