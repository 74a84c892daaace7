import type { ExecutionState, JobStatus } from "../../rest/states.ts";
import type { JobMaster } from "./job-master.ts";
import { isGloballyTerminal } from "./scheduling/job-status-machine.ts";
import type { MetricValues } from "./jobmanager-view.ts";

/** The metrics of a job, as its JobMaster registers them. Times in ms, each that of the state the job is in now. */
export function jobMetrics(job: JobMaster, now: number): MetricValues {
  const { counts, latestCompleted, latestRestored } = job.checkpoints;
  const values: Record<string, number | string> = {
    uptime: uptimeMs(job, now),
    downtime: downtimeMs(job, now),
    numRestarts: job.numRestarts,
    // Rescaling comes with the adaptive scheduler only.
    numRescales: 0,
    initializingTime: timeIn(job, "INITIALIZING", now),
    createdTime: timeIn(job, "CREATED", now),
    runningTime: timeIn(job, "RUNNING", now),
    failingTime: timeIn(job, "FAILING", now),
    cancellingTime: timeIn(job, "CANCELLING", now),
    restartingTime: timeIn(job, "RESTARTING", now),
    deployingTime: deployingTimeMs(job, now),
    allSubTasksRunningOrFinishedTime: allRunningTimeMs(job, now),
    totalNumberOfCheckpoints: counts.total,
    numberOfInProgressCheckpoints: counts.inProgress,
    numberOfCompletedCheckpoints: counts.completed,
    numberOfFailedCheckpoints: counts.failed,
    lastCheckpointRestoreTimestamp: latestRestored?.restoreTimestamp ?? -1,
    lastCheckpointSize: latestCompleted?.checkpointedSize ?? -1,
    lastCheckpointFullSize: latestCompleted?.stateSize ?? -1,
    lastCheckpointMetadataSize: job.lastCheckpointMetadataSizeBytes,
    lastCheckpointDuration: latestCompleted?.endToEndDurationMs ?? -1,
    lastCheckpointProcessedData: latestCompleted?.processedData ?? -1,
    lastCheckpointPersistedData: latestCompleted?.persistedData ?? -1,
    lastCheckpointExternalPath: latestCompleted?.externalPath ?? "n/a",
    lastCompletedCheckpointId: latestCompleted?.checkpointId ?? -1,
    lastCheckpointCompletedTimestamp: latestCompleted?.latestAckTimestamp ?? -1,
  };
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, String(value)]));
}

/** Flink: UpTimeGauge. */
function uptimeMs(job: JobMaster, now: number): number {
  return isGloballyTerminal(job.status) ? -1 : timeIn(job, "RUNNING", now);
}

/** Flink: DownTimeGauge. */
function downtimeMs(job: JobMaster, now: number): number {
  if (isGloballyTerminal(job.status)) return -1;
  if (job.status === "RUNNING" || job.statusTimestamps.RUNNING === 0) return 0;
  return timeIn(job, job.status, now);
}

function timeIn(job: JobMaster, status: JobStatus, now: number): number {
  return job.status === status ? now - job.statusTimestamps[status] : 0;
}

/** Since the first of the tasks that are being deployed now was. */
function deployingTimeMs(job: JobMaster, now: number): number {
  const since = timestampsOfTasksIn(job, ["DEPLOYING"]);
  return job.status === "RUNNING" && since.length > 0 ? now - Math.min(...since) : 0;
}

/** Since the last of the tasks came to run. */
function allRunningTimeMs(job: JobMaster, now: number): number {
  const since = timestampsOfTasksIn(job, ["RUNNING", "FINISHED"]);
  return job.status === "RUNNING" && since.length === job.executionGraph.executions.length ? now - Math.max(...since) : 0;
}

function timestampsOfTasksIn(job: JobMaster, states: readonly ExecutionState[]): readonly number[] {
  return job.executionGraph.executions
    .filter(({ state }) => states.includes(state))
    .map((execution) => execution.stateTimestamps[execution.state]);
}
