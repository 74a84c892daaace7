// What happened to a job, from observations: a pure reducer, so that recorded timelines can be told to it. Everything it measures
// stands in the replies; only what contract 2 has no time for (a kill, the end of catching up) is when the page saw it.
import { type ContainerEnd, KILLED_EXIT_CODE } from "../../domain/container-history.ts";
import { slotsNeeded } from "../../domain/slots-needed.ts";
import { jobStatusFacts } from "../../domain/job-status.ts";
import type { ExceptionEntry } from "../../rest/exceptions.ts";
import {
  allTasksRun,
  isLackOfSlots,
  isNeverRestarted,
  type Loss,
  noticeOf,
  type Reading,
  rootCause,
  type StoryFacts,
} from "./story-facts.ts";

/**
 * Where an incident is. `unnoticed`: killed, and the JobManager does not know. `unaffected`: killed, and no task of the job was on it.
 * `restarting`: no try yet, or tries without slots. `waiting`: its tasks ask for slots. `over`: all tasks run and the backlog is gone.
 */
export type StoryPhase =
  | "unnoticed"
  | "unaffected"
  | "restarting"
  | "waiting"
  | "deploying"
  | "restoring"
  | "catching-up"
  | "over"
  | "failed";

/** A container that went, when the page saw it, and when it was last seen before. */
export type StoryKill = { name: string; taskManagerId: string | null; seenMs: number; notBeforeMs: number };

/** The failure at the root: what the JobManager noticed. */
export type StoryFailure = {
  atMs: number;
  notice: string;
  loss: Loss | undefined;
  exception: string;
  message: string;
  task: string | undefined;
  isNeverRestarted: boolean;
};

/** One incident. Times in epoch ms, undefined until they are. */
export type Incident = {
  phase: StoryPhase;
  startMs: number;
  kills: readonly StoryKill[];
  failure: StoryFailure | undefined;
  /** Tries that ended for lack of slots. */
  triesWithoutSlots: number;
  /** The restart delay is over: the job's tasks ask for slots. */
  scheduledMs: number | undefined;
  /** The first task was sent to a TaskManager. */
  deployedMs: number | undefined;
  /** The last task began to restore. */
  restoringMs: number | undefined;
  /** The last task ran. */
  runningMs: number | undefined;
  /** The page saw that what was in the topics by then had been read. */
  caughtUpMs: number | undefined;
  checkpoint: { id: number; atMs: number; isRestored: boolean } | undefined;
  slotsNeeded: number;
  slots: StoryFacts["slots"];
  taskCount: number;
  /** Records that wait to be read; undefined where nobody tells. */
  backlog: number | undefined;
  /** The page was there before all tasks ran again: only then can it tell when they had caught up. */
  isWatched: boolean;
};

/** What the story remembers from one observation to the next. */
export type StoryBook = {
  incident: Incident | undefined;
  /** Everything that happened up to here is told, epoch ms; undefined before the first observation. */
  toldThroughMs: number | undefined;
  /** The last reading while all tasks ran: the backlog grows from there. */
  lastRead: number | undefined;
  /** What was written when all tasks ran again: read through there, the job has caught up. */
  catchUpTarget: number | undefined;
};

export const EMPTY_BOOK: StoryBook = { incident: undefined, toldThroughMs: undefined, lastRead: undefined, catchUpTarget: undefined };

/** One that hangs is found by the heartbeat timeout, 5 s; and replies may be 3 s old. Later than that nobody will notice anything. */
const UNNOTICED_MS = 9000;
/** The TaskManager is off the list, and so old may the job's own reply be: had a task been on it, the job would say so by now. */
const OLDEST_REPLY_MS = 3500;
/** Failures so close belong together, as far as a page can tell that came later. */
const TOGETHER_MS = 5000;
/** Metrics of the attempt before are gone by then. */
const FRESH_METRICS_MS = 3000;

/** The book after one observation; the very same book if it brought nothing new. */
export function nextStory(book: StoryBook, facts: StoryFacts): StoryBook {
  const next = tell(book, facts);
  return JSON.stringify(next) === JSON.stringify(book) ? book : next;
}

function tell(book: StoryBook, facts: StoryFacts): StoryBook {
  const startMs = incidentStart(book, facts);
  const sound = allTasksRun(facts.job);
  if (startMs === undefined) {
    return {
      incident: book.incident,
      toldThroughMs: book.toldThroughMs ?? facts.job.now,
      lastRead: sound ? (facts.reading?.read ?? book.lastRead) : book.lastRead,
      catchUpTarget: undefined,
    };
  }
  const same = book.incident?.startMs === startMs ? book.incident : undefined;
  const measured = measure(startMs, facts, same);
  const isWatched = same?.isWatched === true || !sound || measured.kills.length > 0;
  const catchUpTarget = measured.runningMs === undefined || !isWatched ? undefined : (book.catchUpTarget ?? facts.reading?.written);
  const incident: Incident = {
    ...measured,
    isWatched,
    caughtUpMs: same?.caughtUpMs ?? (isWatched ? caughtUp(measured.runningMs, facts.reading, catchUpTarget) : undefined),
    backlog: backlogOf(facts.reading, book.lastRead, measured.runningMs),
    phase: "restarting",
  };
  const phase = phaseOf(incident, facts);
  const isTold = phase === "over" || phase === "unaffected" || phase === "failed";
  return {
    incident: { ...incident, phase },
    toldThroughMs: isTold ? lastMoment(incident, facts) : book.toldThroughMs,
    lastRead: isTold && sound ? (facts.reading?.read ?? book.lastRead) : book.lastRead,
    catchUpTarget: isTold ? undefined : catchUpTarget,
  };
}

/** When the incident began that is under way or has just begun; undefined if there is none that is not told yet. */
function incidentStart(book: StoryBook, facts: StoryFacts): number | undefined {
  const { incident, toldThroughMs } = book;
  if (incident !== undefined && !isOver(incident.phase)) {
    // All tasks ran again before this one came: it is the next.
    return (incident.runningMs === undefined ? undefined : beginAfter(incident.runningMs, facts)) ?? incident.startMs;
  }
  if (toldThroughMs === undefined) {
    // The page came later: what the exception history holds together is one incident.
    const root = rootOf(facts.exceptions);
    return root === undefined ? startOfFailedJob(facts) : root.timestamp;
  }
  return beginAfter(toldThroughMs, facts);
}

/** The first kill or failure after a moment. A kill may be as old as the last reply that saw the container run. */
function beginAfter(afterMs: number, facts: StoryFacts): number | undefined {
  const begins = [
    ...killsSince(facts, afterMs).map(({ notBeforeMs }) => Math.max(notBeforeMs, afterMs)),
    ...facts.exceptions.map(({ timestamp }) => timestamp).filter((atMs) => atMs > afterMs),
  ];
  return begins.length === 0 ? undefined : Math.min(...begins);
}

function startOfFailedJob({ job }: StoryFacts): number | undefined {
  const failedMs = job.timestamps.FAILED ?? 0;
  return job.state === "FAILED" && failedMs > 0 ? failedMs : undefined;
}

/** The oldest of those that belong together with the newest: a try without slots follows from what came before it. */
function rootOf(exceptions: readonly ExceptionEntry[]): ExceptionEntry | undefined {
  let root = exceptions[0];
  for (const older of exceptions.slice(1)) {
    if (root === undefined || !(isLackOfSlots(root) || root.timestamp - older.timestamp <= TOGETHER_MS)) break;
    root = older;
  }
  return root;
}

function killsSince({ history }: StoryFacts, afterMs: number): StoryKill[] {
  return (history?.ends ?? []).flatMap((end) => {
    const kill = killOf(end);
    return kill !== undefined && kill.seenMs > afterMs ? [kill] : [];
  });
}

/** A TaskManager that was killed, and whose death the page saw. */
function killOf({ name, service, exitCode, taskManagerId, seenMs, notBeforeMs }: ContainerEnd): StoryKill | undefined {
  if (service !== "taskmanager" || seenMs === undefined || (exitCode !== KILLED_EXIT_CODE && exitCode !== null)) return undefined;
  return { name, taskManagerId, seenMs, notBeforeMs: notBeforeMs ?? seenMs };
}

type Measured = Omit<Incident, "phase" | "caughtUpMs" | "backlog" | "isWatched">;

function measure(startMs: number, facts: StoryFacts, same: Incident | undefined): Measured {
  const { job, slots } = facts;
  const failures = facts.exceptions.filter(({ timestamp }) => timestamp >= startMs);
  const root = failures.at(-1);
  const lastFailureMs = failures[0]?.timestamp;
  const kills = killsSince(facts, startMs - 1);
  const jobRunningMs = job.timestamps.RUNNING ?? 0;
  const scheduledMs = lastFailureMs !== undefined && job.state === "RUNNING" && jobRunningMs >= lastFailureMs ? jobRunningMs : undefined;
  const times = taskTimes(facts, scheduledMs);
  return {
    startMs,
    kills: kills.length === 0 ? (same?.kills ?? []) : kills,
    failure: root === undefined ? same?.failure : failureOf(root),
    triesWithoutSlots: failures.filter(isLackOfSlots).length,
    scheduledMs,
    ...times,
    checkpoint: checkpointOf(facts, root?.timestamp, same),
    slotsNeeded: slotsNeeded(job.vertices),
    slots: slots ?? same?.slots,
    taskCount: job.vertices.reduce((sum, { parallelism }) => sum + parallelism, 0),
  };
}

function failureOf(entry: ExceptionEntry): StoryFailure {
  return {
    atMs: entry.timestamp,
    ...noticeOf(entry),
    ...rootCause(entry),
    task: entry.taskName?.replace(/ - execution #\d+$/, "") ?? undefined,
    isNeverRestarted: isNeverRestarted(entry),
  };
}

/** From the subtasks' own times, those of the attempt that began with this restart. */
function taskTimes(facts: StoryFacts, scheduledMs: number | undefined): Pick<Incident, "deployedMs" | "restoringMs" | "runningMs"> {
  const subtasks = facts.times.flatMap(({ subtasks: own }) => own.map(({ timestamps }) => timestamps));
  const isOfThisTry = scheduledMs !== undefined && subtasks.length > 0 && subtasks.every(({ CREATED }) => CREATED >= scheduledMs - 1000);
  if (!isOfThisTry) return { deployedMs: undefined, restoringMs: undefined, runningMs: undefined };
  const entered = (state: "DEPLOYING" | "INITIALIZING" | "RUNNING"): number[] => subtasks.map((timestamps) => timestamps[state] ?? 0);
  const all = (moments: number[]): number | undefined => (moments.every((atMs) => atMs > 0) ? Math.max(...moments) : undefined);
  const deployed = entered("DEPLOYING").filter((atMs) => atMs > 0);
  return {
    deployedMs: deployed.length === 0 ? undefined : Math.min(...deployed),
    restoringMs: all(entered("INITIALIZING")),
    runningMs: all(entered("RUNNING")),
  };
}

function checkpointOf(facts: StoryFacts, failureMs: number | undefined, same: Incident | undefined): Incident["checkpoint"] {
  const { restored, latestCompleted } = facts;
  if (restored !== undefined && failureMs !== undefined && restored.atMs >= failureMs) {
    const atMs =
      same?.checkpoint?.id === restored.id ? same.checkpoint.atMs : latestCompleted?.id === restored.id ? latestCompleted.atMs : Number.NaN;
    return { id: restored.id, atMs, isRestored: true };
  }
  // Once something failed the latest completed one stays the latest until all tasks run again.
  if (same?.checkpoint !== undefined && same.failure !== undefined) return same.checkpoint;
  return latestCompleted === undefined ? undefined : { ...latestCompleted, isRestored: false };
}

function caughtUp(runningMs: number | undefined, reading: Reading | undefined, target: number | undefined): number | undefined {
  if (runningMs === undefined || reading === undefined || reading.atMs <= runningMs) return undefined;
  if (target !== undefined && reading.read !== undefined && reading.read >= target) return reading.atMs;
  // With nothing new to read, the sources report no position; that nothing is pending is then all there is to know.
  return reading.read === undefined && reading.pending === 0 && reading.atMs - runningMs >= FRESH_METRICS_MS ? reading.atMs : undefined;
}

function backlogOf(reading: Reading | undefined, lastRead: number | undefined, runningMs: number | undefined): number | undefined {
  if (reading?.written === undefined) return undefined;
  const read = runningMs === undefined ? lastRead : (reading.read ?? lastRead);
  return read === undefined ? undefined : Math.max(0, reading.written - read);
}

function phaseOf(incident: Incident, facts: StoryFacts): StoryPhase {
  const { job } = facts;
  if (job.state === "FAILED") return "failed";
  // Canceled or finished: whatever it was, it is over.
  if (jobStatusFacts(job.state).isTerminal) return "over";
  if (incident.failure === undefined) {
    if (!allTasksRun(job)) return "restarting";
    const isGone = incident.kills.every(
      ({ taskManagerId }) => taskManagerId !== null && facts.registered?.includes(taskManagerId) === false,
    );
    const sinceMs = job.now - Math.max(...incident.kills.map(({ seenMs }) => seenMs));
    return sinceMs > (isGone ? OLDEST_REPLY_MS : UNNOTICED_MS) ? "unaffected" : "unnoticed";
  }
  if (incident.scheduledMs === undefined) return "restarting";
  if (incident.runningMs !== undefined && allTasksRun(job)) {
    // Without topics nobody can measure it.
    const isMeasurable = facts.history !== undefined && incident.isWatched;
    return incident.caughtUpMs !== undefined || !isMeasurable ? "over" : "catching-up";
  }
  if (incident.restoringMs !== undefined || incident.runningMs !== undefined) return "restoring";
  return incident.deployedMs === undefined ? "waiting" : "deploying";
}

function isOver(phase: StoryPhase): boolean {
  return phase === "over" || phase === "unaffected" || phase === "failed";
}

/** Up to where all is told: what happens later is another incident. */
function lastMoment(incident: Incident, { job, exceptions }: StoryFacts): number {
  const moments = [
    incident.runningMs,
    incident.caughtUpMs,
    incident.startMs,
    ...incident.kills.map(({ seenMs }) => seenMs),
    exceptions[0]?.timestamp,
  ];
  const latest = Math.max(...moments.filter((moment) => moment !== undefined));
  return job.state === "FAILED" ? Math.max(latest, job.now) : latest;
}
