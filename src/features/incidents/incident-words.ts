import type { StateTone } from "../../base/state-tone.ts";
import { visibleText } from "../../base/visible-text.ts";
import { LATE_MS } from "../../client/use-contact.ts";
import { formatAge, formatClock, formatClockTenths, formatCount, formatCounted, formatDuration } from "../../domain/units.ts";
import type { ReportedFailure, TaskCounts } from "./incident-facts.ts";
import type { Incident, IncidentKill } from "./incident-model.ts";

/** A name that is set in its own type. */
export type SentencePart = string | { name: string };

/** What happened, the state of the job, and other known facts. */
export type IncidentSentence = { lead: readonly SentencePart[]; rest: string };

/** A step, with its measured time in the title. */
export type IncidentStep = { id: string; title: string; detail: string; tone: StateTone; progress: "done" | "now" | "later" };

/** Whether the proof, based on the topic alone, holds. */
export type IncidentProof = "holds" | "open" | "broken";

/** The result of the proof and how far it reaches in event time, epoch ms. */
export type ProofReach = {
  standing: IncidentProof;
  /** The end of the last judged window. */
  judgedThroughMs: number | undefined;
  /** The event time that the clicks have reached. */
  newestClickMs: number | undefined;
};

/**
 * The time at which a sentence is read, epoch ms by the page's clock, and the cluster's refresh
 * interval, ms.
 */
export type Present = { nowMs: number; refreshMs: number };

/**
 * Whether a reply received at `atMs` still describes the present, because the next one is not late
 * yet.
 */
export function isCurrent(atMs: number, { nowMs, refreshMs }: Present): boolean {
  return nowMs - atMs <= refreshMs + LATE_MS;
}

/**
 * The time that the text describes: now, or the time of the last reply if none has arrived for a
 * while. An incident that ended in FAILED does not change any more.
 */
export function describedMoment({ jobAtMs, phase }: Pick<Incident, "jobAtMs" | "phase">, present: Present): Present {
  return phase === "failed" || isCurrent(jobAtMs, present) ? present : { ...present, nowMs: jobAtMs };
}

/**
 * The result of the proof for everything up to `throughMs`, an event time. It is open until each
 * window with clicks up to then is judged, however well the earlier windows look.
 */
export function proofThrough(reach: ProofReach | undefined, throughMs: number | undefined): IncidentProof {
  if (reach === undefined) return "open";
  if (reach.standing !== "holds") return reach.standing;
  return throughMs !== undefined && reach.judgedThroughMs !== undefined && reach.judgedThroughMs >= throughMs ? "holds" : "open";
}

/** The sentence above the graph while something is wrong. */
export function incidentSentence(incident: Incident, present: Present, proof: IncidentProof): IncidentSentence {
  const moment = describedMoment(incident, present);
  const { nowMs } = moment;
  const age: SentencePart[] = nowMs === present.nowMs ? [] : [`As of ${formatAge(present.nowMs - nowMs)} ago: `];
  const now = (state: string, ...rest: string[]): IncidentSentence => ({
    lead: [...age, ...happened(incident, nowMs), ` ${state}`],
    rest: rest.filter((words) => words !== "").join(" "),
  });
  switch (incident.phase) {
    case "unnoticed":
      return now(
        areAllRunning(incident.tasks) ? "All tasks are still reported as RUNNING." : `${stateWords(incident.tasks, "the job's")}`,
        "The JobManager notices a lost TaskManager when heartbeats fail, or when another task loses its connection to it.",
      );
    case "unaffected":
      return {
        lead: [...age, ...happenedAt(incident, nowMs)],
        rest: areAllRunning(incident.tasks) ? "All tasks of this job are RUNNING." : stateWords(incident.tasks, "the job's"),
      };
    case "reported":
      return { lead: [...age, ...happened(incident, nowMs)], rest: "" };
    case "restarting":
      return now(`The job is ${incident.jobState}.`, triesWords(incident), checkpointSentence(incident));
    case "waiting":
      return now(waitingSentence(incident, moment), triesWords(incident), checkpointSentence(incident));
    case "deploying":
      return now(`${ofTasks(incident.tasks, incident.tasks.deploying)} DEPLOYING.`, checkpointSentence(incident));
    case "restoring":
      return now(`${ofTasks(incident.tasks, incident.tasks.restoring)} INITIALIZING.`, checkpointSentence(incident));
    case "partial":
      return now(`${ofTasks(incident.tasks, incident.tasks.running)} RUNNING.`);
    case "catching-up":
      return now(
        areAllRunning(incident.tasks) ? "All tasks are RUNNING again." : stateWords(incident.tasks, "the job's"),
        incident.backlog === undefined
          ? "They are catching up on records written during the outage."
          : `Records still to read: ${formatCount(incident.backlog)}.`,
      );
    case "over":
      return { lead: [...age, "Recovered."], rest: "" };
    case "failed":
      return { lead: [...happenedAt(incident, nowMs), " The job FAILED."], rest: failedWords(incident, proof) };
  }
}

/** The quiet line after a recovery: what happened and how long it took, measured. */
export function recoveredParts(incident: Incident, nowMs: number, proof: IncidentProof): readonly SentencePart[] {
  const { checkpoint, caughtUpMs, runningMs, failedMs, kills, tasks } = incident;
  const killMs = kills[0]?.how === "killed" ? kills[0].seenMs : undefined;
  const from = killMs === undefined ? "failure" : kills.length > 1 ? "first kill" : "kill";
  const fromMs = killMs ?? failedMs;
  const later = (atMs: number): string => (fromMs === undefined ? "" : ` ${formatDuration(Math.max(0, atMs - fromMs))} after the ${from}`);
  const back =
    checkpoint?.isRestored === true ? ` The job restarted from checkpoint ${formatCount(checkpoint.id)}.` : " The job restarted.";
  const end =
    caughtUpMs !== undefined
      ? ` It had caught up${later(caughtUpMs)}.`
      : runningMs !== undefined
        ? ` All its tasks were RUNNING again${later(runningMs)}.`
        : areAllRunning(tasks)
          ? " All its tasks are RUNNING."
          : ` ${stateWords(tasks, "its")}`;
  const clicks = proof === "holds" && caughtUpMs !== undefined ? " No click was lost or counted twice." : "";
  return [...happenedAt(incident, nowMs), `${back}${end}${clicks}`];
}

/** The announcement for screen readers when the phase changes. */
export function phaseWords({ phase, jobState, tasks }: Pick<Incident, "phase" | "jobState" | "tasks">): string {
  switch (phase) {
    case "unnoticed":
    case "unaffected":
      return `A TaskManager ended. ${areAllRunning(tasks) ? "All tasks of the job are RUNNING." : stateWords(tasks, "the job's")}`;
    case "reported":
      return "A failure was reported.";
    case "restarting":
      return `The job is ${jobState}.`;
    case "waiting":
      return "Tasks are SCHEDULED.";
    case "deploying":
      return "Tasks are DEPLOYING.";
    case "restoring":
      return "Tasks are INITIALIZING.";
    case "partial":
      return "Some tasks are not RUNNING.";
    case "catching-up":
      return areAllRunning(tasks) ? "All tasks are RUNNING again." : stateWords(tasks, "the job's");
    case "over":
      return "Recovered.";
    case "failed":
      return "The job FAILED.";
  }
}

function happened(incident: Incident, nowMs: number): SentencePart[] {
  return events(incident, (atMs) => `${formatAge(nowMs - atMs)} ago`);
}

function happenedAt(incident: Incident, nowMs: number): SentencePart[] {
  return events(incident, (atMs) => `at ${formatClock(atMs, nowMs)}`);
}

/** The failure, unless it is caused by the kills, and the kills. */
function events({ kills, failure, failedMs, stateSinceMs, jobState }: Incident, when: (atMs: number) => string): SentencePart[] {
  if (failure === undefined || failedMs === undefined) {
    if (kills.length > 0) return killSentence(kills, undefined, when);
    return stateSinceMs === undefined ? [] : [`The job became ${jobState} ${when(stateSinceMs)}.`];
  }
  if (kills.length === 0) return [...failureParts(failure), ` ${when(failedMs)}.`];
  return failure.loss === undefined
    ? [...failureParts(failure), ` ${when(failedMs)}. `, ...killSentence(kills, undefined, when)]
    : killSentence(kills, failedMs, when);
}

function killSentence(kills: readonly IncidentKill[], noticedMs: number | undefined, when: (atMs: number) => string): SentencePart[] {
  const groups = (["killed", "restarted"] as const).flatMap((how) => {
    const names = [...new Set(kills.filter((kill) => kill.how === how).map(({ name }) => name))];
    return names.length === 0 ? [] : [[...listed(names), ` ${names.length === 1 ? "was" : "were"} ${how}`]];
  });
  const seen = kills.flatMap(({ seenMs }) => seenMs ?? []);
  const time =
    seen.length > 0
      ? `${seen.length > 1 ? ", last" : ""} ${when(Math.max(...seen))}.`
      : noticedMs === undefined
        ? "."
        : `. The JobManager noticed ${when(noticedMs)}.`;
  return [...groups.flatMap((parts, index) => (index === 0 ? parts : [", ", ...parts])), time];
}

function listed(names: readonly string[]): SentencePart[] {
  return names.flatMap((name, index): SentencePart[] => [
    ...(index === 0 ? [] : [index === names.length - 1 ? " and " : ", "]),
    { name: visibleText(name) },
  ]);
}

/** A lost TaskManager is not a fault of the task that ran on it. */
function failureParts({ loss, lostIds, exception, task }: ReportedFailure): SentencePart[] {
  if (loss === undefined) return [visibleText(task === undefined ? `${exception} in the job` : `${exception} in ${task}`)];
  const one = lostIds.length <= 1;
  const who = (start: "A" | "a" | ""): SentencePart[] =>
    lostIds.length === 0 ? [`${start === "" ? "a" : start} TaskManager`] : [one ? "TaskManager " : "TaskManagers ", ...listed(lostIds)];
  switch (loss) {
    case "unreachable":
      return [...who("A"), one ? " was reported unreachable" : " were reported unreachable"];
    case "silent":
      return ["The heartbeat of ", ...who("a"), " timed out"];
    case "disconnected":
      return ["The connection to ", ...who("a"), " was lost"];
    case "stopped":
      return [...who("A"), " shut down"];
  }
}

function areAllRunning({ running, total }: TaskCounts): boolean {
  return running === total;
}

/** The states of tasks of which none waits for a restart. `whose` is "its" or "the job's". */
function stateWords({ total, running, finished, created }: TaskCounts, whose: string): string {
  const counts: readonly (readonly [number, string])[] = [
    [running, "RUNNING"],
    [finished, "FINISHED"],
    [created, "CREATED"],
  ];
  const parts = counts
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${formatCount(count)} ${count === 1 ? "is" : "are"} ${state}`);
  const [last, ...before] = parts.toReversed();
  const list = before.length === 0 ? last : `${before.toReversed().join(", ")} and ${String(last)}`;
  return `Of ${whose} ${formatCounted(total, "task")}, ${String(list)}.`;
}

function ofTasks({ total }: TaskCounts, count: number): string {
  if (count === total && total > 1) return `All ${formatCounted(total, "task")} are`;
  return `${formatCount(count)} of ${formatCounted(total, "task")} ${count === 1 ? "is" : "are"}`;
}

/**
 * Slots are counted only while no task has one: waiting tasks may share a slot with running ones.
 */
function waitingSentence({ tasks, slots, slotsNeeded }: Incident, present: Present): string {
  const scheduled = `${ofTasks(tasks, tasks.scheduled)} SCHEDULED.`;
  if (tasks.running > 0) return scheduled;
  if (slots === undefined || !isCurrent(slots.atMs, present)) return `${scheduled} The job needs ${formatCounted(slotsNeeded, "slot")}.`;
  const { free } = slots.value;
  const are = free === 1 ? "is" : "are";
  return free >= slotsNeeded
    ? `${scheduled} The job needs ${formatCounted(slotsNeeded, "slot")}, and ${formatCount(free)} ${are} free.`
    : `The job waits for slots: it needs ${formatCount(slotsNeeded)}, and ${formatCount(free)} ${are} free.`;
}

function triesWords({ triesWithoutSlots: { count, isAtLeast }, jobState, refusal }: Incident): string {
  if (count === 0) return "";
  const tries = `${isAtLeast ? "At least " : ""}${formatCounted(count, "try", "tries")} to start it found too few slots.`;
  const goesOn = refusal === undefined && (jobState === "RESTARTING" || jobState === "RUNNING");
  return goesOn ? `${tries} Flink tries again by itself, by default at least once a minute.` : tries;
}

function checkpointSentence({ checkpoint, failedMs }: Incident): string {
  if (checkpoint === undefined) return "";
  const { id, completedMs, isRestored } = checkpoint;
  const beforeMs = completedMs === undefined || failedMs === undefined ? -1 : failedMs - completedMs;
  const completed = beforeMs < 0 ? "" : `, completed ${formatDuration(beforeMs)} before the failure was reported`;
  return isRestored
    ? `It restarts from checkpoint ${formatCount(id)}${completed}.`
    : `Its latest checkpoint is ${formatCount(id)}${completed}.`;
}

function failedWords({ failure, refusal }: Incident, proof: IncidentProof): string {
  const cause =
    failure === undefined
      ? ""
      : `Cause: ${visibleText(failure.exception)}${failure.message === "" ? "" : `: ${firstWords(visibleText(failure.message))}`}.`;
  const lost = proof === "broken" ? "The proof shows which results are wrong." : "";
  return [refusal === undefined ? "" : REFUSAL_WORDS[refusal], cause, lost].filter((words) => words !== "").join(" ");
}

const REFUSAL_WORDS: Readonly<Record<NonNullable<Incident["refusal"]>, string>> = {
  "no-strategy": "It has no restart strategy, which is Flink's default without checkpointing.",
  suppressed: "Its restart strategy does not allow another restart.",
  "not-recoverable": "Flink does not restart a job after this kind of failure.",
  "not-started": "The JobManager could not start it.",
};

const MOST_WORDS_CHARS = 160;

function firstWords(text: string): string {
  const trimmed = text.replace(/\.$/, "");
  return trimmed.length > MOST_WORDS_CHARS ? `${trimmed.slice(0, MOST_WORDS_CHARS)}…` : trimmed;
}

/**
 * How many tasks the restart deploys, until the first of them runs. It can be a part of them, since
 * Flink restarts the failed region (RestartPipelinedRegionFailoverStrategy). Afterwards no reply
 * tells the tasks of the region from the others.
 */
function restartedWords({ tasks, phase }: Incident): string {
  const isAhead = phase === "waiting" || phase === "deploying";
  return isAhead ? formatCounted(tasks.total - tasks.running - tasks.finished, "task") : "";
}

/** The step that each phase belongs to. A half is between two steps. */
const REACHED: Readonly<Record<Incident["phase"], number>> = {
  unnoticed: 1,
  unaffected: 1,
  reported: 1.5,
  restarting: 2,
  partial: 2.5,
  waiting: 3,
  deploying: 4,
  restoring: 5,
  "catching-up": 6,
  over: 7,
  failed: 7,
};

/** The steps of a recovery: measured when done, counting while in progress. */
export function incidentSteps(incident: Incident, present: Present): readonly IncidentStep[] {
  const { nowMs } = describedMoment(incident, present);
  const { failure, failedMs, scheduledMs, deployedMs, restoringMs, runningMs, caughtUpMs, checkpoint } = incident;
  const [kill] = incident.kills;
  const step = (
    id: string,
    index: number,
    title: string,
    tone: StateTone,
    [fromMs, toMs]: readonly [number | undefined, number | undefined],
    detail: string,
  ): IncidentStep => {
    const reached = REACHED[incident.phase];
    const progress = index < reached ? "done" : index === reached ? "now" : "later";
    const endMs = progress === "later" ? undefined : (toMs ?? (progress === "now" ? nowMs : undefined));
    const span = fromMs === undefined || endMs === undefined ? "" : `: ${formatDuration(Math.max(0, endMs - fromMs))}`;
    return { id, title: `${title}${span}`, detail, tone, progress };
  };
  const begin: IncidentStep[] =
    kill === undefined
      ? [{ id: "failed", title: "Failed", detail: formatClockTenths(failedMs), tone: "failed", progress: "done" }]
      : [
          {
            id: "killed",
            title: kill.how === "killed" ? "Killed" : "Restarted",
            detail: kill.seenMs === undefined ? "before this page was open" : formatClockTenths(kill.seenMs),
            tone: "failed",
            progress: "done",
          },
          step(
            "noticed",
            1,
            failure === undefined ? "Not noticed" : "Noticed",
            "failed",
            noticeSpan(kill, failedMs),
            noticeWords(incident),
          ),
        ];
  if (incident.phase === "failed") {
    return [
      ...begin,
      {
        id: "end",
        title: "FAILED",
        detail: incident.refusal === "not-started" ? "never started" : "not restarted",
        tone: "failed",
        progress: "done",
      },
    ];
  }
  const { count } = incident.triesWithoutSlots;
  const steps = [
    ...begin,
    step(
      "restarting",
      2,
      "Restart",
      "restarting",
      [failedMs, scheduledMs],
      incident.phase === "restarting"
        ? incident.jobState
        : count > 0
          ? `${formatCounted(count, "try", "tries")} without slots`
          : "restart delay",
    ),
    step("waiting", 3, "Wait for slots", "scheduled", [scheduledMs, deployedMs], waitingWords(incident)),
    step("deploying", 4, "Deploy", "deploying", [deployedMs, restoringMs], restartedWords(incident)),
    step(
      "restoring",
      5,
      checkpoint?.isRestored === true ? `Restore checkpoint ${formatCount(checkpoint.id)}` : "Initialize",
      "initializing",
      [restoringMs, runningMs],
      "offsets and state",
    ),
    step("catching-up", 6, "Catch up", "running", [runningMs, caughtUpMs], backlogWords(incident)),
  ];
  return isCatchUpKnown(incident) ? steps : steps.filter(({ id }) => id !== "catching-up");
}

/**
 * The page sees a kill with the next reply about the containers. The JobManager may have noticed it
 * before.
 */
function noticeSpan({ seenMs }: IncidentKill, failedMs: number | undefined): readonly [number | undefined, number | undefined] {
  return seenMs !== undefined && failedMs !== undefined && failedMs <= seenMs ? [undefined, failedMs] : [seenMs, failedMs];
}

function noticeWords({ failure, failedMs, kills: [kill] }: Incident): string {
  if (failure === undefined) return "heartbeats continue";
  const isBeforePage = kill?.seenMs !== undefined && failedMs !== undefined && failedMs <= kill.seenMs;
  return isBeforePage ? `before the page saw the kill: ${failure.notice}` : failure.notice;
}

/** Unknown without topics, and for a page that was opened later. */
function isCatchUpKnown({ phase, caughtUpMs, backlog }: Incident): boolean {
  return caughtUpMs !== undefined || (phase !== "over" && backlog !== undefined) || phase === "catching-up";
}

function waitingWords({ phase, tasks, slots }: Incident): string {
  if (phase !== "waiting") return "SCHEDULED";
  const managers =
    slots === undefined
      ? ""
      : slots.value.taskManagers === 0
        ? ", no TaskManager"
        : `, ${formatCounted(slots.value.taskManagers, "TaskManager")}`;
  return `${formatCounted(tasks.scheduled, "task")} SCHEDULED${managers}`;
}

function backlogWords({ backlog, caughtUpMs }: Incident): string {
  if (caughtUpMs !== undefined) return "live again";
  return backlog === undefined ? "records written since" : formatCounted(backlog, "record");
}

/**
 * The container to start, if that helps: the one that was killed first and is still down. `exited`
 * can be started.
 */
export function containerToStart(incident: Incident, exited: readonly string[], present: Present): string | undefined {
  const { phase, kills, slots, slotsNeeded } = incident;
  if (phase !== "unnoticed" && phase !== "restarting" && phase !== "waiting") return undefined;
  const hasSlots = slots !== undefined && isCurrent(slots.atMs, present) && slots.value.free >= slotsNeeded;
  if (phase === "waiting" && hasSlots) return undefined;
  return kills.find(({ name }) => exited.includes(name))?.name ?? (phase === "unnoticed" ? undefined : exited[0]);
}
