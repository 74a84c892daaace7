import type { StateTone } from "../../base/state-tone.ts";
import { formatCount, formatCounted } from "../../domain/units.ts";
import { MOST_LATE } from "./grid-model.ts";
import type { TallySummary } from "./tally.ts";

/**
 * The result of the proof. `none` before the first window is closed. `unseen` if some records could
 * not be read, in which case it never holds. `inapplicable` if the job's windows do not use event
 * time and counts need not be 1000.
 */
export type ProofStanding = "none" | "holds" | "broken" | "unseen" | "inapplicable";

/** The proof as text: a badge, a sentence with the counts, and further sentences. */
export type Verdict = { standing: ProofStanding; badge: { tone: StateTone; label: string }; lead: string; rest: string };

/** Facts besides the tally. */
export type ProofContext = {
  /** False without `--event-time`; undefined if the plan does not say. */
  isEventTime: boolean | undefined;
  /** Windows whose clicks are all in the topic but which have no result yet. */
  lateWindows: number;
};

/** The result of the proof. */
export function proofStanding(summary: TallySummary, isEventTime: boolean | undefined): ProofStanding {
  if (isEventTime === false) return "inapplicable";
  if (summary.wrong > 0 || summary.missing > 0) return "broken";
  if (summary.notSeen > 0 || summary.unreadable > 0) return "unseen";
  return summary.closedWindows === 0 ? "none" : "holds";
}

/** A sentence and the badge before it. */
export function verdictOf(summary: TallySummary, { isEventTime, lateWindows }: ProofContext): Verdict {
  const standing = proofStanding(summary, isEventTime);
  const closed = `${formatCounted(summary.closedWindows, "window")} confirmed`;
  switch (standing) {
    case "none":
      return {
        standing,
        badge: { tone: "created", label: "not yet" },
        lead: summary.results === 0 ? "No window has a result yet." : `${countedWords(summary)}.`,
        rest: ["A window is confirmed once a window 30 s later has results.", waitingWords(summary), cutWords(summary)]
          .filter(Boolean)
          .join(" "),
      };
    case "inapplicable":
      return {
        standing,
        badge: { tone: "created", label: "does not apply" },
        lead: "The job runs without --event-time.",
        rest: "It uses processing-time windows, so counts vary and need not be 1000.",
      };
    case "holds": {
      const so = lateWindows > 0 || summary.waiting > 0 ? " so far" : "";
      const once = summary.repeated === 0 && summary.cut === 0 ? ", each found once" : "";
      return {
        standing,
        badge: { tone: "running", label: `holds${so}` },
        lead: `${closed}: all ${formatCount(summary.closedCounts)} counts are exactly 1000${once}.`,
        rest: [
          lateWords(lateWindows),
          waitingWords(summary),
          cutWords(summary),
          summary.repeated === 0 ? "None missing, none wrong, none repeated." : `None missing, none wrong, ${repeatedWords(summary)}.`,
        ]
          .filter(Boolean)
          .join(" "),
      };
    }
    case "unseen":
      return {
        standing,
        badge: { tone: "suspended", label: "not all seen" },
        lead: `${closed}, ${countsWords(summary)}.`,
        rest: [unseenWords(summary), "Exactly-once cannot be confirmed."].join(" "),
      };
    case "broken":
      return {
        standing,
        badge: { tone: "failed", label: "does not hold" },
        lead: `${closed}, ${countsWords(summary)}.`,
        rest: [unseenWords(summary), lateWords(lateWindows)].join(" ").trim(),
      };
  }
}

function countedWords({ windows }: TallySummary): string {
  const counted = windows.filter(({ cells }) => cells.some((cell) => cell !== undefined)).length;
  return `${formatCounted(counted, "window")} counted, none confirmed yet`;
}

function countsWords(summary: TallySummary): string {
  return `${formatCount(summary.missing)} missing, ${formatCount(summary.wrong)} wrong, ${formatCount(summary.repeated)} repeated`;
}

function repeatedWords({ repeated }: TallySummary): string {
  return `${formatCount(repeated)} repeated, which an at-least-once sink allows`;
}

function cutWords({ cut }: TallySummary): string {
  return cut === 0
    ? ""
    : `${formatCounted(cut, "count was", "counts were")} cut by a drain: the parts add up to 1000 or are extra results.`;
}

function waitingWords({ waiting }: TallySummary): string {
  return waiting === 0 ? "" : `${formatCounted(waiting, "count is", "counts are")} cut by a drain. The rest follows when the job resumes.`;
}

function unseenWords({ notSeen, unreadable }: TallySummary): string {
  const parts = [
    notSeen > 0 ? `${formatCount(notSeen)} not seen, because the topic dropped them before they were read.` : "",
    unreadable > 0 ? `${formatCounted(unreadable, "record is", "records are")} not a count of this job.` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function lateWords(lateWindows: number): string {
  if (lateWindows === 0) return "";
  if (lateWindows >= MOST_LATE) return `${formatCount(MOST_LATE)} windows or more are due and have no result yet.`;
  return `${formatCounted(lateWindows, "window is", "windows are")} due and ${lateWindows === 1 ? "has" : "have"} no result yet.`;
}

/** For the collapsed playground panel: `proof holds`. */
export function proofWords(summary: TallySummary | undefined, isEventTime: boolean | undefined): string {
  if (summary === undefined) return "proof not read yet";
  switch (proofStanding(summary, isEventTime)) {
    case "none":
      return `proof: ${summary.results === 0 ? "no window confirmed yet" : countedWords(summary)}`;
    case "holds":
      return "proof holds";
    case "unseen":
      return "proof: not all seen";
    case "broken":
      return "proof does not hold";
    case "inapplicable":
      return "proof does not apply";
  }
}
