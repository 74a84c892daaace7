// Counters of attempts and what they add up to. Flink: MutableIOMetrics.

import type { AggregatedTaskDetails, IoMetrics as IoMetricsReply } from "../../rest/io-metrics.ts";
import type { ExecutionState } from "../../rest/states.ts";
import { isTerminalExecutionState } from "../jobmanager/scheduling/execution-state-machine.ts";
import type { ExecutionView, JobManagerView } from "../jobmanager/jobmanager-view.ts";
import type { IoMetrics } from "../protocol/jobmanager-taskmanager.ts";
import { metricStatistics } from "./statistics.ts";

const NOTHING: IoMetrics = {
  numBytesIn: 0,
  numBytesOut: 0,
  numRecordsIn: 0,
  numRecordsOut: 0,
  accumulateIdleTimeMs: 0,
  accumulateBackPressuredTimeMs: 0,
  accumulateBusyTimeMs: 0,
};

/**
 * The sum over `attempts`. A terminal attempt counts with its final figures (nothing, and complete all the same, if its TaskManager was
 * lost before it could tell); a living one with those last fetched, and is incomplete before the first.
 */
export function ioMetrics(view: JobManagerView, attempts: readonly ExecutionView[]): IoMetricsReply {
  let complete = true;
  const sum = { ...NOTHING };
  for (const attempt of attempts) {
    const terminal = isTerminalExecutionState(attempt.state);
    const io = terminal ? (attempt.finalIo ?? NOTHING) : view.metrics.attempt(attempt.attemptId)?.io;
    if (io === undefined) {
      complete = false;
      continue;
    }
    sum.numBytesIn += io.numBytesIn;
    sum.numBytesOut += io.numBytesOut;
    sum.numRecordsIn += io.numRecordsIn;
    sum.numRecordsOut += io.numRecordsOut;
    sum.accumulateIdleTimeMs += io.accumulateIdleTimeMs;
    sum.accumulateBackPressuredTimeMs += io.accumulateBackPressuredTimeMs;
    sum.accumulateBusyTimeMs += io.accumulateBusyTimeMs;
  }
  return {
    "read-bytes": sum.numBytesIn,
    "read-bytes-complete": complete,
    "write-bytes": sum.numBytesOut,
    "write-bytes-complete": complete,
    "read-records": sum.numRecordsIn,
    "read-records-complete": complete,
    "write-records": sum.numRecordsOut,
    "write-records-complete": complete,
    "accumulated-backpressured-time": Math.floor(sum.accumulateBackPressuredTimeMs),
    "accumulated-idle-time": Math.floor(sum.accumulateIdleTimeMs),
    "accumulated-busy-time": Math.floor(sum.accumulateBusyTimeMs),
  };
}

const AGGREGATED = [
  "read-bytes",
  "write-bytes",
  "read-records",
  "write-records",
  "accumulated-backpressured-time",
  "accumulated-idle-time",
  "accumulated-busy-time",
] as const;

/** The states whose durations Flink tells, in the order an attempt passes through them. */
const TIMED_STATES = ["CREATED", "SCHEDULED", "DEPLOYING", "INITIALIZING", "RUNNING"] as const satisfies readonly ExecutionState[];

/** How an attempt leaves the way up. */
const LEAVING_STATES = ["CANCELING", "CANCELED", "FAILED", "FINISHED"] as const satisfies readonly ExecutionState[];

type TimedState = (typeof TIMED_STATES)[number];

/** How long the attempt was in each state, in ms: until it left, or until `now`; -1 for one it was never in. Flink: StatusDurationUtils. */
export function statusDurations(attempt: ExecutionView, now: number): Record<TimedState, number> {
  const duration = (state: TimedState, index: number): number => {
    const since = attempt.stateTimestamps[state];
    if (since === 0) return -1;
    // Left for the next state on the way up, or for CANCELING or a terminal one, whichever it entered first.
    const after = [...TIMED_STATES.slice(index + 1), ...LEAVING_STATES];
    const entered = after.map((later) => attempt.stateTimestamps[later]).filter((timestamp) => timestamp > 0);
    const left = entered.length === 0 ? now : Math.min(...entered);
    return Math.max(0, left - since);
  };
  return {
    CREATED: duration("CREATED", 0),
    SCHEDULED: duration("SCHEDULED", 1),
    DEPLOYING: duration("DEPLOYING", 2),
    INITIALIZING: duration("INITIALIZING", 3),
    RUNNING: duration("RUNNING", 4),
  };
}

/** The statistics over attempts that vertex details and the per-TaskManager view carry. Flink: AggregatedTaskDetailsInfo. */
export function aggregatedDetails(view: JobManagerView, attempts: readonly ExecutionView[], now: number): AggregatedTaskDetails {
  const counters = attempts.map((attempt) => ioMetrics(view, [attempt]));
  const durations = attempts.map((attempt) => statusDurations(attempt, now));
  return {
    metrics: Object.fromEntries(AGGREGATED.map((name) => [name, metricStatistics(counters.map((counter) => Number(counter[name])))])),
    "status-duration": Object.fromEntries(
      TIMED_STATES.map((state) => [state, metricStatistics(durations.map((duration) => duration[state]))]),
    ),
  };
}
