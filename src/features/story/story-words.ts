import type { StateTone } from "../../base/state-tone.ts";
import { formatAge, formatClock, formatClockTenths, formatCount, formatCounted, formatDuration } from "../../domain/units.ts";
import { visibleText } from "../../base/visible-text.ts";
import type { Incident, StoryPhase } from "./story-model.ts";

/** A name that stands in the sentence in its own type. */
export type StoryPart = string | { name: string };

/** What happened in a sentence, and what comes of it. */
export type StorySentence = { lead: readonly StoryPart[]; rest: string };

/** A step, with its measured time in the title once it has one. */
export type StoryStep = { id: string; title: string; detail: string; tone: StateTone; progress: "done" | "now" | "later" };

/** Whether the proof, read from the topic alone, says that it holds. */
export type StoryProof = "holds" | "open" | "broken";

/** How the proof stands, and how far it reaches in event time, epoch ms. */
export type ProofReach = {
  standing: StoryProof;
  /** The end of the last window that is judged. */
  judgedThroughMs: number | undefined;
  /** What the clicks have reached. */
  newestClickMs: number | undefined;
};

/**
 * What the proof says of everything up to `throughMs`, an event time: till each window is judged that had clicks by then it is open,
 * however well the windows before it look.
 */
export function proofThrough(reach: ProofReach | undefined, throughMs: number | undefined): StoryProof {
  if (reach === undefined) return "open";
  if (reach.standing !== "holds") return reach.standing;
  return throughMs !== undefined && reach.judgedThroughMs !== undefined && reach.judgedThroughMs >= throughMs ? "holds" : "open";
}

/** The sentence above the graph. `nowMs` is epoch ms. */
export function storySentence(incident: Incident, nowMs: number, proof: StoryProof): StorySentence {
  const { phase } = incident;
  switch (phase) {
    case "unnoticed":
      return {
        lead: [...happened(incident, nowMs), " The JobManager has not noticed yet."],
        rest: "It does when two heartbeats in a row cannot be delivered, or when a task elsewhere loses its connection.",
      };
    case "unaffected":
      return { lead: [...happenedAt(incident, nowMs), " No task of this job was lost with it."], rest: "The job goes on." };
    case "restarting":
      return {
        lead: [...happened(incident, nowMs), incident.triesWithoutSlots > 0 ? ` ${slotsWords(incident)}` : " The job is RESTARTING."],
        rest: [incident.triesWithoutSlots > 0 ? nextTryWords(incident) : "", goesBackWords(incident)].join(" ").trim(),
      };
    case "waiting":
      return { lead: [...happened(incident, nowMs), ` ${slotsWords(incident)}`], rest: goesBackWords(incident) };
    case "deploying":
      return { lead: [...happened(incident, nowMs), " The tasks are being sent to their slots."], rest: goesBackWords(incident) };
    case "restoring":
      return { lead: [...happened(incident, nowMs), ` The tasks restore ${checkpointWords(incident)}.`], rest: "" };
    case "catching-up":
      return {
        lead: [...happened(incident, nowMs), " All tasks run again."],
        rest:
          incident.backlog === undefined
            ? "They work off what came meanwhile."
            : `They work off ${formatCounted(incident.backlog, "record")} that came meanwhile.`,
      };
    case "over":
      return { lead: ["Recovered."], rest: "" };
    case "failed":
      return { lead: [...happenedAt(incident, nowMs), " The job FAILED."], rest: failedWords(incident, proof) };
  }
}

/** The quiet line after a recovery: what happened and how long it took, measured. */
export function recoveredParts(incident: Incident, nowMs: number, proof: StoryProof): readonly StoryPart[] {
  const fromMs = incident.kills[0]?.seenMs ?? incident.failure?.atMs ?? incident.startMs;
  const back =
    incident.checkpoint === undefined || !incident.checkpoint.isRestored
      ? "began anew"
      : `went back to checkpoint ${formatCount(incident.checkpoint.id)}`;
  const end =
    incident.caughtUpMs !== undefined
      ? `had caught up ${formatDuration(incident.caughtUpMs - fromMs)} later.`
      : incident.runningMs !== undefined
        ? `all its tasks ran again ${formatDuration(incident.runningMs - fromMs)} later.`
        : "is over.";
  const clicks = proof === "holds" && incident.caughtUpMs !== undefined ? " No click lost, none counted twice." : "";
  return [...happenedAt(incident, nowMs, ";"), ` the job ${back} and ${end}${clicks}`];
}

function happened(incident: Incident, nowMs: number): StoryPart[] {
  const [kill] = incident.kills;
  if (kill !== undefined) return [...killedNames(incident), ` killed ${formatAge(nowMs - kill.seenMs)} ago.`];
  if (incident.failure === undefined) return ["The job left RUNNING."];
  return [...failedTask(incident), ` ${formatAge(nowMs - incident.failure.atMs)} ago.`];
}

function happenedAt(incident: Incident, nowMs: number, end = "."): StoryPart[] {
  const [kill] = incident.kills;
  if (kill !== undefined) return [...killedNames(incident), ` killed at ${formatClock(kill.seenMs, nowMs)}${end}`];
  return [...failedTask(incident), ` at ${formatClock(incident.failure?.atMs ?? incident.startMs, nowMs)}${end}`];
}

function killedNames({ kills }: Incident): StoryPart[] {
  const names = [...new Set(kills.map(({ name }) => name))];
  const parts = names.flatMap((name, index): StoryPart[] => [
    ...(index === 0 ? [] : [index === names.length - 1 ? " and " : ", "]),
    { name },
  ]);
  return [...parts, names.length === 1 ? " was" : " were"];
}

/** A TaskManager that is gone is no fault of the task that was on it. */
function failedTask({ failure }: Incident): StoryPart[] {
  if (failure === undefined) return ["The job failed"];
  if (failure.loss !== undefined) return [`A TaskManager was ${failure.loss}`];
  return failure.task === undefined ? [`${failure.exception} in the job`] : [visibleText(`${failure.exception} in ${failure.task}`)];
}

function slotsWords({ slotsNeeded, slots, triesWithoutSlots }: Incident): string {
  const has = slots === undefined ? "" : `; the cluster has ${formatCount(slots.free)}${slots.free > 0 ? " free" : ""}`;
  const needs = formatCounted(slotsNeeded, "slot");
  return triesWithoutSlots > 0
    ? `The job tried ${triesWithoutSlots === 1 ? "once" : formatCounted(triesWithoutSlots, "time")} to get ${needs}${has}.`
    : `The job waits for ${needs}${has}.`;
}

function nextTryWords({ slots, slotsNeeded }: Incident): string {
  const enough = slots !== undefined && slots.free >= slotsNeeded;
  return enough
    ? "Now there are enough; the next try comes by itself and may take up to a minute."
    : "It tries again by itself; the next try may take up to a minute.";
}

function goesBackWords(incident: Incident): string {
  const { checkpoint } = incident;
  if (checkpoint === undefined) return "";
  const eventMs = incident.kills[0]?.seenMs ?? incident.failure?.atMs;
  const beforeMs = eventMs === undefined ? Number.NaN : eventMs - checkpoint.atMs;
  const taken = beforeMs >= 0 ? `, taken ${formatDuration(beforeMs)} before` : "";
  return `It will go back to ${checkpointWords(incident)}${taken}.`;
}

function checkpointWords({ checkpoint }: Incident): string {
  return checkpoint === undefined ? "their state" : `checkpoint ${formatCount(checkpoint.id)}`;
}

function failedWords({ failure }: Incident, proof: StoryProof): string {
  const why =
    failure === undefined
      ? "It was not to be restarted."
      : `${failure.isNeverRestarted ? "It has no restart strategy, as by default without checkpointing." : "Its restart strategy gave up."} The cause: ${failure.exception}${failure.message === "" ? "" : `, ${firstWords(visibleText(failure.message))}`}.`;
  return proof === "broken" ? `${why} The proof says what is lost.` : why;
}

const MOST_WORDS_CHARS = 160;

function firstWords(text: string): string {
  const trimmed = text.replace(/\.$/, "");
  return trimmed.length > MOST_WORDS_CHARS ? `${trimmed.slice(0, MOST_WORDS_CHARS)}…` : trimmed;
}

/** The way of a recovery, step by step: measured where it is done, counting where it is now. */
export function storySteps(incident: Incident, nowMs: number): readonly StoryStep[] {
  const { failure, scheduledMs, deployedMs, restoringMs, runningMs, caughtUpMs } = incident;
  const [kill] = incident.kills;
  const span = (fromMs: number | undefined, toMs: number | undefined): string =>
    fromMs === undefined ? "" : `: ${formatDuration(Math.max(0, (toMs ?? nowMs) - fromMs))}`;
  const progress = (fromMs: number | undefined, toMs: number | undefined): StoryStep["progress"] =>
    toMs !== undefined ? "done" : fromMs !== undefined ? "now" : "later";
  const timed = (
    id: string,
    title: string,
    tone: StateTone,
    fromMs: number | undefined,
    toMs: number | undefined,
    detail: string,
  ): StoryStep => ({
    id,
    title: `${title}${span(fromMs, toMs)}`,
    detail,
    tone,
    progress: progress(fromMs, toMs),
  });

  const begin: StoryStep[] =
    kill === undefined
      ? [
          {
            id: "failed",
            title: "Failed",
            detail: failure === undefined ? "" : formatClockTenths(failure.atMs),
            tone: "failed",
            progress: "done",
          },
        ]
      : [
          { id: "killed", title: "Killed", detail: formatClockTenths(kill.seenMs), tone: "failed", progress: "done" },
          timed(
            "noticed",
            failure === undefined ? "Not noticed" : "Noticed",
            "failed",
            kill.seenMs,
            failure?.atMs,
            failure?.notice ?? "heartbeats go on trying",
          ),
        ];
  const restart =
    incident.triesWithoutSlots > 0 ? `${formatCounted(incident.triesWithoutSlots, "try", "tries")} without slots` : "restart delay";
  const restartStep = timed(
    "restarting",
    "RESTARTING",
    "restarting",
    failure?.atMs,
    scheduledMs,
    failure === undefined ? "once it is noticed" : restart,
  );
  if (incident.phase === "failed")
    return [...begin, { id: "end", title: "FAILED", detail: "not restarted", tone: "failed", progress: "done" }];
  return [
    ...begin,
    restartStep,
    timed("waiting", "Waiting for slots", "scheduled", scheduledMs, deployedMs, waitingWords(incident)),
    timed(
      "deploying",
      "Deploy",
      "deploying",
      deployedMs,
      restoringMs,
      deployedMs === undefined ? "as soon as slots are there" : `${formatCounted(incident.taskCount, "task")}`,
    ),
    timed(
      "restoring",
      incident.checkpoint === undefined ? "Start" : `Restore ${checkpointWords(incident)}`,
      "initializing",
      restoringMs,
      runningMs,
      "offsets and counts",
    ),
    timed(
      "catching-up",
      "Catch up",
      "running",
      runningMs,
      caughtUpMs ?? (incident.phase === "over" ? runningMs : undefined),
      backlogWords(incident),
    ),
  ].filter(({ id }) => id !== "catching-up" || isCatchUpKnown(incident));
}

/** Without topics, and for a page that came later, nothing is known of it. */
function isCatchUpKnown({ phase, caughtUpMs, backlog }: Incident): boolean {
  return caughtUpMs !== undefined || (phase !== "over" && backlog !== undefined) || phase === "catching-up";
}

function waitingWords({ scheduledMs, deployedMs, taskCount, slots }: Incident): string {
  if (scheduledMs === undefined) return "SCHEDULED";
  if (deployedMs !== undefined) return `${formatCounted(taskCount, "task")} SCHEDULED`;
  const managers =
    slots === undefined ? "" : slots.taskManagers === 0 ? ", no TaskManager" : `, ${formatCounted(slots.taskManagers, "TaskManager")}`;
  return `${formatCounted(taskCount, "task")} SCHEDULED${managers}`;
}

function backlogWords({ backlog, caughtUpMs }: Incident): string {
  if (caughtUpMs !== undefined) return "live again";
  return backlog === undefined ? "what came meanwhile" : formatCounted(backlog, "record");
}

/** Phases in which a TaskManager that is down should be started. */
const WANTS_SLOTS: readonly StoryPhase[] = ["unnoticed", "restarting", "waiting"];

/** Which container to start, if that is a way out: the one that was killed first and is still down. */
export function wayOut({ phase, kills }: Incident, exited: readonly string[]): string | undefined {
  if (!WANTS_SLOTS.includes(phase)) return undefined;
  return kills.find(({ name }) => exited.includes(name))?.name ?? (phase === "unnoticed" ? undefined : exited[0]);
}
