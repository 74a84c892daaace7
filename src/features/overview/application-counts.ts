import type { ApplicationsOverview, ApplicationState } from "../../rest/applications.ts";

/** Applications by how they ended. `running` counts all that have not ended, as for jobs. */
export type ApplicationCounts = { running: number; finished: number; canceled: number; failed: number };

/** Counts the applications of `GET /applications/overview`, which has no counters of its own. */
export function countApplications(applications: ApplicationsOverview["applications"]): ApplicationCounts {
  const inState = (state: ApplicationState): number => applications.filter(({ status }) => status === state).length;
  const ended = { finished: inState("FINISHED"), canceled: inState("CANCELED"), failed: inState("FAILED") };
  return { ...ended, running: applications.length - ended.finished - ended.canceled - ended.failed };
}
