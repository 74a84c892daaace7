import type { ReactNode } from "react";
import { Link } from "react-router";

import { type Assessment, reasonPath, sinceOrigin, sinceWords, verdictOf } from "../../domain/assessment.ts";
import { formatAgo, formatClock } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import type { JobRow } from "./jobs-model.ts";

/** Why a job needs attention: the worst reason with its time, as a link to its place. Its title has all of them. */
export function JobReasons({ row }: { row: JobRow }): ReactNode {
  const nowMs = useNow();
  const { assessment } = row;
  const title = assessment === undefined ? undefined : inWords(assessment, nowMs);
  if (assessment === undefined || verdictOf(assessment) !== "trouble") {
    return (
      <span className="text-fg-3" title={title}>
        {row.needsAttention ? "Not all tasks run" : shortVerdict(assessment)}
      </span>
    );
  }
  const [worst, ...others] = assessment.reasons;
  if (worst === undefined) return null;
  return (
    <span title={title}>
      <Link className="font-strong text-st-restarting-text" to={reasonPath(row.id, worst)}>
        {worst.label}
      </Link>
      <span className="text-fg-2">
        {worst.since !== undefined && ` ${sinceWords(worst.since, nowMs)}`}
        {others.length > 0 && `, and ${String(others.length)} more`}
      </span>
    </span>
  );
}

function shortVerdict(assessment: Assessment | undefined): string {
  if (assessment === undefined) return "not assessed yet";
  if (assessment.unread.length === 0) return "none";
  return `not assessed: ${assessment.unread.map(({ source }) => source).join(", ")}`;
}

/** All reasons, what was not assessed and why, and when, one a line. */
function inWords({ atMs, reasons, unread }: Assessment, nowMs: number): string {
  return [
    ...reasons.map(({ text, since }) => (since === undefined ? text : `${text} (${sinceWords(since, nowMs)}, ${sinceOrigin(since)})`)),
    ...unread.map(({ source, why }) => `Not assessed: ${source}. ${why}`),
    `Assessed at ${formatClock(atMs, nowMs)}, ${formatAgo(nowMs - atMs)}.`,
  ].join("\n");
}
