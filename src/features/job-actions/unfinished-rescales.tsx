import { jobTitle } from "../../domain/job-name.ts";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";

import { useFact } from "../../client/use-client.tsx";
import { leftoverRescaleOptions } from "../../observe/leftover-rescale.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { NoticeRow, NoticeText } from "./notice-row.tsx";
import { forgetRescale, type Rescale } from "./rescale-book.ts";
import { isRunInSomeTab } from "./rescale-lock.ts";
import { type RescaleLeftover, rescaleLeftover } from "./rescale-model.ts";
import { startPath } from "./start-path.ts";
import { useRescale, useUnfinishedRescales } from "./use-rescale.ts";

/**
 * Rescales that stopped a job and have not started it again, with the savepoint and a button for
 * the second step. Shown on every page.
 */
export function UnfinishedRescales(): ReactNode {
  const rescales = useUnfinishedRescales();
  return rescales.length === 0 ? null : (
    <div>
      {rescales.map((rescale) => (
        <Unfinished key={rescale.jobId} rescale={rescale} />
      ))}
    </div>
  );
}

function Unfinished({ rescale }: { rescale: Rescale }): ReactNode {
  const { jobId, toParallelism, triggerId } = rescale;
  const jobName = jobTitle({ name: rescale.jobName, jid: jobId });
  const { stop, start, isBusy, resume } = useRescale(jobId);
  // While this page runs the rescale itself, the cluster need not be asked.
  const leftover = useLeftover(rescale, !isBusy);
  const isNothing = leftover?.kind === "nothing" && !isBusy;
  useEffect(() => {
    if (isNothing) forgetRescale({ jobId, triggerId });
  }, [isNothing, jobId, triggerId]);
  if (isBusy) {
    const step =
      start === undefined || stop?.phase === "asking" || stop?.phase === "running"
        ? "step 1 of 2, stopping with a savepoint"
        : "step 2 of 2, starting";
    return (
      <NoticeRow>
        <StateShape shape="initializing" tone="initializing" />
        <NoticeText role="status">
          Rescaling <Link to={`/job/running/${jobId}/overview`}>{jobName}</Link> to parallelism {toParallelism}: {step}.
        </NoticeText>
      </NoticeRow>
    );
  }
  if (leftover?.kind === "stopping" || leftover?.kind === "elsewhere") {
    return (
      <NoticeRow>
        <StateShape shape="initializing" tone="initializing" />
        <NoticeText role="status">
          Rescaling {jobName} to parallelism {toParallelism}:{" "}
          {leftover.kind === "elsewhere" ? "in progress in another tab of this browser." : "the cluster is still stopping the job."}
        </NoticeText>
      </NoticeRow>
    );
  }
  if (leftover?.kind !== "savepoint") return null;
  const { path } = leftover;
  return (
    <NoticeRow>
      <StateShape shape="suspended" tone="suspended" />
      <NoticeText role="status">
        <b>{jobName} is stopped and has not been restarted.</b> Rescaling it to parallelism {toParallelism} stopped after step 1. Its
        savepoint is <span className="mono">{path}</span>
      </NoticeText>
      {start?.phase === "failed" && <ErrorState words={start.words} reply={start.reply} />}
      <Button kind="primary" small onPress={() => resume({ ...rescale, savepointPath: path })}>
        Start it at {toParallelism}
      </Button>
      <Link className={buttonClass({ small: true })} to={startPath({ jobId, savepointPath: path })}>
        Start with other settings
      </Link>
      <Button small onPress={() => forgetRescale(rescale)}>
        Leave it stopped
      </Button>
    </NoticeRow>
  );
}

/** The cluster's facts about an unfinished rescale; undefined until it has answered. */
function useLeftover(rescale: Rescale, isEnabled: boolean): RescaleLeftover | undefined {
  const facts = useFact(leftoverRescaleOptions, rescale, isRunInSomeTab, isEnabled).data;
  return facts === undefined ? undefined : rescaleLeftover(rescale, facts);
}
