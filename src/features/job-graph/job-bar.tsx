import { type ReactNode, useRef, useState } from "react";
import { Link } from "react-router";

import { applicationPath } from "../../domain/application-path.ts";
import { copyable } from "../../domain/command-lines.ts";
import { jobTitle } from "../../domain/job-name.ts";
import { isJobOver, jobStatusFacts, jobStatusLook } from "../../domain/job-status.ts";
import { executionStateCounts } from "../../domain/execution-state.ts";
import { formatClockMillis, formatCount, formatCounted, formatSpan, shortId } from "../../domain/units.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import { visibleText } from "../../base/visible-text.ts";
import { webAddress } from "../../client/web-address.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { jobManagerLogUrlOptions, restartsOptions } from "../../observe/jobs.ts";
import type { Job } from "../../rest/jobs.ts";
import { BarContent } from "../../ui/bar-slot.tsx";
import { COPY_WORDS, type CopyOutcome, copyText } from "../../ui/copy-text.ts";
import { useNow } from "../../ui/clock.ts";
import { Hint, useHint } from "../../ui/hint.tsx";
import { missingBecause, UnknownValue } from "../../ui/query-region.tsx";
import { StateBadge, TaskCounts } from "../../ui/state-badge.tsx";
import { Time } from "../../ui/time.tsx";

/** The job in the top bar: name, state, a few facts and actions. Undefined while unknown. */
export function JobBar({ job, jobId, actions }: { job: Job | undefined; jobId: string; actions: ReactNode }): ReactNode {
  const crumb = <Link to="/job/running">Jobs</Link>;
  if (job === undefined) return <BarContent crumb={crumb} title={visibleText(shortId(jobId))} />;
  const look = jobStatusLook(job.state, taskProgressOf(job.vertices));
  return (
    <BarContent
      crumb={crumb}
      title={jobTitle(job)}
      badge={
        <Hint title={visibleText(job.state)} text={jobStatusFacts(job.state).meaning}>
          <StateBadge {...look} filled />
        </Hint>
      }
      facts={<JobFacts job={job} />}
      actions={actions}
    />
  );
}

function JobFacts({ job }: { job: Job }): ReactNode {
  const now = useNow();
  // A History Server has no metrics.
  const restartsQuery = useFact(restartsOptions, job.jid, { isEnabled: !useIsHistoryServer() });
  const restartsError = missingBecause(restartsQuery);
  const restarts = restartsQuery.data?.find(({ id }) => id === "numRestarts")?.value;
  const isOver = isJobOver(job);
  const application = job["application-id"];
  const count = restarts === undefined ? Number.NaN : Number(restarts);
  return (
    <>
      {kindWords(job) !== "" && <span>{kindWords(job)}</span>}
      {job["start-time"] > 0 && (
        <span>
          <Time atMs={job["start-time"]}>
            started <b>{formatClockMillis(job["start-time"], now)}</b>
          </Time>
        </span>
      )}
      {job["end-time"] > 0 && (
        <span>
          <Time atMs={job["end-time"]}>
            ended <b>{formatClockMillis(job["end-time"], now)}</b>
          </Time>
        </span>
      )}
      <span>
        <b>{formatSpan(job.duration, isOver)}</b> {isOver ? "from start to end" : "since start"}
      </span>
      <VertexStates job={job} />
      {restartsError !== undefined && !isNotFound(restartsError) && (
        <span>
          restarts <UnknownValue error={restartsError} />
        </span>
      )}
      {Number.isInteger(count) && count >= 0 && (
        <span>
          <b>{formatCount(count)}</b> {count === 1 ? "restart" : "restarts"}
        </span>
      )}
      <CopyId id={job.jid} />
      <LogLink jobId={job.jid} />
      {typeof application === "string" && (
        <Link to={applicationPath(application, { list: isOver ? "completed" : "running" })}>Application</Link>
      )}
    </>
  );
}

/** What Flink tells of the job's kind: `STREAMING, Adaptive scheduler`. Empty where it tells nothing. */
function kindWords({ "job-type": type, schedulerType }: Job): string {
  return visibleText([type, schedulerType && `${schedulerType} scheduler`].filter((part) => part !== undefined).join(", "));
}

/** The vertices by state, all tasks, and the operators that are not in the job graph yet. */
function VertexStates({ job }: { job: Job }): ReactNode {
  const states = executionStateCounts(job["status-counts"]);
  const pending = job["pending-operators"] ?? 0;
  if (states.length === 0 && pending <= 0) return null;
  return (
    <>
      {states.length > 0 && (
        <span className="inline-flex flex-wrap items-center gap-x-1.5">
          <Hint text="The vertices of the job by state (status-counts), and how many tasks they have.">
            {formatCounted(job.vertices.length, "vertex", "vertices")}, {formatCounted(taskProgressOf(job.vertices).total, "task")}
          </Hint>
          <TaskCounts counts={states} showsBar={false} />
        </span>
      )}
      {pending > 0 && (
        <Hint title="PENDING" text="Operators that the adaptive batch scheduler has not added to the job graph yet (pending-operators).">
          {formatCount(pending)} PENDING
        </Hint>
      )}
    </>
  );
}

const LOG = "JobManager log";

/**
 * The log of the JobManager: its page here, or the address that a History Server has for the log of a
 * job that has ended. The address is the cluster's text.
 */
function LogLink({ jobId }: { jobId: string }): ReactNode {
  const isHistoryServer = useIsHistoryServer();
  const { data, error } = useFact(jobManagerLogUrlOptions, jobId, isHistoryServer);
  if (!isHistoryServer)
    return (
      <Link to="/job-manager/logs" aria-label={LOG} title={LOG}>
        Log
      </Link>
    );
  const url = data === undefined ? undefined : webAddress(data.url);
  if (url !== undefined) {
    return (
      <a href={url} target="_blank" rel="noreferrer" aria-label={LOG} title={LOG}>
        Log
      </a>
    );
  }
  if (data === undefined && !isNotFound(error)) return error === null ? null : <UnknownValue error={error} />;
  return (
    <Hint text="This History Server has no address of logs. historyserver.log.jobmanager.url-pattern sets it.">no JobManager log</Hint>
  );
}

/**
 * The job's id, with copy on press; text that a terminal would execute is quoted. Without a
 * clipboard (plain http under a host name) the whole id is selected.
 */
export function CopyId({ id }: { id: string }): ReactNode {
  const [outcome, setOutcome] = useState<CopyOutcome | undefined>(undefined);
  const whole = useRef<HTMLSpanElement>(null);
  const text = copyable(id);
  const hint = useHint({ title: outcome === undefined ? "Job ID, press to copy" : COPY_WORDS[outcome], text: id });
  const copy = async (): Promise<void> => {
    if (whole.current !== null) setOutcome(await copyText(text, whole.current));
  };
  return (
    <>
      <button type="button" className="mono" aria-label={`Job ID ${visibleText(id)}, copy`} onClick={() => void copy()} {...hint.props}>
        {outcome !== "selected" && visibleText(shortId(id))}
        <span ref={whole} className={outcome === "selected" ? undefined : "sr-only"}>
          {text}
        </span>
      </button>
      <span className="sr-only" role="status">
        {outcome === undefined ? "" : COPY_WORDS[outcome]}
      </span>
      {hint.node}
    </>
  );
}
