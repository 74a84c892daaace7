// Reads what the rules of domain/triage.ts need, call by call, and applies them. A reply that another
// part of the page has just requested is used instead of a new one.
import type { QueryClient } from "@tanstack/query-core";

import type { ObservedBackend } from "../client/backend.ts";
import { factOptions, type FactOptions } from "../client/fact-options.ts";
import { isNotFound } from "../client/http-status-error.ts";
import { MOST_VERTICES_ASKED } from "../client/request-budget.ts";
import { verdictOf } from "../domain/assessment.ts";
import { takesCheckpoints } from "../domain/batch-job.ts";
import { isLoadMeasured } from "../domain/is-load-measured.ts";
import { isJobOver } from "../domain/job-status.ts";
import { latestCheckpoint } from "../domain/latest-checkpoint.ts";
import { averageLoad, type AverageLoad, type CounterSample, isAnotherCount } from "../domain/rate.ts";
import { restartCount } from "../domain/restart-count.ts";
import { isPendingMetric } from "../domain/source-metrics.ts";
import { assess, bottleneckIn, type LagReading, type Source, TRIAGE_THRESHOLDS, type TriageObservations } from "../domain/triage.ts";
import { hasRunningTask } from "../domain/vertex-phase.ts";
import { BUSY_FROM, busiest, mostPressed, vertexPressure, type VertexPressure } from "../domain/vertex-pressure.ts";
import { readDouble } from "../rest/doubles.ts";
import type { Job, JobOverview, JobsOverview, JobVertex } from "../rest/jobs.ts";
import { checkpointConfigOptions, checkpointsOptions, type LiveCheckpoints } from "./checkpoints.ts";
import { exceptionsOptions } from "./exceptions.ts";
import type { JobTriage, TriageMemory, TriageRound } from "./job-triage.ts";
import { jobOptions, jobsOverviewOptions, restartsOptions, samplesOf } from "./jobs.ts";
import { sourceNamesOptions, type SourceReadings, sourceReadingsOptions } from "./source-readings.ts";
import { backpressureOptions } from "./vertices.ts";

/** How many requests an assessment may make. */
export type TriageEffort = {
  /** A reply of another part of the page is used up to this age, in refresh intervals. */
  readonly freshRefreshes: number;
  /** The same for the first assessment, for which older replies will do. */
  readonly firstFreshRefreshes: number;
  /** The same for the backpressure of vertices, which Flink averages over a minute. */
  readonly loadFreshRefreshes: number;
  /** Whether a call that was never answered is made at once. */
  readonly isFirstAtOnce: boolean;
  /** The most vertices whose backpressure is read. */
  readonly mostVertices: number;
  /** Whether the backpressure of vertices is read whose average load excludes any trouble. */
  readonly readsIdle: boolean;
};

/** On the page of a job, which polls most of it. */
export const ON_JOB_PAGE: TriageEffort = {
  freshRefreshes: 5,
  firstFreshRefreshes: 5,
  loadFreshRefreshes: 20,
  isFirstAtOnce: true,
  mostVertices: MOST_VERTICES_ASKED,
  readsIdle: true,
};
/** In a list of jobs, where the assessments are the only repeated calls about a job. */
const IN_LIST: TriageEffort = {
  freshRefreshes: 0.8,
  firstFreshRefreshes: 10,
  loadFreshRefreshes: 0.8,
  isFirstAtOnce: false,
  mostVertices: 6,
  readsIdle: false,
};

/** A source without lag metrics is asked for their names again after this time, ms. */
const LAG_NAMES_MS = 300_000;
/** How long lag readings are kept, ms, and the least time between two. */
const LAG_KEPT_MS = 600_000;
const LAG_STEP_MS = 5_000;

const NOTHING_KNOWN: TriageMemory = { seen: {}, samples: {}, loads: {}, intervalMs: undefined, lagNames: {}, lag: [] };

/** Where the replies come from. */
export type Asking = { readonly observed: ObservedBackend; readonly queryClient: QueryClient; readonly signal: AbortSignal };

/** A reply, or why there is none. */
type Reply<Data> = { readonly value: Data } | { readonly error: Error };

/** Reads a fact from the cache if it is fresh, and requests it in turn otherwise. */
type Read = <Data>(options: FactOptions<Data>) => Promise<Reply<Data>>;

/**
 * Assesses a job. A source whose call fails is not assessed. Rejects only with the signal's reason.
 */
export async function assessJob(asking: Asking, jobid: string, known: JobTriage | undefined, effort: TriageEffort): Promise<JobTriage> {
  const { observed } = asking;
  const memory = known?.memory ?? NOTHING_KNOWN;
  const fresh = known === undefined ? effort.firstFreshRefreshes : effort.freshRefreshes;
  const read = reader(asking, fresh * observed.refreshMs, effort);
  const readLoad = reader(asking, effort.loadFreshRefreshes * observed.refreshMs, effort);
  const live = await read(jobOptions(observed, jobid));
  if ("error" in live) return finish(known, memory, { ...unreadWith(live.error.message), nowMs: clusterNow(observed) });
  const { job } = live.value;
  if (isJobOver(job)) return finish(known, memory, { ...unreadWith("The job has ended."), nowMs: job.now });
  const checkpoints = takesCheckpoints(job) ? await read(checkpointsOptions(observed, jobid)) : undefined;
  const isWithout = checkpoints === undefined || isMissing(checkpoints);
  const intervalMs = isWithout || !mayBeOverdue(job, checkpoints) ? NOT_NEEDED : await intervalOf(read, observed, jobid, memory);
  const restarts = await read(restartsOptions(observed, jobid));
  const count = "value" in restarts ? restartCount(restarts.value) : undefined;
  const exceptions = hasNeverFailed(job, count) ? undefined : await read(exceptionsOptions(observed, jobid));
  const samples = samplesOf(job);
  const loads = nextLoads(memory, samples);
  const load = await loadOf(readLoad, observed, { job, samples, loads }, effort);
  // Growth shows from the second reading on, so the first assessments of a list leave it out.
  const lag = known === undefined && !effort.readsIdle ? NO_LAG : await lagOf(read, asking, job, memory);
  return finish(
    known,
    { ...memory, samples, loads, intervalMs: intervalMs.value ?? memory.intervalMs, lagNames: lag.names, lag: lag.readings },
    {
      nowMs: job.now,
      job: { value: job },
      checkpoints: isWithout ? { value: "none" } : sourceOf(checkpoints, (one) => one.checkpoints),
      intervalMs,
      // Flink has no metrics of a job that it has just started.
      restarts: isMissing(restarts) ? { value: undefined } : sourceOf(restarts, restartCount),
      exceptions:
        exceptions === undefined
          ? { value: { entries: [], isTruncated: false } }
          : sourceOf(exceptions, ({ exceptionHistory: { entries, truncated } }) => ({ entries, isTruncated: truncated })),
      load,
      lag: lag.source,
    },
    { restarts: count, checkpoints },
  );
}

function finish(
  known: JobTriage | undefined,
  memory: TriageMemory,
  observations: TriageObservations,
  replies?: { restarts: number | undefined; checkpoints: Reply<LiveCheckpoints> | undefined },
): JobTriage {
  const { assessment, seen } = assess(observations, memory.seen, Date.now());
  const { checkpoints } = replies ?? {};
  return {
    assessment,
    restarts: replies === undefined ? known?.restarts : replies.restarts,
    checkpoint: checkpoints !== undefined && "value" in checkpoints ? latestCheckpoint(checkpoints.value.checkpoints) : undefined,
    bottleneck: bottleneckIn(observations),
    memory: { ...memory, seen },
  };
}

/** Without the job's own reply, nothing else about it is requested. */
function unreadWith(error: string): Omit<TriageObservations, "nowMs"> {
  const unread = { error };
  return { job: unread, checkpoints: unread, intervalMs: unread, restarts: unread, exceptions: unread, load: unread, lag: unread };
}

function clusterNow({ backend }: ObservedBackend): number {
  return Date.now() - (backend.client.clock.aheadMs() ?? 0);
}

function reader({ observed, queryClient, signal }: Asking, freshMs: number, { isFirstAtOnce }: TriageEffort): Read {
  return async <Data>(options: FactOptions<Data>): Promise<Reply<Data>> => {
    const state = queryClient.getQueryState<Data, Error>(options.queryKey);
    const answeredMs = Math.max(state?.dataUpdatedAt ?? 0, state?.errorUpdatedAt ?? 0);
    if (state !== undefined && answeredMs > Date.now() - freshMs) {
      // A failed call counts as invalidated, too.
      if (state.error !== null) return { error: state.error };
      if (state.data !== undefined && !state.isInvalidated) return { value: state.data };
    }
    try {
      // A request that is in progress is shared.
      if (state?.fetchStatus !== "fetching" && !(isFirstAtOnce && answeredMs === 0)) await observed.backend.client.pacer.turn(signal);
      return { value: await queryClient.fetchQuery({ ...options, staleTime: 0 }) };
    } catch (error) {
      signal.throwIfAborted();
      return { error: error instanceof Error ? error : new Error(String(error)) };
    }
  };
}

function isMissing(reply: Reply<unknown>): boolean {
  return "error" in reply && isNotFound(reply.error);
}

function sourceOf<Data, Value>(reply: Reply<Data>, value: (data: Data) => Value): Source<Value> {
  return "error" in reply ? { error: reply.error.message } : { value: value(reply.value) };
}

const NOT_NEEDED: Source<number | undefined> = { value: undefined };

/** Only for an old checkpoint the interval decides whether the next one is overdue. */
function mayBeOverdue({ now, timestamps }: Job, checkpoints: Reply<LiveCheckpoints>): boolean {
  const completedMs = "value" in checkpoints ? latestCheckpoint(checkpoints.value.checkpoints)?.completedMs : undefined;
  return now - Math.max(completedMs ?? 0, timestamps.RUNNING ?? 0) > TRIAGE_THRESHOLDS.overdueLeastMs;
}

async function intervalOf(read: Read, observed: ObservedBackend, jobid: string, { intervalMs }: TriageMemory): Promise<Source<number>> {
  if (intervalMs !== undefined) return { value: intervalMs };
  return sourceOf(await read(checkpointConfigOptions(observed, jobid)), ({ interval }) => interval);
}

/**
 * Whether the history of exceptions can only be empty: each failure restarts the job. The adaptive
 * scheduler does not record a restart in the job's timestamps, and only counts it.
 */
function hasNeverFailed({ state, timestamps }: Job, restarts: number | undefined): boolean {
  return state === "RUNNING" && !((timestamps.RESTARTING ?? 0) > 0) && restarts === 0;
}

type Counters = {
  readonly job: Job;
  readonly samples: TriageMemory["samples"];
  readonly loads: TriageMemory["loads"];
};

function nextLoads(before: TriageMemory, samples: TriageMemory["samples"]): TriageMemory["loads"] {
  return Object.fromEntries(
    Object.entries(samples).map(([id, sample]) => {
      const earlier = before.samples[id];
      if (sample === undefined || earlier === undefined || isAnotherCount(earlier, sample)) return [id, undefined];
      // Flink refreshes the counters every 10 s. The same counters again say nothing new.
      return [id, averageLoad(earlier, sample) ?? before.loads[id]];
    }),
  );
}

/** The average since the tasks started, for a vertex of which only one reply is known. */
function loadSinceStart(sample: CounterSample | undefined): AverageLoad | undefined {
  const { taskTimeMs = 0, busyMs = 0, backpressuredMs = 0 } = sample ?? {};
  return taskTimeMs > 0 ? { busyShare: busyMs / taskTimeMs, backpressuredShare: backpressuredMs / taskTimeMs } : undefined;
}

/**
 * The backpressure of the vertices that may be in trouble. The sum over all tasks is an upper bound
 * for one: while it is below half a task, no task is HIGH and none is busy.
 */
async function loadOf(
  read: Read,
  observed: ObservedBackend,
  { job, samples, loads }: Counters,
  effort: TriageEffort,
): Promise<Source<readonly VertexPressure[]>> {
  const running = job.vertices.filter(hasRunningTask);
  const estimate = (id: string): AverageLoad | undefined => loads[id] ?? loadSinceStart(samples[id]);
  const tasksOf = ({ tasks }: JobVertex): number => (tasks.RUNNING ?? 0) + (tasks.FINISHED ?? 0);
  const mayBe = (share: "busyShare" | "backpressuredShare", vertex: JobVertex): boolean =>
    (estimate(vertex.id)?.[share] ?? 0) * tasksOf(vertex) >= BUSY_FROM;
  const pressed = new Set(running.filter((vertex) => mayBe("backpressuredShare", vertex)).map(({ id }) => id));
  const isBehind = (id: string): boolean =>
    job.plan.nodes.some((node) => node.id === id && (node.inputs ?? []).some((input) => pressed.has(input.id)));
  const wanted = effort.readsIdle
    ? running
    : running.filter((vertex) => pressed.has(vertex.id) || isBehind(vertex.id) || (tasksOf(vertex) > 1 && mayBe("busyShare", vertex)));
  const chosen = mostPressed(
    wanted.map(({ id }) => id),
    estimate,
    effort.mostVertices,
  );
  const asked = running.filter(({ id }) => chosen.has(id));
  const found: VertexPressure[] = [];
  const errors: Error[] = [];
  for (const vertex of asked) {
    const reply = await read(backpressureOptions(observed, job.jid, vertex, { isLive: true, count: asked.length }));
    if ("error" in reply) errors.push(reply.error);
    const pressure = vertexPressure(vertex.id, "value" in reply ? reply.value : undefined);
    if (pressure !== undefined && isLoadMeasured(vertex.duration, busiest(pressure))) found.push(pressure);
  }
  const [error] = errors;
  if (error !== undefined) return { value: found, error: error.message };
  const unknown = running.filter(({ id }) => !chosen.has(id) && loads[id] === undefined).length;
  if (unknown === 0) return { value: found };
  return { value: found, error: `The load of ${String(unknown)} of ${String(running.length)} vertices is not known yet.` };
}

type Lag = {
  readonly source: Source<readonly LagReading[]>;
  readonly names: TriageMemory["lagNames"];
  readonly readings: readonly LagReading[];
};

const NO_LAG: Lag = { source: {}, names: {}, readings: [] };

/** Records that the sources know of and have not fetched, over all sources that report them. */
async function lagOf(read: Read, asking: Asking, job: Job, memory: TriageMemory): Promise<Lag> {
  const { observed, queryClient } = asking;
  const sources = job.plan.nodes.filter(
    ({ id, inputs }) => (inputs ?? []).length === 0 && job.vertices.some((vertex) => vertex.id === id && hasRunningTask(vertex)),
  );
  const names: Record<string, TriageMemory["lagNames"][string]> = {};
  let records: number | undefined;
  const lost = (error: Error): Lag => ({
    source: { value: memory.lag, error: error.message },
    names: { ...memory.lagNames, ...names },
    readings: memory.lag,
  });
  const shared = queryClient.getQueryData<SourceReadings>(
    sourceReadingsOptions(
      observed,
      job.jid,
      sources.map(({ id }) => ({ id, metricIds: undefined })),
      undefined,
    ).queryKey,
  );
  for (const { id } of sources) {
    const known = memory.lagNames[id];
    const isKnown = known !== undefined && (known.ids.length > 0 || Date.now() - known.atMs < LAG_NAMES_MS);
    const named = isKnown ? undefined : await read(sourceNamesOptions(observed, job.jid, id, true));
    if (named !== undefined && "error" in named) return lost(named.error);
    const ids = named === undefined ? (known?.ids ?? []) : named.value.ids.filter(isPendingMetric);
    names[id] = named === undefined ? known : { atMs: Date.now(), ids };
    if (ids.length === 0) continue;
    const isShared = shared !== undefined && Date.now() - shared.atMs < LAG_STEP_MS;
    const pending = isShared ? { value: shared.byVertex[id]?.pendingRecords } : await read(pendingOptions(observed, job.jid, id, ids));
    if ("error" in pending) return lost(pending.error);
    if (pending.value !== undefined && pending.value !== null) records = (records ?? 0) + pending.value;
  }
  const nowMs = Date.now();
  const last = memory.lag.at(-1);
  const isDue = last === undefined || nowMs - last.atMs >= LAG_STEP_MS;
  const readings =
    records === undefined || !isDue
      ? memory.lag
      : [...memory.lag.filter(({ atMs }) => atMs > nowMs - LAG_KEPT_MS), { atMs: nowMs, records }];
  return { source: { value: readings }, names, readings };
}

/** The records that a source has yet to read, over all its subtasks; undefined if one of them does not report it. */
function pendingOptions(observed: ObservedBackend, jobid: string, vertexid: string, ids: readonly string[]): FactOptions<number | null> {
  return factOptions(observed, ["pendingRecords", { jobid, vertexid }], async ({ signal }) => {
    const metrics = await observed.backend.client.call("subtasksMetrics", { jobid, vertexid }, { get: ids, agg: "sum" }, { signal });
    const sums = metrics.map(({ sum }) => (sum === undefined ? undefined : readDouble(sum)));
    return sums.length === 0 || sums.includes(undefined) ? null : sums.reduce<number>((total, sum) => total + (sum ?? 0), 0);
  });
}

/** A job that was not assessed yet counts as assessed this long ago, ms. */
const UNASSESSED_AGE_MS = 600_000;
/** How much sooner it is the turn of a job in trouble, and of one in view. */
const TROUBLE_WEIGHT = 3;
const VIEW_WEIGHT = 2;

/**
 * Assesses the job whose turn it is, if one is due. `knownOf` has the last assessment of a job, and
 * `inView` the jobs that a list shows, in its order.
 */
export async function assessNextJob(
  asking: Asking,
  knownOf: (jobid: string) => JobTriage | undefined,
  inView: readonly string[],
): Promise<TriageRound> {
  const { observed, queryClient } = asking;
  const jobs = queryClient.getQueryData<JobsOverview>(jobsOverviewOptions(observed).queryKey)?.jobs ?? [];
  const running = jobs.filter((job) => !isJobOver(job));
  const byJob = new Map(running.map(({ jid }) => [jid, knownOf(jid)]));
  const next = nextJob(running, byJob, { inView, nowMs: Date.now(), leastMs: observed.refreshMs });
  if (next !== undefined) byJob.set(next.jid, await assessJob(asking, next.jid, byJob.get(next.jid), IN_LIST));
  const due = running.map(({ jid }) => (byJob.get(jid)?.assessment.atMs ?? 0) + observed.refreshMs);
  return { byJob: Object.fromEntries(byJob), nextMs: due.length === 0 ? Date.now() + observed.refreshMs : Math.min(...due) };
}

/**
 * The job that has waited longest, where the time of jobs in trouble and in view counts more.
 * Undefined if each was assessed within `leastMs`. Every job has its turn, because its age grows.
 */
export function nextJob(
  running: readonly JobOverview[],
  byJob: ReadonlyMap<string, JobTriage | undefined>,
  { inView, nowMs, leastMs }: { inView: readonly string[]; nowMs: number; leastMs: number },
): JobOverview | undefined {
  const places = new Map(inView.map((id, index) => [id, index]));
  const weightOf = (job: JobOverview): number => {
    const known = byJob.get(job.jid);
    const ageMs = known === undefined ? UNASSESSED_AGE_MS : nowMs - known.assessment.atMs;
    const isTroubled = known === undefined ? isSuspicious(job) : verdictOf(known.assessment) === "trouble";
    return ageMs * (isTroubled ? TROUBLE_WEIGHT : 1) * (places.has(job.jid) ? VIEW_WEIGHT : 1);
  };
  const due = running.filter(({ jid }) => nowMs - (byJob.get(jid)?.assessment.atMs ?? 0) >= leastMs);
  const placeOf = ({ jid }: JobOverview): number => places.get(jid) ?? inView.length;
  return due.toSorted((a, b) => weightOf(b) - weightOf(a) || placeOf(a) - placeOf(b))[0];
}

/** Whether the overview alone shows trouble. */
function isSuspicious({ state, tasks }: JobOverview): boolean {
  return state !== "RUNNING" || tasks.running + tasks.finished < tasks.total;
}
