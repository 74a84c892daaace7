// All oracles. Each judges every run, and accepts runs to which it does not apply.

import { unusualValuesAreRefused } from "./configuration.ts";
import { heartbeatsTimeOutForSilence } from "./heartbeats.ts";
import { cancelsWithSavepointCancel, disposalsDelete, operationsEnd, slotsAreFreed, stopsEndTheirJob } from "./operations.ts";
import type { FinishedRun, Oracle } from "./oracle.ts";
import {
  everybodyGetsRoom,
  finalSavepointsStayUsable,
  freshRestartsBeginAtTheSameRecords,
  jobsRecover,
  theSecondJobCounts,
} from "./retention.ts";
import { nothingCrashed, nothingIsMissing, resultsAreRight } from "./results.ts";
import { aCheckpointIsRetained, noFileIsLeftOver } from "./storage.ts";

const ORACLES: readonly Oracle[] = [
  resultsAreRight,
  nothingIsMissing,
  nothingCrashed,
  heartbeatsTimeOutForSilence,
  unusualValuesAreRefused,
  operationsEnd,
  disposalsDelete,
  cancelsWithSavepointCancel,
  stopsEndTheirJob,
  slotsAreFreed,
  finalSavepointsStayUsable,
  freshRestartsBeginAtTheSameRecords,
  theSecondJobCounts,
  jobsRecover,
  aCheckpointIsRetained,
  // The last two change the cluster: this one changes the generator's rate and deletes savepoints.
  everybodyGetsRoom,
  // It cancels all jobs.
  noFileIsLeftOver,
];

/** The problems that all oracles find in a run. */
export async function judge(run: FinishedRun): Promise<string[]> {
  const problems: string[] = [];
  for (const oracle of ORACLES) problems.push(...(await oracle(run)));
  return problems;
}
