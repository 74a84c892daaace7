// The rules of retention (docs/spec/savepoints-and-stops.md): the generator can write, jobs find the records that they need, and held savepoints stay usable.

import type { JobsOverview } from "../../../rest/jobs.ts";
import type { Generator, StoredSavepoints, Topics } from "../../../rest/playground.ts";
import { timesThatFunctionsThrow } from "../faults/operations.ts";
import { closedWindows, missingResults, readProof, wrongResults } from "../proof.ts";
import { SECOND_OUTPUT } from "../second-job.ts";
import type { SimulatedCluster } from "../simulated-cluster.ts";
import { hasEnded, operationStatus } from "./job-facts.ts";
import type { FinishedRun } from "./oracle.ts";

/** A larger topic would take too long to fill. */
const SMALL_TOPIC_BYTES = 300_000;
const BYTES_PER_RECORD = 5;
/** Fills a small topic within seconds. */
const FILLING_RATE = 20_000;
/** As long as ten checkpoints at the longest interval. Each of them makes room for a part of the topic's budget. */
const FILLING_MS = 120_000;
/** The longest interval and the longest back-off: a function that throws again costs its job a checkpoint. */
const FILLING_MS_PER_THROW = 15_000;
const RECOVERY_MS = 60_000;
const SECOND_JOB_CATCH_UP_MS = 120_000;
const LOOK_EVERY_MS = 2_500;
/** After so many deletions no savepoint can hold records any more. */
const MOST_DELETIONS = 20;

/**
 * A small topic takes in more than it can hold while a job runs. If it does not, the user deletes
 * the savepoint that the generator names as the reason. In the end no producer may wait forever for
 * space in the topic.
 */
export async function everybodyGetsRoom({ cluster, schedule }: FinishedRun): Promise<readonly string[]> {
  const { topics } = await cluster.get<Topics>("/playground/topics");
  const { budgetBytes = Number.POSITIVE_INFINITY } = topics.find(({ name }) => name === "input") ?? {};
  if (budgetBytes > SMALL_TOPIC_BYTES || !(await aJobRuns(cluster))) return [];
  const enough = (2 * budgetBytes) / BYTES_PER_RECORD;
  // A committer sees records only with a checkpoint, so it may throw long after the last fault.
  const withinMs = FILLING_MS + timesThatFunctionsThrow(schedule.faults) * FILLING_MS_PER_THROW;
  await cluster.request("PATCH", "/playground/generator", { recordsPerSecond: FILLING_RATE });
  for (let deletions = 0; ; deletions++) {
    const stored = await storedWithin(cluster, withinMs, enough);
    if (stored >= enough) return [];
    const { waitingReason = "" } = await cluster.get<Generator>("/playground/generator");
    const path = /savepoint (file:\S+)/.exec(waitingReason)?.[1];
    if (path === undefined || deletions === MOST_DELETIONS) {
      return [`${stored} of ${enough} clicks were stored within ${withinMs} ms. The generator waits because: ${waitingReason}`];
    }
    await cluster.request("POST", "/savepoint-disposal", { "savepoint-path": path });
  }
}

/** A job that has not ended runs with all its tasks, a while after the last fault. */
export async function jobsRecover({ cluster }: FinishedRun): Promise<readonly string[]> {
  const deadlineMs = cluster.simulation.nowMs + RECOVERY_MS;
  for (;;) {
    const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
    const stuck = jobs.filter((job) => !hasEnded(job) && (job.state !== "RUNNING" || job.tasks.running < job.tasks.total));
    if (stuck.length === 0) return [];
    if (cluster.simulation.nowMs > deadlineMs) {
      return stuck.map(({ jid, state, tasks }) => `job ${jid} is ${state}, and ${tasks.running} of ${tasks.total} tasks run`);
    }
    await after(cluster, LOOK_EVERY_MS);
  }
}

/**
 * A job with periodic checkpoints that restarts before its first checkpoint begins at the same
 * records as before, so the broker must not have deleted them.
 */
export function freshRestartsBeginAtTheSameRecords({ starts }: FinishedRun): readonly string[] {
  return starts.problems;
}

/**
 * A job can start from a savepoint with which another job ended, until the user deletes it, or until a job that was started from it has a checkpoint of its
 * own or needs none.
 */
export async function finalSavepointsStayUsable({ cluster, ledger, watch }: FinishedRun): Promise<readonly string[]> {
  if (ledger === undefined) return [];
  const released = new Set([...ledger.disposed, ...ledger.claimed]);
  for (const { path, jobId } of ledger.startedFrom) {
    if (jobId === undefined || watch.jobsWithAcknowledgements.has(jobId)) released.add(path);
  }
  const { savepoints } = await cluster.get<StoredSavepoints>("/playground/savepoints");
  const problems: string[] = [];
  for (const asked of ledger.operations) {
    if (asked.kind === "savepoint") continue;
    const location = (await operationStatus(cluster, asked)).operation?.location;
    if (location === undefined || released.has(location)) continue;
    const reason = savepoints.find(({ path }) => path === location)?.reason ?? undefined;
    if (reason !== undefined) problems.push(`${asked.kind} ${asked.triggerId}: no job can start from ${location}: ${reason}`);
  }
  return problems;
}

/** The results of the second job are right and complete, whatever the first job did. */
export async function theSecondJobCounts({ cluster, mayMissClicks, secondJob }: FinishedRun): Promise<readonly string[]> {
  if (secondJob?.hasReadEverything !== true) return [];
  const target = closedWindows(await readProof(cluster)).filter((start) => !mayMissClicks.second(start));
  const deadlineMs = cluster.simulation.nowMs + SECOND_JOB_CATCH_UP_MS;
  for (;;) {
    const proof = await readProof(cluster, SECOND_OUTPUT);
    const missing = missingResults(proof, target);
    if (missing.length === 0 || cluster.simulation.nowMs > deadlineMs) {
      return [...wrongResults(proof, mayMissClicks.second), ...missing].map((problem) => `second job: ${problem}`);
    }
    await after(cluster, LOOK_EVERY_MS);
  }
}

async function aJobRuns(cluster: SimulatedCluster): Promise<boolean> {
  return (await cluster.get<JobsOverview>("/jobs/overview")).jobs.some((job) => !hasEnded(job));
}

/** How many records the input stores until they are `enough` or the time is over. */
async function storedWithin(cluster: SimulatedCluster, ms: number, enough: number): Promise<number> {
  const deadlineMs = cluster.simulation.nowMs + ms;
  const before = await storedRecords(cluster);
  for (;;) {
    await after(cluster, LOOK_EVERY_MS);
    const stored = (await storedRecords(cluster)) - before;
    if (stored >= enough || cluster.simulation.nowMs >= deadlineMs) return stored;
  }
}

async function storedRecords(cluster: SimulatedCluster): Promise<number> {
  const { topics } = await cluster.get<Topics>("/playground/topics");
  const { partitions = [] } = topics.find(({ name }) => name === "input") ?? {};
  return partitions.reduce((sum, { endOffset }) => sum + endOffset, 0);
}

async function after(cluster: SimulatedCluster, ms: number): Promise<void> {
  await cluster.simulation.runUntil(cluster.simulation.nowMs + ms);
}
