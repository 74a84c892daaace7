import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { type ReactNode, useMemo, useState } from "react";
import { Link } from "react-router";

import { fullTime } from "../../base/full-time.ts";
import { visibleText } from "../../base/visible-text.ts";
import { urlPart } from "../../base/url-part.ts";
import { useFact, useIsHistoryServer, useObserved } from "../../client/use-client.tsx";
import { type ExceptionKind, exceptionKinds } from "../../domain/exception-kind.ts";
import { formatClock, formatCount, formatCounted, formatElapsed } from "../../domain/units.ts";
import { containerNamesOptions } from "../../observe/containers.ts";
import { exceptionsOptions, LATEST_EXCEPTIONS, olderExceptionsOptions } from "../../observe/exceptions.ts";
import { taskManagersOptions } from "../../observe/task-managers.ts";
import type { JobExceptions } from "../../rest/exceptions.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Container } from "../../rest/playground.ts";
import { Button } from "../../ui/button.tsx";
import { useNow } from "../../ui/clock.ts";
import { useFullText } from "../../ui/cut-text.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { NotKnown, QueryRegion } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { type ExceptionGroup, exceptionGroups, type ExceptionView, filterExceptions, taskOf } from "./exceptions-model.ts";
import { FaultSwitch } from "./fault-switch.tsx";

/** See {@link ExceptionsPanel}. */
export type ExceptionsPanelProps = {
  job: Job | undefined;
  jobId: string;
  /** The path of a subtask of a vertex, by its index. */
  pathOf: (vertexId: string, subtask: number) => string;
  /** The view in the address; unchecked. */
  view: string | undefined;
  onView: (view: string) => void;
};

const VIEWS = [
  { id: "time", label: "By time" },
  { id: "grouped", label: "Equal ones grouped" },
] as const;

const NO_CONTAINERS: readonly Container[] = [];

/** The exceptions of a job, newest first, each with its stack trace, or equal ones in groups. */
export function ExceptionsPanel({ job, jobId, pathOf, view: wanted, onView }: ExceptionsPanelProps): ReactNode {
  const view = VIEWS.find(({ id }) => id === wanted)?.id ?? "time";
  const [filter, setFilter] = useState("");
  const exceptions = useFact(exceptionsOptions, jobId);
  const [maxExceptions, setMaxExceptions] = useState(LATEST_EXCEPTIONS);
  const newestMs = exceptions.data?.exceptionHistory.entries[0]?.timestamp;
  const older = useQuery({
    ...olderExceptionsOptions(useObserved(), jobId, { maxExceptions, newestMs }),
    placeholderData: keepPreviousData,
  });
  const shown = (maxExceptions > LATEST_EXCEPTIONS ? older.data : undefined) ?? exceptions.data;
  const containers = useFact(containerNamesOptions).data?.containers ?? NO_CONTAINERS;
  const groups = useMemo(() => (shown === undefined ? [] : exceptionGroups(shown, containers)), [shown, containers]);
  const found = useMemo(() => filterExceptions(groups, filter), [groups, filter]);
  const pathOfTask = (task: string): string | undefined => {
    const named = taskOf(task);
    const vertex = job?.vertices.find(({ name }) => name === named?.vertexName);
    return vertex === undefined || named === undefined ? undefined : pathOf(vertex.id, named.subtask);
  };
  return (
    <>
      {job !== undefined && <FaultSwitch job={job} />}
      <QueryRegion query={exceptions} loading={<Loading />}>
        {() =>
          groups.length === 0 ? (
            <EmptyState>{noException(job)}</EmptyState>
          ) : (
            <>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2">
                <Segments label="View" items={VIEWS} selected={view} onSelect={onView} />
                <SearchField label="Filter exceptions" value={filter} onChange={setFilter} />
              </div>
              {found.length === 0 ? (
                <EmptyState>No exception’s class, message or task contains “{visibleText(filter.trim())}”.</EmptyState>
              ) : view === "time" ? (
                <ol aria-label="Exceptions">
                  {found.map((group, index) => (
                    <Group key={group.key} group={group} isLatest={index === 0} pathOfTask={pathOfTask} />
                  ))}
                </ol>
              ) : (
                <Kinds groups={found} pathOfTask={pathOfTask} />
              )}
              {shown !== undefined && (
                <End
                  history={shown.exceptionHistory}
                  isLoading={older.isFetching}
                  error={older.error}
                  onMore={() => setMaxExceptions(shown.exceptionHistory.entries.length + LATEST_EXCEPTIONS)}
                />
              )}
            </>
          )
        }
      </QueryRegion>
    </>
  );
}

/** Equal exceptions in groups, the group with the latest one first. */
function Kinds({ groups, pathOfTask }: { groups: readonly ExceptionGroup[]; pathOfTask: PathOfTask }): ReactNode {
  const kinds = useMemo(() => exceptionKinds(groups), [groups]);
  return (
    <ol aria-label="Groups of equal exceptions">
      {kinds.map((kind) => (
        <Kind key={kind.key} kind={kind} pathOfTask={pathOfTask} />
      ))}
    </ol>
  );
}

function Kind({ kind, pathOfTask }: { kind: ExceptionKind<ExceptionGroup>; pathOfTask: PathOfTask }): ReactNode {
  const { items, pattern, firstMs, lastMs } = kind;
  const [newest] = items;
  const now = useNow();
  const [wasOpened, setOpened] = useState(false);
  const [isWhole, setWhole] = useState(false);
  // With one occurrence, its own message says more than the pattern.
  const message = items.length === 1 ? newest.message : pattern;
  const place = newest.vertexName ?? "the job as a whole";
  const full = useFullText(`${formatCounted(items.length, "time")}; ${newest.fullName}: ${message}; ${place}`);
  const shown = isWhole ? items : items.slice(0, MOST_CONCURRENT);
  return (
    <li className="border-b border-line">
      <details className="group/kind text-dense" onToggle={({ currentTarget }) => currentTarget.open && setOpened(true)}>
        <summary className={clsx(SUMMARY_LINE, KIND_ARROW, "px-4")} {...full.props}>
          <StateShape shape="failed" tone="failed" />
          <span className="min-w-8 flex-none text-right font-strong">{formatCount(items.length)} ×</span>
          <span className="flex-none text-fg-3 max-phone:hidden">
            {formatClock(firstMs, now)}
            {lastMs > firstMs && ` – ${formatClock(lastMs, firstMs)}`}
          </span>
          <span className="max-w-1/2 flex-none truncate font-strong text-st-failed-text">{newest.shortName}</span>
          <span className="min-w-0 truncate text-fg-2">{message}</span>
          <span className="min-w-0 truncate text-fg-3 max-phone:hidden">{place}</span>
        </summary>
        {full.node}
        {wasOpened && (
          <>
            <dl className="grid grid-cols-[fit-content(40%)_minmax(0,1fr)] gap-x-4 pr-4 pb-2 pl-9.5 leading-6">
              <Detail name="Exception">{newest.fullName}</Detail>
              <Detail name="Message">{message === "" ? <span className="text-fg-3">none</span> : message}</Detail>
              <Detail name="Thrown in">{place}</Detail>
              <Detail name="First">{fullTime(firstMs) ?? formatClock(firstMs, now)}</Detail>
              <Detail name="Last">{fullTime(lastMs) ?? formatClock(lastMs, now)}</Detail>
            </dl>
            <ol className="mb-2.5 ml-5.5 border-l-2 border-line" aria-label={`Exceptions of the group ${newest.shortName}`}>
              {shown.map((group) => (
                <Group key={group.key} group={group} isLatest={false} pathOfTask={pathOfTask} />
              ))}
            </ol>
            {shown.length < items.length && (
              <p className="px-4 pb-2.5">
                <Button small onPress={() => setWhole(true)}>
                  Show all {formatCounted(items.length, "exception")}
                </Button>
              </p>
            )}
          </>
        )}
      </details>
    </li>
  );
}

/** What follows the shown exceptions: more of them, or the end of the cluster's history. */
function End({
  history: { entries, truncated },
  isLoading,
  error,
  onMore,
}: {
  history: JobExceptions["exceptionHistory"];
  isLoading: boolean;
  error: Error | null;
  onMore: () => void;
}): ReactNode {
  if (!truncated) {
    return (
      <EmptyState>
        The cluster has no older exceptions of this job. It keeps the latest 16, or as many as web.exception-history-size says.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <Button small disabledReason={isLoading ? "Older exceptions are being loaded." : undefined} onPress={onMore}>
        Load more
      </Button>
      <span className="text-dense text-fg-2">These are the latest {formatCount(entries.length)}. The cluster has older ones.</span>
      <NotKnown what="The older exceptions are unknown" error={error} />
    </div>
  );
}

/** The path of a task by Flink's name for it; undefined if the job has no such vertex. */
type PathOfTask = (task: string) => string | undefined;

function noException(job: Job | undefined): string {
  return job === undefined
    ? "No exception since the job started."
    : `No exception since the job started ${formatElapsed(job.duration)} ${job["end-time"] >= 0 ? "before its end" : "ago"}.`;
}

function Loading(): ReactNode {
  return (
    <div>
      {Array.from({ length: 3 }, (_, index) => (
        <p key={index} className="px-4 text-dense leading-10">
          <Skeleton width={360} />
        </p>
      ))}
    </div>
  );
}

function Group({ group, isLatest, pathOfTask }: { group: ExceptionGroup; isLatest: boolean; pathOfTask: PathOfTask }): ReactNode {
  return (
    <li className="border-b border-line">
      <One view={group} isOpen={isLatest} pathOfTask={pathOfTask} />
      {group.concurrent.length > 0 && (
        <div className="mb-2.5 ml-5.5 border-l-2 border-line">
          <Concurrent views={group.concurrent} pathOfTask={pathOfTask} />
        </div>
      )}
    </li>
  );
}

/** This many concurrent exceptions are listed at once. */
const MOST_CONCURRENT = 10;

function Concurrent({ views, pathOfTask }: { views: readonly ExceptionView[]; pathOfTask: PathOfTask }): ReactNode {
  const [isWhole, setWhole] = useState(views.length <= MOST_CONCURRENT);
  return (
    <>
      <h3 className="px-4 text-label leading-5 text-fg-3">{formatCounted(views.length, "concurrent exception")}</h3>
      {(isWhole ? views : views.slice(0, MOST_CONCURRENT)).map((view) => (
        <One key={view.key} view={view} isOpen={false} pathOfTask={pathOfTask} />
      ))}
      {!isWhole && (
        <p className="px-4 py-1.5">
          <Button small onPress={() => setWhole(true)}>
            Show all {formatCounted(views.length, "concurrent exception")}
          </Button>
        </p>
      )}
    </>
  );
}

/** A line that opens and closes the details below it, with an arrow at its end. */
const SUMMARY_LINE = clsx(
  "flex h-10 cursor-pointer list-none items-center gap-2.5 whitespace-nowrap [&::-webkit-details-marker]:hidden",
  "after:mr-1 after:mb-0.75 after:ml-auto after:size-1.5 after:flex-none after:rotate-45 after:border-r-[1.5px] after:border-b-[1.5px] after:border-fg-3",
);
const SUMMARY = clsx(SUMMARY_LINE, "group-open:after:-mb-0.75 group-open:after:rotate-225");
/** The arrow of a group, which must not turn the arrows of the exceptions inside it. */
const KIND_ARROW = "group-open/kind:after:-mb-0.75 group-open/kind:after:rotate-225";

function One({ view, isOpen, pathOfTask }: { view: ExceptionView; isOpen: boolean; pathOfTask: PathOfTask }): ReactNode {
  const taskPath = view.task === undefined ? undefined : pathOfTask(view.task);
  const now = useNow();
  const [wasOpened, setOpened] = useState(isOpen);
  const full = useFullText([fullTime(view.atMs), `${view.fullName}: ${view.message}`].filter((line) => line !== undefined).join("; "));
  return (
    <details className="group px-4 text-dense" open={isOpen} onToggle={({ currentTarget }) => currentTarget.open && setOpened(true)}>
      <summary className={SUMMARY} {...full.props}>
        <StateShape shape="failed" tone="failed" />
        <span className="text-fg-3">{formatClock(view.atMs, now)}</span>
        <span className="max-w-1/2 flex-none truncate font-strong text-st-failed-text">{view.shortName}</span>
        <span className="min-w-0 truncate text-fg-2">{view.message}</span>
      </summary>
      {full.node}
      {wasOpened && <Details view={view} taskPath={taskPath} />}
    </details>
  );
}

function Details({ view, taskPath }: { view: ExceptionView; taskPath: string | undefined }): ReactNode {
  return (
    <>
      <dl className="grid grid-cols-[fit-content(40%)_minmax(0,1fr)] gap-x-4 pb-2 pl-5.5 leading-6">
        <Detail name="Thrown">{fullTime(view.atMs) ?? formatClock(view.atMs, view.atMs)}</Detail>
        <Detail name="Task">
          {view.task === undefined ? (
            <span className="text-fg-3">the job as a whole</span>
          ) : taskPath === undefined ? (
            view.task
          ) : (
            <Link to={taskPath}>{view.task}</Link>
          )}
        </Detail>
        <Detail name="TaskManager">
          {view.taskManager === undefined ? <span className="text-fg-3">not known</span> : <Location {...view.taskManager} />}
        </Detail>
        <Detail name="Log">
          <LogLinks view={view} />
        </Detail>
        {view.labels.map(([name, value]) => (
          <Detail key={name} name={name}>
            {value}
          </Detail>
        ))}
      </dl>
      <Trace name={view.shortName} text={visibleText(view.stackTrace)} />
    </>
  );
}

/** The TaskManager, with a link to its page: the name of its container, its endpoint and its id. */
function Location({ id, endpoint, container }: NonNullable<ExceptionView["taskManager"]>): ReactNode {
  const [name = "", ...others] = [container, endpoint, visibleText(id)].filter((part) => part !== undefined);
  return (
    <>
      <Link className="mono" to={`/task-manager/${urlPart(id)}`}>
        {name}
      </Link>
      {others.length > 0 && <span className="mono text-fg-3"> {others.join(", ")}</span>}
    </>
  );
}

/** Links to the logs at the time of the exception. */
function LogLinks({ view: { taskManager, atMs, shortName } }: { view: ExceptionView }): ReactNode {
  const isHistoryServer = useIsHistoryServer();
  const registered = useFact(taskManagersOptions, !isHistoryServer && taskManager !== undefined).data?.taskmanagers;
  if (isHistoryServer) return <span className="text-fg-3">The History Server keeps no logs.</span>;
  const isGone = taskManager !== undefined && registered !== undefined && !registered.some(({ id }) => id === taskManager.id);
  const place = new URLSearchParams({ at: String(atMs), find: shortName }).toString();
  return (
    <span className="inline-flex flex-wrap gap-x-4">
      {taskManager !== undefined && !isGone && (
        <Link to={`/task-manager/${urlPart(taskManager.id)}/logs?${place}`}>TaskManager at this time</Link>
      )}
      <Link to={`/job-manager/logs?${place}`}>JobManager at this time</Link>
      {isGone && <span className="text-fg-3">The TaskManager is no longer registered, and Flink serves logs only of registered ones.</span>}
    </span>
  );
}

/** Browsers take seconds to lay out more characters than this. */
const MOST_AT_ONCE = 64 * 1024;

function Trace({ name, text }: { name: string; text: string }): ReactNode {
  const [isWhole, setWhole] = useState(text.length <= MOST_AT_ONCE);
  return (
    <>
      <pre
        className="mb-3.5 ml-5.5 max-h-80 overflow-auto rounded-2 bg-surface-2 px-3 py-2.5 font-mono text-label leading-4.25 font-regular whitespace-pre normal-nums"
        tabIndex={0}
        aria-label={`Stack trace of ${name}`}
      >
        {isWhole ? text : text.slice(0, MOST_AT_ONCE)}
      </pre>
      {!isWhole && (
        <p className="mb-3.5 ml-5.5">
          <Button small onPress={() => setWhole(true)}>
            Show all {formatCounted(text.length, "character")}
          </Button>
        </p>
      )}
    </>
  );
}

function Detail({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="wrap-anywhere text-fg-3">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </>
  );
}
