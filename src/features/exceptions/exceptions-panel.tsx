import "./exceptions.css";

import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { urlPart } from "../../base/url-part.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatClock, formatCounted, formatElapsed } from "../../domain/units.ts";
import { containerNamesOptions } from "../../observe/containers.ts";
import { exceptionsOptions } from "../../observe/exceptions.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Container } from "../../rest/playground.ts";
import { Button } from "../../ui/button.tsx";
import { useNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { type ExceptionGroup, exceptionGroups, type ExceptionView, taskOf } from "./exceptions-model.ts";
import { FaultSwitch } from "./fault-switch.tsx";

/** See {@link ExceptionsPanel}. */
export type ExceptionsPanelProps = {
  job: Job | undefined;
  jobId: string;
  /** Where a subtask of a vertex is, by its index. */
  pathOf: (vertexId: string, subtask: number) => string;
};

const NO_CONTAINERS: readonly Container[] = [];

/** What went wrong in a job, newest first, each with its stack trace. */
export function ExceptionsPanel({ job, jobId, pathOf }: ExceptionsPanelProps): ReactNode {
  const exceptions = useFact(exceptionsOptions, jobId);
  const containers = useFact(containerNamesOptions).data?.containers ?? NO_CONTAINERS;
  const pathOfTask = (task: string): string | undefined => {
    const named = taskOf(task);
    const vertex = job?.vertices.find(({ name }) => name === named?.vertexName);
    return vertex === undefined || named === undefined ? undefined : pathOf(vertex.id, named.subtask);
  };
  return (
    <>
      {job !== undefined && <FaultSwitch job={job} />}
      <QueryRegion query={exceptions} loading={<Loading />}>
        {(data) => {
          const groups = exceptionGroups(data, containers);
          return groups.length === 0 ? (
            <EmptyState>{noException(job)}</EmptyState>
          ) : (
            <>
              <ol className="exceptions" aria-label="Exceptions">
                {groups.map((group, index) => (
                  <Group key={group.key} group={group} isLatest={index === 0} pathOfTask={pathOfTask} />
                ))}
              </ol>
              {data.exceptionHistory.truncated && <EmptyState>The cluster keeps no more than these; older ones are gone.</EmptyState>}
            </>
          );
        }}
      </QueryRegion>
    </>
  );
}

/** Where a task is, by Flink's name of it; undefined if the job has no such vertex. */
type PathOfTask = (task: string) => string | undefined;

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

function Group({ group, isLatest, pathOfTask }: { group: ExceptionGroup; isLatest: boolean; pathOfTask: PathOfTask }): ReactNode {
  return (
    <li>
      <One view={group} isOpen={isLatest} pathOfTask={pathOfTask} />
      {group.concurrent.length > 0 && (
        <div className="with">
          <h3>With it {formatCounted(group.concurrent.length, "more exception")}</h3>
          {group.concurrent.map((view) => (
            <One key={view.key} view={view} isOpen={false} pathOfTask={pathOfTask} />
          ))}
        </div>
      )}
    </li>
  );
}

function One({ view, isOpen, pathOfTask }: { view: ExceptionView; isOpen: boolean; pathOfTask: PathOfTask }): ReactNode {
  const taskPath = view.task === undefined ? undefined : pathOfTask(view.task);
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
        <dd>
          {view.task === undefined ? (
            <span className="none">the job as a whole</span>
          ) : taskPath === undefined ? (
            view.task
          ) : (
            <Link to={taskPath}>{view.task}</Link>
          )}
        </dd>
        <dt>TaskManager</dt>
        <dd>
          {view.taskManager === undefined ? (
            <span className="none">none named</span>
          ) : (
            <Link className="mono" to={`/task-manager/${urlPart(view.taskManager.id)}`} title={visibleText(view.taskManager.id)}>
              {view.taskManager.name}
            </Link>
          )}
        </dd>
        {view.labels.map(([name, value]) => (
          <Label key={name} name={name} value={value} />
        ))}
      </dl>
      <Trace name={view.shortName} text={view.stackTrace} />
    </details>
  );
}

/** More than this takes the browser seconds to lay out. */
const MOST_AT_ONCE = 64 * 1024;

function Trace({ name, text }: { name: string; text: string }): ReactNode {
  const [isWhole, setWhole] = useState(text.length <= MOST_AT_ONCE);
  return (
    <>
      <pre className="trace" tabIndex={0} aria-label={`Stack trace of ${name}`}>
        {isWhole ? text : text.slice(0, MOST_AT_ONCE)}
      </pre>
      {!isWhole && (
        <p className="more">
          <Button small onPress={() => setWhole(true)}>
            Show all {formatCounted(text.length, "character")}
          </Button>
        </p>
      )}
    </>
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
