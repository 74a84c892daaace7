import type { ReactNode } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { failureWords } from "../../client/failure-words.ts";
import { useConfig } from "../../client/use-client.tsx";
import { shortId } from "../../domain/units.ts";
import { BarContent } from "../../ui/bar-slot.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { useHasApplications } from "./use-has-applications.ts";

/** An application that the cluster does not know, or for which the call failed: the error, and a link back. */
export function UnknownApplication({ id, error, onRetry }: { id: string; error: Error; onRetry: () => void }): ReactNode {
  const hasApplications = useHasApplications();
  const version = useConfig()?.["flink-version"];
  const isUnknown = "status" in error && (error.status === 404 || error.status === 400);
  return (
    <div className="mx-auto mt-[12vh] grid max-w-155 content-start justify-items-start gap-3 px-6 pb-6 wrap-anywhere text-fg-2 normal-nums [&>[role=alert]>div]:gap-2">
      <BarContent crumb={<Link to="/application/running">Applications</Link>} title={visibleText(shortId(id))} />
      <h2 className="text-heading font-title text-fg">
        {isUnknown ? "This cluster has no such application" : "The application cannot be shown"}
      </h2>
      <p>
        {!isUnknown
          ? "The cluster did not answer correctly. The application appears as soon as it does."
          : hasApplications
            ? "A restarted cluster has forgotten earlier applications, and the JobManager keeps only some that have ended."
            : `Flink has applications since 2.3${version === undefined ? "" : `; this is ${visibleText(version)}`}. Each program's jobs are in the list of jobs.`}
      </p>
      <p className="mono">{visibleText(id)}</p>
      <ErrorState {...failureWords(error)} onRetry={onRetry} />
      <p>
        {hasApplications ? (
          <Link to="/application/running">All applications of this cluster</Link>
        ) : (
          <Link to="/job/running">All jobs of this cluster</Link>
        )}
      </p>
    </div>
  );
}
