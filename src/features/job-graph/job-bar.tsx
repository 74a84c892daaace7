import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { jobStatusFacts, jobStatusLook } from "../../domain/job-status.ts";
import { formatCount, formatElapsed, shortId } from "../../domain/units.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { Job } from "../../rest/jobs.ts";
import { BarContent } from "../../ui/bar-slot.tsx";
import { useHint } from "../../ui/hint.tsx";
import { ShapeBadge } from "../../ui/shape-badge.tsx";
import { useRestarts } from "./queries.ts";

/** The job in the top bar: name, state, a few facts, and what can be done with it. Undefined while it is not known yet. */
export function JobBar({ job, jobId, actions }: { job: Job | undefined; jobId: string; actions: ReactNode }): ReactNode {
  const crumb = <Link to="/job/running">Jobs</Link>;
  if (job === undefined) return <BarContent crumb={crumb} title={shortId(jobId)} />;
  const look = jobStatusLook(job.state, taskProgressOf(job.vertices));
  return (
    <BarContent
      crumb={crumb}
      title={job.name}
      badge={<ShapeBadge {...look} filled title={jobStatusFacts(job.state).meaning} />}
      facts={<JobFacts job={job} />}
      actions={actions}
    />
  );
}

function JobFacts({ job }: { job: Job }): ReactNode {
  const restarts = useRestarts(job.jid).data?.find(({ id }) => id === "numRestarts")?.value;
  const isOver = jobStatusFacts(job.state).isTerminal;
  const count = restarts === undefined ? Number.NaN : Number(restarts);
  return (
    <>
      <span>
        <b>{formatElapsed(job.duration)}</b> {isOver ? "from start to end" : "since start"}
      </span>
      {Number.isInteger(count) && count >= 0 && (
        <span>
          <b>{formatCount(count)}</b> {count === 1 ? "restart" : "restarts"}
        </span>
      )}
      <CopyId id={job.jid} />
    </>
  );
}

/** The job's id, to copy. Without a clipboard (plain http under a host name) the title still has it whole. */
function CopyId({ id }: { id: string }): ReactNode {
  const [isCopied, setIsCopied] = useState(false);
  const hint = useHint({ title: isCopied ? "Copied" : "Job id, press to copy", text: id });
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(id);
      setIsCopied(true);
    } catch {
      // Refused, or none on this origin: the hint shows what would have been copied.
    }
  };
  return (
    <>
      <button type="button" className="mono" aria-label={`Job id ${id}, copy`} onClick={() => void copy()} {...hint.props}>
        {shortId(id)}
      </button>
      {hint.node}
    </>
  );
}
