import "./job-actions.css";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";

import { isNotFound } from "../../client/http-status-error.ts";
import { pathOf } from "../../observe/savepoint-calls.ts";
import { type Backend, useBackend, useRefreshMs } from "../../client/use-client.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/faces.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { forgetRescale, type Rescale } from "./rescale-book.ts";
import { isRunInSomeTab } from "./rescale-lock.ts";
import { type RescaleEvidence, type RescaleLeftover, rescaleLeftover } from "./rescale-model.ts";
import { startPath } from "./start-path.ts";
import { useRescale, useUnfinishedRescales } from "./use-rescale.ts";

/** Rescales that stopped a job and have not started it again: the savepoint is named, and the second step is a press away. On every page. */
export function UnfinishedRescales(): ReactNode {
  const rescales = useUnfinishedRescales();
  return rescales.length === 0 ? null : (
    <div className="job-notices">
      {rescales.map((rescale) => (
        <Unfinished key={rescale.jobId} rescale={rescale} />
      ))}
    </div>
  );
}

function Unfinished({ rescale }: { rescale: Rescale }): ReactNode {
  const { jobId, jobName, toParallelism, triggerId } = rescale;
  const { stop, start, isBusy, resume } = useRescale(jobId);
  // While this page is at it itself, nobody else need be asked.
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
      <div>
        <StateShape shape="initializing" tone="initializing" />
        <p role="status">
          Rescaling <Link to={`/job/running/${jobId}/overview`}>{jobName}</Link> to parallelism {toParallelism}: {step}.
        </p>
      </div>
    );
  }
  if (leftover?.kind === "stopping" || leftover?.kind === "elsewhere") {
    return (
      <div>
        <StateShape shape="initializing" tone="initializing" />
        <p role="status">
          Rescaling {jobName} to parallelism {toParallelism}:{" "}
          {leftover.kind === "elsewhere" ? "another tab of this browser is doing it." : "the cluster is still stopping it."}
        </p>
      </div>
    );
  }
  if (leftover?.kind !== "savepoint") return null;
  const { path } = leftover;
  return (
    <div>
      <StateShape shape="suspended" tone="suspended" />
      <p role="status">
        <b>{jobName} is stopped and not started again.</b> Rescaling it to parallelism {toParallelism} came to its first step only. Its
        savepoint is <span className="mono">{path}</span>
      </p>
      {start?.phase === "failed" && <ErrorState words={start.words} reply={start.reply} />}
      <Button kind="primary" small onPress={() => resume({ ...rescale, savepointPath: path })}>
        Start it at {toParallelism}
      </Button>
      <Link className="btn small" to={startPath({ jobId, savepointPath: path })}>
        Start it otherwise
      </Link>
      <Button small onPress={() => forgetRescale(rescale)}>
        Leave it stopped
      </Button>
    </div>
  );
}

/** What the cluster says of an unfinished rescale; undefined while it has not said. */
function useLeftover(rescale: Rescale, isEnabled: boolean): RescaleLeftover | undefined {
  const backend = useBackend();
  const refreshMs = useRefreshMs();
  const evidence = useQuery({
    queryKey: [backend.id, "rescaleEvidence", rescale.jobId, rescale.triggerId, rescale.newJobId],
    queryFn: () => askFor(backend, rescale),
    refetchInterval: refreshMs,
    enabled: isEnabled,
  });
  return evidence.data === undefined ? undefined : rescaleLeftover(rescale, evidence.data);
}

async function askFor({ client, hasPlayground }: Backend, { jobId, triggerId, newJobId }: Rescale): Promise<RescaleEvidence> {
  const [isRunElsewhere, status, checkpoints, newJob, list] = await Promise.all([
    isRunInSomeTab(jobId),
    known(client.call("savepointStatus", { jobid: jobId, triggerid: triggerId }, {})),
    known(client.call("checkpoints", { jobid: jobId }, {})),
    newJobId === null ? undefined : known(client.call("job", { jobid: newJobId }, {})),
    hasPlayground ? client.call("playgroundSavepoints", {}, {}) : undefined,
  ]);
  const stop = status === undefined ? undefined : pathOf(status);
  const hasStarted = newJob !== undefined && (newJob.state !== "FAILED" || (newJob.timestamps.RUNNING ?? 0) > 0);
  return {
    isRunElsewhere,
    stop: typeof stop === "object" && "failure" in stop ? "failed" : stop,
    checkpoints,
    isNewJobKnown: hasStarted,
    paths: list?.savepoints.map(({ path }) => path),
  };
}

/** A reply, or undefined where the cluster knows of no such thing. */
async function known<Reply>(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
