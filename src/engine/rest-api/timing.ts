// Start, end and duration of jobs, vertices and attempts: epoch ms and ms, -1 where there is none yet.

import { isTerminalExecutionState } from "../jobmanager/scheduling/execution-state-machine.ts";
import { isGloballyTerminal } from "../jobmanager/scheduling/job-status-machine.ts";
import type { ExecutionView, JobView } from "../jobmanager/jobmanager-view.ts";

/** As the REST API spells them. */
export interface Timing {
  readonly "start-time": number;
  readonly "end-time": number;
  readonly duration: number;
}

/** Of a job: from INITIALIZING to the terminal state. */
export function jobTiming(job: JobView, now: number): Timing {
  const start = job.statusTimestamps.INITIALIZING;
  const end = isGloballyTerminal(job.status) ? job.statusTimestamps[job.status] : -1;
  return { "start-time": start, "end-time": end, duration: (end > 0 ? end : now) - start };
}

/** Of some attempts together: from the first deployment to the last end, if all have ended. */
export function attemptsTiming(attempts: readonly ExecutionView[], now: number): Timing {
  const deployed = attempts.map((attempt) => attempt.stateTimestamps.DEPLOYING).filter((timestamp) => timestamp > 0);
  const start = deployed.length === 0 ? -1 : Math.min(...deployed);
  const ended = start > 0 && attempts.every((attempt) => isTerminalExecutionState(attempt.state));
  const end = ended ? Math.max(...attempts.map((attempt) => attempt.stateTimestamps[attempt.state])) : -1;
  return { "start-time": start, "end-time": end, duration: start > 0 ? (end > 0 ? end : now) - start : -1 };
}
