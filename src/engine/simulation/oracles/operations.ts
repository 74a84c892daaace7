// Promises to the user: operations finish, savepoints are kept, a stop ends its job, and ended jobs free their slots.

import type { JobsOverview } from "../../../rest/jobs.ts";
import type { DisposalStatus } from "../../../rest/operations.ts";
import type { Overview } from "../../../rest/overview.ts";
import type { StoredSavepoints } from "../../../rest/playground.ts";
import { hasEnded, operationStatus } from "./job-facts.ts";
import type { FinishedRun } from "./oracle.ts";

/** Subtasks that share a slot: one of each vertex. */
const VERTICES = 4;

/** Each operation finishes, and its savepoint is kept until the user deletes it or a job claims it. */
export async function operationsEnd({ cluster, ledger }: FinishedRun): Promise<readonly string[]> {
  if (ledger === undefined) return [];
  const { savepoints } = await cluster.get<StoredSavepoints>("/playground/savepoints");
  const stored = new Set(savepoints.map(({ path }) => path));
  const problems: string[] = [];
  for (const asked of ledger.operations) {
    const { status, operation } = await operationStatus(cluster, asked);
    const what = `${asked.kind} ${asked.triggerId} of job ${asked.jobId}`;
    if (status.id === "IN_PROGRESS") problems.push(`${what} did not finish`);
    const location = operation?.location;
    if (location !== undefined && !stored.has(location) && !ledger.disposed.has(location) && !ledger.claimed.has(location)) {
      problems.push(`${what}: ${location} no longer exists`);
    }
  }
  return problems;
}

/** A savepoint whose deletion succeeded no longer exists. */
export async function disposalsDelete({ cluster, ledger }: FinishedRun): Promise<readonly string[]> {
  const { savepoints } = await cluster.get<StoredSavepoints>("/playground/savepoints");
  const problems: string[] = [];
  for (const { path, triggerId } of ledger?.disposals ?? []) {
    const { status, operation } = await cluster.get<DisposalStatus>(`/savepoint-disposal/${triggerId}`);
    if (status.id === "IN_PROGRESS") problems.push(`the deletion of ${path} did not finish`);
    const isDeleted = status.id === "COMPLETED" && operation?.["failure-cause"] === undefined;
    if (isDeleted && savepoints.some((savepoint) => savepoint.path === path)) problems.push(`${path} was deleted, but it still exists`);
  }
  return problems;
}

/** A cancel with savepoint has canceled its job if it succeeded. */
export async function cancelsWithSavepointCancel({ cluster, ledger }: FinishedRun): Promise<readonly string[]> {
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const problems: string[] = [];
  for (const asked of ledger?.operations ?? []) {
    if (asked.kind !== "cancel with savepoint") continue;
    const { operation } = await operationStatus(cluster, asked);
    if (operation?.location === undefined) continue;
    const state = jobs.find(({ jid }) => jid === asked.jobId)?.state;
    // A job that the cluster no longer lists had ended.
    if (state !== undefined && state !== "CANCELED")
      problems.push(`cancel with savepoint ${asked.triggerId} succeeded, but job ${asked.jobId} is ${String(state)}`);
  }
  return problems;
}

/** A stop that succeeded has ended its job, and no job ends FINISHED otherwise. */
export async function stopsEndTheirJob({ cluster, ledger }: FinishedRun): Promise<readonly string[]> {
  if (ledger === undefined) return [];
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const stoppedJobs = new Set<string>();
  const problems: string[] = [];
  for (const asked of ledger.operations) {
    if (asked.kind !== "stop") continue;
    const { operation } = await operationStatus(cluster, asked);
    if (operation?.location === undefined) continue;
    stoppedJobs.add(asked.jobId);
    const state = jobs.find(({ jid }) => jid === asked.jobId)?.state;
    // A job that the cluster no longer lists had ended.
    if (state !== undefined && state !== "FINISHED")
      problems.push(`stop ${asked.triggerId} of job ${asked.jobId} succeeded, but the job is ${String(state)}`);
  }
  for (const { jid, state } of jobs) {
    if (state === "FINISHED" && !stoppedJobs.has(jid)) problems.push(`job ${jid} is FINISHED, but no stop succeeded`);
  }
  return problems;
}

/** Only jobs that run use slots. */
export async function slotsAreFreed({ cluster, ledger }: FinishedRun): Promise<readonly string[]> {
  if (ledger === undefined) return [];
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const running = jobs.filter((job) => !hasEnded(job));
  // A job that has just lost a TaskManager uses fewer slots. This check looks for slots that no job
  // uses.
  if (running.some(({ tasks }) => tasks.running !== tasks.total)) return [];
  const overview = await cluster.get<Overview>("/overview");
  const used = running.reduce((sum, { tasks }) => sum + tasks.total / VERTICES, 0);
  const { "slots-total": total, "slots-available": free } = overview;
  return total - free === used ? [] : [`${free} of ${total} slots are free, although jobs use ${used}`];
}
