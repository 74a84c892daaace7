import { visibleText } from "../base/visible-text.ts";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { shortId } from "../domain/units.ts";
import { BarContent } from "../ui/bar-slot.tsx";
import type { ExceptionEntry } from "../rest/exceptions.ts";
import { ErrorState } from "../ui/empty-and-error-state.tsx";
import { ReplyText } from "../ui/reply-text.tsx";

/**
 * A job that the cluster does not know, or for which the call failed: the error, and a link back.
 */
export function UnknownJob({
  jobId,
  error,
  cause,
  onRetry,
}: {
  jobId: string;
  error: Error;
  /** The newest exception of the job, if the cluster has any. */
  cause: ExceptionEntry | undefined;
  onRetry: () => void;
}): ReactNode {
  const reply = "reply" in error && typeof error.reply === "string" ? error.reply : undefined;
  const isUnknown = "status" in error && (error.status === 404 || error.status === 400);
  return (
    <div className="mx-auto mt-[12vh] grid max-w-155 content-start justify-items-start gap-3 px-6 pb-6 wrap-anywhere text-fg-2 normal-nums [&>[role=alert]>div]:gap-2">
      <BarContent crumb={<Link to="/job/running">Jobs</Link>} title={shortId(jobId)} />
      <h2 className="text-heading font-title text-fg">{isUnknown ? "This cluster has no such job" : "The job cannot be shown"}</h2>
      <p>
        {isUnknown
          ? "A restarted cluster has forgotten earlier jobs, and the JobManager keeps only some that have ended. The playground starts fresh in each tab and after each reload."
          : "The cluster did not answer correctly. The job appears as soon as it does."}
      </p>
      <p className="mono">{visibleText(jobId)}</p>
      <ErrorState words={error.message} reply={reply} onRetry={onRetry} />
      {cause !== undefined && (
        <section className="w-full" aria-label="Why the job failed">
          <h3 className="font-title text-fg">The cluster has an exception of this job</h3>
          <p>A job without details may have failed while its JobMaster was created.</p>
          <ReplyText text={cause.stacktrace} />
        </section>
      )}
      <p>
        <Link to="/job/running">All jobs of this cluster</Link>
      </p>
    </div>
  );
}
