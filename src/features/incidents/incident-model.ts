// What happened to a job, as a function of the newest reply of each kind. The phase comes from the
// job's own reply alone, because only that reports what its tasks do now. Other replies add times,
// names and counts, and if one is missing the incident says less.
import { type ContainerEnd, KILLED_EXIT_CODE } from "../../domain/container-history.ts";
import { jobStatusFacts } from "../../domain/job-status.ts";
import { slotsNeeded } from "../../domain/slots-needed.ts";
import {
  allTasksRun,
  type JobFacts,
  type Observations,
  type Observed,
  type SlotFacts,
  type ReportedFailure,
  type TaskCounts,
  taskCounts,
} from "./incident-facts.ts";
import { type IncidentMemory, isSameMemory, remember, type Run } from "./incident-memory.ts";

/**
 * Where an incident is.
 * - `unnoticed`: a TaskManager was killed, and the cluster has not reacted.
 * - `unaffected`: a TaskManager was killed, the cluster removed it, and all tasks of the job run.
 * - `reported`: a failure is reported, and the job's own reply is older than it.
 * - `restarting`: the job is not RUNNING (RESTARTING, FAILING, CREATED, …).
 * - `waiting`: tasks are SCHEDULED, and no other task is starting.
 * - `deploying`, `restoring`: some tasks are DEPLOYING, or none is and some are INITIALIZING.
 * - `partial`: some tasks run, the others do none of this.
 * - `catching-up`: all tasks run and read what was written in the meantime.
 * - `over`: all tasks run, and they have caught up or their backlog is not measured.
 * - `failed`: the job is FAILED.
 */
export type IncidentPhase =
  | "unnoticed"
  | "unaffected"
  | "reported"
  | "restarting"
  | "waiting"
  | "deploying"
  | "restoring"
  | "partial"
  | "catching-up"
  | "over"
  | "failed";

/**
 * A TaskManager's container that ended. Epoch ms by the page's clock; undefined if it was down
 * before the page was opened.
 */
export type IncidentKill = {
  name: string;
  /**
   * `restarted`: a new incarnation started before the page saw the end, so the exit code is
   * unknown.
   */
  how: "killed" | "restarted";
  /** When the page saw the end, or when the JobManager noticed it if that was earlier. */
  seenMs: number | undefined;
  notBeforeMs: number | undefined;
};

/** One incident. Times in epoch ms by the page's clock, undefined while unknown. */
export type Incident = {
  /** Identifies the incident, whatever becomes known about it later. */
  key: string;
  phase: IncidentPhase;
  /** When the page received the job's newest reply. */
  jobAtMs: number;
  /** In Flink's word. */
  jobState: string;
  tasks: TaskCounts;
  kills: readonly IncidentKill[];
  /** The first failure. */
  failure: ReportedFailure | undefined;
  failedMs: number | undefined;
  /** Why the job was not restarted, from any of its failures. */
  refusal: ReportedFailure["refusal"];
  /**
   * Start attempts that failed for lack of slots. `isAtLeast` if older ones may have dropped out of
   * Flink's history.
   */
  triesWithoutSlots: { count: number; isAtLeast: boolean };
  /** When the job entered its state, if it is not RUNNING. */
  stateSinceMs: number | undefined;
  /** When the restart delay ended and tasks requested slots. */
  scheduledMs: number | undefined;
  /** When the first task was sent to a TaskManager. */
  deployedMs: number | undefined;
  /** When the last task started to restore its state. */
  restoringMs: number | undefined;
  /** When the last task was RUNNING. */
  runningMs: number | undefined;
  /**
   * When the page saw that the job had read the records that were in the topics when all tasks ran
   * again.
   */
  caughtUpMs: number | undefined;
  checkpoint: IncidentCheckpoint | undefined;
  slotsNeeded: number;
  slots: Observed<SlotFacts> | undefined;
  /** Records that the job has not read yet. */
  backlog: number | undefined;
};

/**
 * The checkpoint that the job restores: the restored one, or before that the latest completed one.
 */
export type IncidentCheckpoint = { id: number; completedMs: number | undefined; isRestored: boolean };

/** The memory after another set of observations. The same object if nothing new was observed. */
export function observe(before: IncidentMemory, observations: Observations): IncidentMemory {
  const known = remember(before, observations);
  const incident = incidentOf(known, observations);
  const next: IncidentMemory = {
    ...known,
    openSinceMs: incident === undefined || !known.isDown ? undefined : incident.failure?.atMs,
    settledMs: incident?.phase === "unaffected" ? latestOf(incident.kills.map(({ seenMs }) => seenMs)) : known.settledMs,
  };
  return isSameMemory(before, next) ? before : next;
}

/** The latest incident; undefined if there was none, or the job ended without failing. */
export function incidentOf(memory: IncidentMemory, observations: Observations): Incident | undefined {
  const { job: observed, history } = observations;
  const job = observed.value;
  if (job.state !== "FAILED" && jobStatusFacts(job.state).isTerminal) return undefined;
  const isRunning = allTasksRun(job);
  const toPage = (clusterMs: number): number => clusterMs + (memory.skewMs ?? 0);
  const failures = unlessRecoveredFrom(latestFailures(memory, observations), memory, job);
  const kills = killsOf(history?.ends ?? [], failures, memory, toPage);
  const isOfKills = failures.length > 0 && kills.length > 0 && kills.every(({ isLater }) => isLater);
  const own = isOfKills ? [] : failures;
  const root = own.at(-1);
  const last = own[0];
  if (root === undefined && kills.length === 0 && job.state !== "FAILED") return undefined;
  const tasks = taskCounts(job);
  const isLaterTry = last !== undefined && hasRunSince(last, memory, observations);
  const times = tryTimes(observations, isLaterTry ? undefined : last?.atMs);
  const tries = own.filter(({ isLackOfSlots }) => isLackOfSlots).length;
  const incident: Omit<Incident, "phase"> = {
    key: root === undefined ? `kill ${kills[0]?.seenMs ?? job.timestamps[job.state] ?? 0}` : `failure ${root.atMs}`,
    jobAtMs: observed.atMs,
    jobState: job.state,
    tasks,
    kills: kills.map(({ name, how, seenMs, notBeforeMs }) => ({ name, how, seenMs, notBeforeMs })),
    failure: root,
    failedMs: mapped(root?.atMs, toPage),
    refusal: own.find(({ refusal }) => refusal !== undefined)?.refusal,
    triesWithoutSlots: { count: tries, isAtLeast: root?.isLackOfSlots === true },
    stateSinceMs: job.state === "RUNNING" ? undefined : mapped(positive(job.timestamps[job.state]), toPage),
    scheduledMs: mapped(times.scheduledMs, toPage),
    deployedMs: mapped(times.deployedMs, toPage),
    restoringMs: mapped(times.restoringMs, toPage),
    runningMs: mapped(times.runningMs, toPage),
    caughtUpMs: isRunning && root !== undefined && !isLaterTry ? memory.catchUp?.caughtUpMs : undefined,
    checkpoint: isLaterTry ? undefined : checkpointOf(observations, root, toPage),
    slotsNeeded: slotsNeeded(job.vertices.map((vertex) => ({ ...vertex, parallelism: vertex.tasks.SCHEDULED ?? 0 }))),
    slots: observations.slots,
    backlog: backlogOf(memory, observations, isRunning),
  };
  const isMeasured = !isLaterTry && memory.catchUp !== undefined && observations.isReadingExpected;
  return { ...incident, phase: phaseOf(incident, last, isMeasured, observations) };
}

/**
 * Whether all tasks ran after the failure and were restarted again, as for a rescale. The times
 * and the restored checkpoint of the job are then those of the later restart.
 */
function hasRunSince({ atMs }: ReportedFailure, { runs }: IncidentMemory, { job, checkpoints, rescales }: Observations): boolean {
  const runningMs = job.value.timestamps.RUNNING ?? 0;
  if (runs.some(({ sinceMs }) => sinceMs >= atMs && sinceMs < runningMs)) return true;
  if (!allTasksRun(job.value)) return false;
  // A rescale is completed after the job became RUNNING, and a checkpoint only while all tasks run.
  return (
    rescales.some(({ startMs, endMs }) => startMs >= atMs && endMs < runningMs) ||
    (checkpoints?.value.completed ?? []).some(({ triggeredMs, completedMs }) => triggeredMs > atMs && completedMs < runningMs)
  );
}

/** Newest first: the newest failure, and the earlier ones that caused it. */
function latestFailures(memory: IncidentMemory, { checkpoints }: Observations): readonly ReportedFailure[] {
  const { failures, runs, openSinceMs } = memory;
  const completed = checkpoints?.value.completed ?? [];
  // A checkpoint completes only while all tasks run.
  const ranBetween = (fromMs: number, toMs: number): boolean =>
    runs.some(({ sinceMs }) => sinceMs > fromMs && sinceMs < toMs) ||
    completed.some(({ triggeredMs, completedMs }) => triggeredMs > fromMs && completedMs < toMs);
  const chain: ReportedFailure[] = [];
  for (const failure of failures) {
    const newer = chain.at(-1);
    if (newer !== undefined) {
      const follows = newer.isOfStart || (openSinceMs !== undefined && failure.atMs >= openSinceMs);
      if (!follows || ranBetween(failure.atMs, newer.atMs)) break;
    }
    chain.push(failure);
  }
  return chain;
}

/**
 * No failures if all tasks ran after them and the job is down again for a reason that no reply
 * contains yet.
 */
function unlessRecoveredFrom(failures: readonly ReportedFailure[], { runs }: IncidentMemory, job: JobFacts): readonly ReportedFailure[] {
  const last = failures[0];
  if (last === undefined || allTasksRun(job)) return failures;
  const ran = runs.findLast(({ sinceMs }) => sinceMs >= last.atMs);
  if (ran === undefined) return failures;
  const enteredMs = job.timestamps[job.state] ?? 0;
  return enteredMs > ran.sinceMs ? [] : failures;
}

type FoundKill = IncidentKill & { isLater: boolean };

/**
 * The containers whose end belongs to the incident, oldest first. `isLater`: it ended after the job
 * had recovered from these failures.
 */
function killsOf(
  ends: readonly ContainerEnd[],
  failures: readonly ReportedFailure[],
  memory: IncidentMemory,
  toPage: (clusterMs: number) => number,
): readonly FoundKill[] {
  const last = failures[0];
  const root = failures.at(-1);
  const recovered = last === undefined ? undefined : memory.runs.find(({ sinceMs }) => sinceMs >= last.atMs);
  const of = (end: ContainerEnd): FoundKill | undefined => {
    const kill = killOf(end);
    if (kill === undefined) return undefined;
    const noticed = failures.findLast((failure) => isAbout(failure, end));
    // It ended before the JobManager noticed, even if the page saw the end later.
    if (noticed !== undefined) return { ...kill, seenMs: mapped(kill.seenMs, (ms) => Math.min(ms, toPage(noticed.atMs))), isLater: false };
    if (kill.seenMs === undefined || memory.failures.some((failure) => isAbout(failure, end))) return undefined;
    const { seenMs, notBeforeMs = seenMs } = kill;
    if (root === undefined) return { ...kill, isLater: true };
    if (recovered !== undefined && seenMs > recovered.seenMs) return { ...kill, isLater: true };
    const isDuring = seenMs >= toPage(root.atMs);
    const isUnnamedLoss = failures.some(
      ({ loss, lostIds, atMs }) => loss !== undefined && loss !== "stopped" && lostIds.length === 0 && notBeforeMs <= toPage(atMs),
    );
    return isDuring || (isUnnamedLoss && seenMs > (lastRunBefore(memory, root)?.seenMs ?? 0)) ? { ...kill, isLater: false } : undefined;
  };
  const found = ends.flatMap((end) => of(end) ?? []);
  const ownKills = found.filter(({ isLater }) => !isLater);
  const later = found.filter(({ isLater, seenMs }) => isLater && seenMs !== undefined);
  const lastLater = later.at(-1);
  if (lastLater === undefined) return ownKills;
  // Ends that did not affect the tasks are reported: the last one stays until the next.
  const untold = later.filter(({ seenMs }) => (seenMs ?? 0) > (memory.settledMs ?? 0));
  return untold.length > 0 ? untold : [lastLater];
}

function lastRunBefore({ runs }: IncidentMemory, { atMs }: ReportedFailure): Run | undefined {
  return runs.findLast(({ sinceMs }) => sinceMs < atMs);
}

/**
 * Both playgrounds use Flink's default TaskManager ids, `host:port-suffix`, with the container's
 * name as host.
 */
function isAbout({ lostIds }: ReportedFailure, { name, taskManagerId }: ContainerEnd): boolean {
  return taskManagerId === null ? lostIds.some((id) => id.startsWith(`${name}:`)) : lostIds.includes(taskManagerId);
}

/** A container of a killed TaskManager, or one that restarted before its end was seen. */
function killOf({ name, service, exitCode, seenMs, notBeforeMs }: ContainerEnd): IncidentKill | undefined {
  if (service !== "taskmanager" || (exitCode !== KILLED_EXIT_CODE && exitCode !== null)) return undefined;
  return { name, how: exitCode === null ? "restarted" : "killed", seenMs, notBeforeMs };
}

type TryTimes = Record<"scheduledMs" | "deployedMs" | "restoringMs" | "runningMs", number | undefined>;

/** When the current attempt reached its steps, by the cluster's clock. */
function tryTimes({ job: { value: job }, times }: Observations, lastFailureMs: number | undefined): TryTimes {
  const sinceMs = job.timestamps.RUNNING ?? 0;
  const isOfThisTry = lastFailureMs !== undefined && job.state === "RUNNING" && sinceMs >= lastFailureMs;
  if (!isOfThisTry) return { scheduledMs: undefined, deployedMs: undefined, restoringMs: undefined, runningMs: undefined };
  // Flink's `start-time` of a vertex is when the first of its tasks was deployed, -1 while none is.
  const deployed = job.vertices.map((vertex) => vertex["start-time"]).filter((atMs) => atMs >= sinceMs);
  return {
    scheduledMs: sinceMs,
    deployedMs: deployed.length === 0 ? undefined : Math.min(...deployed),
    ...subtaskTimes(job, times, lastFailureMs),
  };
}

/**
 * From the subtasks' own times, if they cover all tasks and this attempt: an execution is CREATED
 * after the failure that led to it, and deployed after the job became RUNNING. The times may be
 * older than the job's reply, and a failure may not be known yet.
 */
function subtaskTimes(job: JobFacts, times: Observations["times"], lastFailureMs: number): Pick<TryTimes, "restoringMs" | "runningMs"> {
  const subtasks = times.flatMap(({ value }) => value.subtasks.map(({ timestamps }) => timestamps));
  const { total } = taskCounts(job);
  const sinceMs = job.timestamps.RUNNING ?? 0;
  const areOfThisTry = subtasks.every(({ CREATED, DEPLOYING }) => CREATED >= lastFailureMs && (DEPLOYING === 0 || DEPLOYING >= sinceMs));
  if (subtasks.length !== total || !areOfThisTry) {
    return { restoringMs: undefined, runningMs: undefined };
  }
  const allEntered = (state: "INITIALIZING" | "RUNNING"): number | undefined => {
    const moments = subtasks.map((timestamps) => timestamps[state] ?? 0);
    return moments.every((atMs) => atMs > 0) ? Math.max(...moments) : undefined;
  };
  return { restoringMs: allEntered("INITIALIZING"), runningMs: allTasksRun(job) ? allEntered("RUNNING") : undefined };
}

function checkpointOf(
  { checkpoints }: Observations,
  root: ReportedFailure | undefined,
  toPage: (clusterMs: number) => number,
): IncidentCheckpoint | undefined {
  if (checkpoints === undefined || root === undefined) return undefined;
  const { restored, latestCompleted } = checkpoints.value;
  if (restored !== undefined && restored.atMs >= root.atMs) {
    const completedMs = restored.id === latestCompleted?.id ? latestCompleted.atMs : undefined;
    return { id: restored.id, completedMs: mapped(completedMs, toPage), isRestored: true };
  }
  // A checkpoint that completed after the failure belongs to the tasks after the restart.
  if (latestCompleted === undefined || latestCompleted.atMs > root.atMs) return undefined;
  return { id: latestCompleted.id, completedMs: toPage(latestCompleted.atMs), isRestored: false };
}

function backlogOf({ lastRead }: IncidentMemory, { reading }: Observations, isRunning: boolean): number | undefined {
  const read = isRunning ? reading?.read : lastRead;
  return reading?.written === undefined || read === undefined ? undefined : Math.max(0, reading.written - read);
}

function phaseOf(
  incident: Omit<Incident, "phase">,
  last: ReportedFailure | undefined,
  isMeasured: boolean,
  observations: Observations,
): IncidentPhase {
  const { tasks, jobState } = incident;
  const job = observations.job.value;
  if (jobState === "FAILED") return "failed";
  if (last !== undefined && jobState === "RUNNING" && (job.timestamps.RUNNING ?? 0) < last.atMs) return "reported";
  if (jobState !== "RUNNING") return "restarting";
  if (allTasksRun(job)) {
    if (incident.failure === undefined) return isSettled(incident, observations) ? "unaffected" : "unnoticed";
    return isMeasured && incident.caughtUpMs === undefined ? "catching-up" : "over";
  }
  if (tasks.deploying > 0) return "deploying";
  if (tasks.restoring > 0) return "restoring";
  return tasks.scheduled > 0 && tasks.scheduled + tasks.created + tasks.running + tasks.finished === tasks.total ? "waiting" : "partial";
}

/**
 * Whether the cluster has removed the killed TaskManagers, and the job's reply, which may be one
 * refresh interval old, is from after that.
 */
function isSettled({ kills, jobAtMs }: Omit<Incident, "phase">, { registered, history, refreshMs }: Observations): boolean {
  const seenMs = latestOf(kills.map((kill) => kill.seenMs)) ?? 0;
  const ids = (history?.ends ?? [])
    .filter((end) => kills.some((kill) => kill.name === end.name && kill.seenMs === end.seenMs))
    .map(({ taskManagerId }) => taskManagerId);
  const areRemoved =
    registered !== undefined && registered.atMs > seenMs && ids.every((id) => id !== null && !registered.value.includes(id));
  return areRemoved && jobAtMs - refreshMs >= seenMs;
}

function latestOf(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function mapped(value: number | undefined, map: (value: number) => number): number | undefined {
  return value === undefined ? undefined : map(value);
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
