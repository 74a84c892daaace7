import { type ReactNode, useRef, useState } from "react";
import { Link } from "react-router";

import { copyable } from "../../domain/command-lines.ts";
import { jobTitle } from "../../domain/job-name.ts";
import { isJobOver, jobStatusFacts, jobStatusLook } from "../../domain/job-status.ts";
import { formatCount, formatElapsed, shortId } from "../../domain/units.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import { visibleText } from "../../base/visible-text.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact } from "../../client/use-client.tsx";
import { restartsOptions } from "../../observe/jobs.ts";
import type { Job } from "../../rest/jobs.ts";
import { BarContent } from "../../ui/bar-slot.tsx";
import { COPY_WORDS, type CopyOutcome, copyText } from "../../ui/copy-text.ts";
import { Hint, useHint } from "../../ui/hint.tsx";
import { missingBecause, UnknownValue } from "../../ui/query-region.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";

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
  const restartsQuery = useFact(restartsOptions, job.jid);
  const restartsError = missingBecause(restartsQuery);
  const restarts = restartsQuery.data?.find(({ id }) => id === "numRestarts")?.value;
  const isOver = isJobOver(job);
  const count = restarts === undefined ? Number.NaN : Number(restarts);
  return (
    <>
      <span>
        <b>{formatElapsed(job.duration)}</b> {isOver ? "from start to end" : "since start"}
      </span>
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
    </>
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
