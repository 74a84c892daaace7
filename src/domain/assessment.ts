// The result of an assessment of a job, as the overview and the job's page show it. The rules that
// make it are in triage.ts, which loads later.
import { urlPart } from "../base/url-part.ts";
import { formatClock } from "./units.ts";

/** The kinds of reasons why a job needs attention, worst first. */
export const REASON_KINDS = [
  "restart-loop",
  "not-running",
  "tasks-waiting",
  "checkpoints-failing",
  "checkpoints-overdue",
  "backpressure",
  "lag-growing",
  "subtask-skew",
  "recent-failures",
] as const;

export type ReasonKind = (typeof REASON_KINDS)[number];

/** Since when a reason holds, epoch ms. */
export type Since = {
  readonly atMs: number;
  /** `cluster`: a time that the cluster reports. `page`: when this page first saw it. */
  readonly by: "cluster" | "page";
  /** Whether it may have begun earlier. */
  readonly isAtLeast: boolean;
};

/** The tab of a job's page that a reason is about. */
export type ReasonTab = "vertices" | "checkpoints" | "backpressure" | "exceptions";

/** Why a job needs attention. */
export type Reason = {
  readonly kind: ReasonKind;
  /** In a few words: `Checkpoints failing`. */
  readonly label: string;
  /** In one or two sentences. */
  readonly text: string;
  readonly since: Since | undefined;
  readonly tab: ReasonTab;
  readonly vertexId?: string;
  readonly subtask?: number;
};

/** What an assessment reads. */
export type TriageSource = "job" | "checkpoints" | "restarts" | "exceptions" | "load" | "lag";

/** A source that could not be read, and why. */
export type Unread = { readonly source: TriageSource; readonly why: string };

/** A job as it was assessed. */
export type Assessment = {
  /** When, epoch ms by the page's clock. */
  readonly atMs: number;
  /** Worst first. */
  readonly reasons: readonly Reason[];
  /** The rules about these sources were not applied. */
  readonly unread: readonly Unread[];
};

/** `well` only if every source was read and no rule applies. */
export type Verdict = "trouble" | "not-assessed" | "well";

/** What is known about a job; undefined is a job that was not assessed yet. */
export function verdictOf(assessment: Pick<Assessment, "reasons" | "unread"> | undefined): Verdict {
  if (assessment !== undefined && assessment.reasons.length > 0) return "trouble";
  return assessment === undefined || assessment.unread.length > 0 ? "not-assessed" : "well";
}

/** For sorting jobs by trouble: the lowest is the worst. */
export function troubleOrder(assessment: Assessment | undefined): number {
  const [worst] = assessment?.reasons ?? [];
  if (worst !== undefined) return REASON_KINDS.indexOf(worst.kind);
  return verdictOf(assessment) === "well" ? REASON_KINDS.length + 1 : REASON_KINDS.length;
}

/** `since 21:04:12`, or `since at least 21:04:12`. */
export function sinceWords({ atMs, isAtLeast }: Since, nowMs: number): string {
  return `since ${isAtLeast ? "at least " : ""}${formatClock(atMs, nowMs)}`;
}

/** What {@link sinceWords} leaves out, for a title. */
export function sinceOrigin({ by, isAtLeast }: Since): string {
  if (by === "page") return "when this page first saw it";
  return isAtLeast ? "the oldest time that the cluster still reports" : "by the cluster's own times";
}

/** The place of a reason on the job's page, as a path within the router. */
export function reasonPath(jobId: string, { tab, vertexId, subtask }: Pick<Reason, "tab" | "vertexId" | "subtask">): string {
  const query = new URLSearchParams();
  if (vertexId !== undefined) query.set("vertex", vertexId);
  if (subtask !== undefined) {
    query.set("show", "subtasks");
    query.set("subtask", String(subtask));
  }
  const path = `/job/running/${urlPart(jobId)}/${tab === "vertices" ? "overview" : tab}`;
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
