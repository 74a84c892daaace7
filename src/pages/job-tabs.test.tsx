import { expect, test } from "vitest";

import type { JobData } from "./job-data.ts";
import { JOB_TAB_IDS } from "./job-location.ts";
import { jobTabItems } from "./job-tabs.tsx";

/** A job with everything that a tab may depend on. */
const COMPLETE = { hasCheckpoints: true, hasRescales: true, hasFlameGraphs: true, hasPlayground: true, checkpointsQuery: {}, reasons: [] };

function idsWith(change: Partial<JobData>): readonly string[] {
  return jobTabItems({ ...COMPLETE, ...change } as unknown as JobData).map(({ id }) => id);
}

test("[F201] an id and a row make a tab: a job with everything has all of them, in the order of the ids", () => {
  const all = new Set([...idsWith({ isHistoryServer: false }), ...idsWith({ isHistoryServer: true })]);
  expect(JOB_TAB_IDS.filter((id) => !all.has(id))).toEqual([]);
  expect(idsWith({ isHistoryServer: false })).toEqual(JOB_TAB_IDS.filter((id) => id !== "cluster_configuration"));
});
