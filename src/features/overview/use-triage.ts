import { useSearchParams } from "react-router";

import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import type { TriageRound } from "../../observe/job-triage.ts";
import { triageRoundOptions } from "../../observe/triage.ts";

/** The running jobs as they were assessed so far; undefined before the first. A History Server has none. */
export function useTriageRound(): TriageRound | undefined {
  const isHistoryServer = useIsHistoryServer();
  // It goes through the jobs of this reply.
  const isKnown = useFact(jobsOverviewOptions).data !== undefined;
  return useFact(triageRoundOptions, isKnown && !isHistoryServer).data;
}

/** The page's address says whether only jobs that need attention are listed. */
const PARAMETER = "show";
const ATTENTION = "attention";

/** Whether the lists show only running jobs that need attention, and a function that changes it. */
export function useAttentionFilter(): readonly [boolean, (isOn: boolean) => void] {
  const [parameters, setParameters] = useSearchParams();
  const set = (isOn: boolean): void =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (isOn) next.set(PARAMETER, ATTENTION);
      else next.delete(PARAMETER);
      return next;
    });
  return [parameters.get(PARAMETER) === ATTENTION, set];
}
