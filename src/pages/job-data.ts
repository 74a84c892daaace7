import type { UseQueryResult } from "@tanstack/react-query";

import type { LiveCheckpoints } from "../features/checkpoints/queries.ts";
import type { LiveJob } from "../features/job-graph/queries.ts";
import type { Graph } from "../features/job-graph/use-graph.ts";
import type { ExceptionEntry } from "../rest/exceptions.ts";

/** What the parts of a job's page share: asked for once, by the page. */
export type JobData = {
  jobId: string;
  /** Undefined while the job is not known yet. */
  live: LiveJob | undefined;
  graph: Graph | undefined;
  checkpointsQuery: UseQueryResult<LiveCheckpoints>;
  exceptions: readonly ExceptionEntry[];
  hasPlayground: boolean;
  /** Since when the job's facts are old, epoch ms. */
  staleSinceMs: number | undefined;
};

/** The element that the tabs of the page control. */
export const PANEL_ID = "job-panel";
