import "./exceptions.css";

import type { ReactNode } from "react";
import { Link } from "react-router";

import { formatClock, formatCounted, formatElapsed } from "../../domain/units.ts";
import type { Job } from "../../rest/jobs.ts";
import { useNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/faces.tsx";
import { Region } from "../../ui/region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { type ExceptionGroup, exceptionGroups, type ExceptionView } from "./exceptions-model.ts";
import { useContainers, useExceptions } from "./queries.ts";

/** What went wrong in a job, newest first, each with its stack trace. */
export function ExceptionsPanel({ job, jobId }: { job: Job | undefined; jobId: string }): ReactNode {
  const exceptions = useExceptions(jobId);
  const containers = useContainers();
  return (
    <Region query={exceptions} loading={<Loading />}>
      {(data) => {
        const groups = exceptionGroups(data, containers);
        return groups.length === 0 ? (
          <EmptyState>{noException(job)}</EmptyState>
        ) : (
          <>
            <ol className="exceptions" aria-label="Exceptions">
              {groups.map((group, index) => (
                <Group key={group.key} group={group} isLatest={index === 0} />
              ))}
            </ol>
            {data.exceptionHistory.truncated && <EmptyState>The cluster keeps no more than these; older ones are gone.</EmptyState>}
          </>
        );
      }}
    </Region>
  );
}

function noException(job: Job | undefined): string {
  return job === undefined
    ? "No exception since the job started."
    : `No exception since the job started ${formatElapsed(job.duration)} ${job["end-time"] >= 0 ? "before its end" : "ago"}.`;
}

function Loading(): ReactNode {
  return (
    <div className="exceptions">
      {Array.from({ length: 3 }, (_, index) => (
        <p key={index} className="one">
          <Skeleton width={360} />
        </p>
      ))}
    </div>
  );
}

function Group({ group, isLatest }: { group: ExceptionGroup; isLatest: boolean }): ReactNode {
  return (
    <li>
      <One view={group} isOpen={isLatest} />
      {group.concurrent.length > 0 && (
        <div className="with">
          <h3>With it {formatCounted(group.concurrent.length, "more exception")}</h3>
          {group.concurrent.map((view) => (
            <One key={view.key} view={view} isOpen={false} />
          ))}
        </div>
      )}
    </li>
  );
}

function One({ view, isOpen }: { view: ExceptionView; isOpen: boolean }): ReactNode {
  const now = useNow();
  return (
    <details className="one" open={isOpen}>
      <summary>
        <StateShape shape="failed" tone="failed" />
        <span className="at">{formatClock(view.atMs, now)}</span>
        <span className="name" title={view.fullName}>
          {view.shortName}
        </span>
        <span className="message" title={view.message}>
          {view.message}
        </span>
      </summary>
      <dl className="where">
        <dt>Task</dt>
        <dd>{view.task ?? <span className="none">the job as a whole</span>}</dd>
        <dt>TaskManager</dt>
        <dd>
          {view.taskManager === undefined ? (
            <span className="none">none named</span>
          ) : (
            <Link className="mono" to={`/task-manager/${encodeURIComponent(view.taskManager.id)}`} title={view.taskManager.id}>
              {view.taskManager.name}
            </Link>
          )}
        </dd>
        {view.labels.map(([name, value]) => (
          <Label key={name} name={name} value={value} />
        ))}
      </dl>
      <pre className="trace" tabIndex={0} aria-label={`Stack trace of ${view.shortName}`}>
        {view.stackTrace}
      </pre>
    </details>
  );
}

function Label({ name, value }: { name: string; value: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
