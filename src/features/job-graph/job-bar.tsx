import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { useBackend, useCall } from "../../client/use-client.tsx";
import { jobStatusFacts, jobStatusLook } from "../../domain/job-status.ts";
import { formatCount, formatElapsed, shortId } from "../../domain/units.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { Job } from "../../rest/jobs.ts";
import { BarContent } from "../../ui/bar-slot.tsx";
import { Button } from "../../ui/button.tsx";
import { useHint } from "../../ui/hint.tsx";
import { CancelIcon } from "../../ui/icons.tsx";
import { ShapeBadge } from "../../ui/shape-badge.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { cancelRefusal } from "./job-bar-model.ts";
import { useRestarts } from "./queries.ts";

/** The job in the top bar: name, state, a few facts, and the way to end it. Undefined while it is not known yet. */
export function JobBar({ job, jobId }: { job: Job | undefined; jobId: string }): ReactNode {
  const crumb = <Link to="/job/running">Jobs</Link>;
  if (job === undefined) return <BarContent crumb={crumb} title={shortId(jobId)} />;
  const look = jobStatusLook(job.state, taskProgressOf(job.vertices));
  return (
    <BarContent
      crumb={crumb}
      title={job.name}
      badge={<ShapeBadge {...look} filled title={jobStatusFacts(job.state).meaning} />}
      facts={<JobFacts job={job} />}
      actions={<CancelAction job={job} />}
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

function CancelAction({ job }: { job: Job }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const { label } = useBackend();
  const config = useCall("config", {}, {}, { refreshMs: false }).data;
  if (jobStatusFacts(job.state).isTerminal) return null;
  return (
    <>
      <Button kind="danger" disabledReason={cancelRefusal(job.state, config, label)} onPress={() => setIsOpen(true)}>
        <CancelIcon />
        Cancel
      </Button>
      {isOpen && <CancelDialog job={job} onClose={() => setIsOpen(false)} />}
    </>
  );
}
