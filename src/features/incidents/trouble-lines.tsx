import type { ReactNode } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { type Assessment, type Reason, reasonPath, sinceOrigin, sinceWords } from "../../domain/assessment.ts";
import { formatCounted } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";

/** The most reasons that are said above the graph. The tabs of the others are marked. */
const MOST_LINES = 3;

/** Why the job needs attention, worst first, and what could not be assessed. */
export function TroubleLines({
  jobId,
  reasons,
  unread,
}: { jobId: string; reasons: readonly Reason[] } & Pick<Assessment, "unread">): ReactNode {
  const nowMs = useNow();
  const rest = reasons.length - MOST_LINES;
  if (reasons.length === 0 && unread.length === 0) return null;
  return (
    <div data-incident>
      {reasons.slice(0, MOST_LINES).map((reason) => (
        <p key={reason.kind} className={LINE}>
          <Link className="font-strong text-st-restarting-text" to={reasonPath(jobId, reason)}>
            {reason.label}
          </Link>
          {reason.since !== undefined && <span title={sinceOrigin(reason.since)}> {sinceWords(reason.since, nowMs)}</span>}. {reason.text}
        </p>
      ))}
      {rest > 0 && <p className={LINE}>{formatCounted(rest, "more reason")}: see the marked tabs.</p>}
      {unread.length > 0 && (
        <p className={LINE} title={unread.map(({ source, why }) => `${source}: ${why}`).join("\n")}>
          Not assessed: {unread.map(({ source }) => source).join(", ")}.
        </p>
      )}
      {/* The visible sentences have numbers that change. Screen readers hear only which reasons there are. */}
      <p className="sr-only" role="status">
        {reasons.length > 0 && visibleText(`Needs attention: ${reasons.map(({ label }) => label).join(", ")}.`)}
      </p>
    </div>
  );
}

const LINE = "min-w-0 py-0.5 leading-5 wrap-anywhere text-fg-2 normal-nums";
