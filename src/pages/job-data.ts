import type { UseQueryResult } from "@tanstack/react-query";

import type { Reason } from "../domain/assessment.ts";
import type { LiveCheckpoints } from "../observe/checkpoints.ts";
import type { LiveJob } from "../observe/jobs.ts";
import type { ExceptionEntry } from "../rest/exceptions.ts";
import type { JobLocation, JobTab } from "./job-location.ts";
import type { FullWidth } from "./use-full-width.ts";

/** The data that the tabs of a job's page share. */
export type JobData = {
  jobId: string;
  /** Undefined while unknown. */
  live: LiveJob | undefined;
  /** When its last reply arrived, epoch ms. */
  atMs: number;
  /** Whether it has ended. False while unknown. */
  isOver: boolean;
  checkpointsQuery: UseQueryResult<LiveCheckpoints>;
  /** Undefined while unknown. */
  exceptions: readonly ExceptionEntry[] | undefined;
  /** Whether the job takes checkpoints: a batch job takes none. */
  hasCheckpoints: boolean;
  /** Why the job has no checkpoints, if it could have some. */
  noCheckpoints: string | undefined;
  /** Whether the cluster keeps a history of rescales, which only the adaptive scheduler does. */
  hasRescales: boolean;
  /** Whether the cluster supports flame graphs (`rest.flamegraph.enabled`). */
  hasFlameGraphs: boolean;
  /** Whether the backend is a History Server, which serves what was archived when the job ended. */
  isHistoryServer: boolean;
  /** Whether the topics can be read. */
  hasPlayground: boolean;
  /** Why the job needs attention, worst first. */
  reasons: readonly Reason[];
  isBackpressureHigh: boolean;
  /** The selection in the address. Panels and inspectors check whether the job has it. */
  location: JobLocation;
  /** Changes the selection. */
  select: (
    change: Partial<Pick<JobLocation, "vertexId" | "vertexTab" | "subtask" | "checkpointId" | "comparedIds" | "rescaleId" | "view">>,
  ) => void;
  /** The width of the vertex drawer. */
  drawerWidth: FullWidth;
  /** The path of a vertex, or of one of its subtasks. */
  pathOf: (vertexId: string, subtask?: number) => string;
  /** The path of another tab with the same selection. */
  pathOfTab: (tab: JobTab) => string;
};
