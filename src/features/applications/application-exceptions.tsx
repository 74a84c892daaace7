import type { ReactNode } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { isApplicationOver } from "../../domain/application-state.ts";
import { jobTitle } from "../../domain/job-name.ts";
import { formatClock, shortId } from "../../domain/units.ts";
import { applicationExceptionsOptions } from "../../observe/application.ts";
import type { Application, ApplicationExceptions } from "../../rest/applications.ts";
import { useNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { ReplyText } from "../../ui/reply-text.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { Time } from "../../ui/time.tsx";

type Entry = ApplicationExceptions["exceptionHistory"]["entries"][number];

/** All exceptions of an application, newest first, each with its job and its stack trace. */
export function ApplicationExceptionsPanel({ application, id }: { application: Application | undefined; id: string }): ReactNode {
  const query = useFact(applicationExceptionsOptions, id);
  return (
    <QueryRegion query={query} loading={null}>
      {({ exceptionHistory: { entries } }) =>
        entries.length === 0 ? (
          <EmptyState>
            {application !== undefined && isApplicationOver(application)
              ? "The application ended without an exception."
              : "No exception ended the application. Exceptions of its jobs are on the jobs' pages."}
          </EmptyState>
        ) : (
          <ol aria-label="Exceptions">
            {entries
              .toSorted((a, b) => b.timestamp - a.timestamp)
              .map((entry, index) => (
                // Two may have the same time.
                <One key={`${String(index)} ${String(entry.timestamp)}`} entry={entry} application={application} />
              ))}
          </ol>
        )
      }
    </QueryRegion>
  );
}

function One({ entry, application }: { entry: Entry; application: Application | undefined }): ReactNode {
  const now = useNow();
  const job = application?.jobs.find(({ jid }) => jid === entry.jobId);
  return (
    <li className="border-b border-line px-4 py-3 text-dense">
      <h3 className="flex flex-wrap items-center gap-x-2.5 font-text">
        <StateShape shape="failed" tone="failed" />
        <span className="text-fg-3">
          <Time atMs={entry.timestamp} isStop>
            {formatClock(entry.timestamp, now)}
          </Time>
        </span>
        <span className="font-strong wrap-anywhere text-st-failed-text">{visibleText(entry.exceptionName)}</span>
        {entry.jobId === undefined || entry.jobId === null ? (
          <span className="text-fg-3">the program itself</span>
        ) : (
          <Link to={`/job/completed/${urlPart(entry.jobId)}/exceptions`}>
            {job === undefined ? `Job ${visibleText(shortId(entry.jobId))}` : jobTitle(job)}
          </Link>
        )}
      </h3>
      <ReplyText text={entry.stacktrace} />
    </li>
  );
}
