import { jobTitle } from "../../domain/job-name.ts";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { overviewOptions } from "../../client/cluster-options.ts";
import { newId } from "../../observe/savepoint-calls.ts";
import { useBackend, useConfig, useFact } from "../../client/use-client.tsx";
import { runLines, stopLines } from "../../domain/command-lines.ts";
import { parseArguments, parseParallelism } from "../../domain/program-arguments.ts";
import { rescaleWay } from "../../domain/scheduler.ts";
import { formatCounted } from "../../domain/units.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import { jobOptions } from "../../observe/jobs.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { CommandLines } from "../../ui/command-lines.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { RescaleIcon } from "../../ui/page-icons.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { InPlaceDialog } from "./in-place-dialog.tsx";
import { ProgramChoice, useProgramChoice } from "./program-choice.tsx";
import type { Rescale } from "./rescale-book.ts";
import { type NewJob, rescaleSteps } from "./rescale-model.ts";
import { RescaleSteps } from "./rescale-steps.tsx";
import { runRequestOf } from "./run-rescale.ts";
import { useRescale } from "./use-rescale.ts";

/** Rescales a job in the way its scheduler supports. */
export function RescaleDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const config = useConfig();
  return rescaleWay(job, config) === "in place" ? (
    <InPlaceDialog job={job} onClose={onClose} />
  ) : (
    <TwoStepsDialog job={job} onClose={onClose} />
  );
}

/**
 * With Flink's default scheduler, a rescale is a stop with savepoint and a start at another
 * parallelism.
 */
function TwoStepsDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const nowMs = useTenthsNow();
  const { rescale, stop, start, isBusy, run, resume } = useRescale(job.jid);
  const newJob = useNewJob(start?.phase === "done" ? start.value : undefined);
  const now = Math.max(...job.vertices.map(({ parallelism }) => parallelism));
  const most = Math.min(...job.vertices.map(({ maxParallelism }) => maxParallelism).filter((count) => count > 0));
  const [text, setText] = useState(String(now === 1 ? 2 : now + 1));
  const program = useProgramChoice(job);
  const wanted = parseParallelism(text, Number.isFinite(most) ? most : undefined);
  const parallelism = "value" in wanted ? wanted.value : undefined;
  const programArgs = parseArguments(program.line);
  const hasBegun = rescale !== undefined || isBusy || start !== undefined;
  const refusal = isBusy
    ? "The rescale is in progress."
    : parallelism === undefined || programArgs === undefined
      ? "Correct the fields above first."
      : parallelism === now
        ? `The job already runs at parallelism ${String(now)}.`
        : program.refusal;
  const begin = (): void => {
    if (parallelism === undefined || programArgs === undefined || program.jar === undefined) return;
    run({
      backendId: backend.id,
      jobId: job.jid,
      jobName: job.name,
      fromParallelism: now,
      toParallelism: parallelism,
      jarId: program.jar.id,
      jarName: program.jar.name,
      entryClass: program.entryClass,
      programArgs: [...programArgs],
      triggerId: newId(),
      savepointPath: null,
      newJobId: null,
      // Times of the cluster's savepoints are compared with it.
      begunMs: Date.now() - (backend.client.clock.aheadMs() ?? 0),
    });
  };
  return (
    <Dialog title={`Rescale ${jobTitle(job)}`} onClose={onClose}>
      <p className="text-fg-2">
        Flink's default scheduler cannot rescale a running job. Drey does it in two steps, and the job does not run between them.
      </p>
      <RescaleSteps label="The two steps" steps={rescaleSteps(rescale?.toParallelism ?? parallelism, stop, start, newJob, nowMs)} />
      {!hasBegun && (
        <>
          <TextField label="New parallelism" value={text} isShort error={"words" in wanted ? wanted.words : undefined} onChange={setText} />
          {parallelism !== undefined && <Slots parallelism={parallelism} now={now} />}
          <ProgramChoice program={program} />
        </>
      )}
      {start?.phase !== "done" && <Lines job={job} rescale={rescale} />}
      <Failure stop={stop} start={start} />
      <DialogActions>
        <Button onPress={onClose}>{hasBegun ? "Close" : "Cancel"}</Button>
        {start?.phase === "done" ? (
          <Link className={buttonClass({ kind: "primary" })} to={`/job/running/${start.value}/overview`}>
            Go to the new job
          </Link>
        ) : rescale !== undefined && rescale.savepointPath !== null ? (
          <Button kind="primary" disabledReason={isBusy ? "The rescale is in progress." : undefined} onPress={() => resume(rescale)}>
            Try the second step again
          </Button>
        ) : (
          <Button kind="primary" disabledReason={refusal} onPress={begin}>
            <RescaleIcon />
            Stop and start at {parallelism ?? "…"}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function useNewJob(jobId: string | undefined): NewJob | undefined {
  const job = useFact(jobOptions, jobId).data?.job;
  return job === undefined ? undefined : { state: job.state, ...taskProgressOf(job.vertices) };
}

/** Whether enough slots will be free. */
function Slots({ parallelism, now }: { parallelism: number; now: number }): ReactNode {
  const query = useFact(overviewOptions);
  const overview = query.data;
  if (overview === undefined) return <NotKnown what="The number of free slots is unknown" error={missingBecause(query)} />;
  const free = overview["slots-available"] + now;
  const missing = parallelism - free;
  return (
    <p className={missing > 0 ? "mt-1 text-dense font-strong text-st-restarting-text" : "mt-1 text-dense text-fg-3"}>
      {missing > 0
        ? `It needs ${formatCounted(parallelism, "slot")}, and the cluster will have ${String(free)}. It will wait for ${formatCounted(missing, "more slot")}.`
        : `It needs ${formatCounted(parallelism, "slot")}, and the cluster will have ${String(free)}.`}
    </p>
  );
}

/** The commands of the next step. The second step's commands need the savepoint of the first. */
function Lines({ job, rescale }: { job: Job; rescale: Rescale | undefined }): ReactNode {
  const restUrl = restUrlOf(useBackend());
  if (rescale !== undefined && rescale.savepointPath !== null) {
    return (
      <CommandLines
        lines={runLines(restUrl ?? ENGINE_URL, runRequestOf(rescale))}
        hasAddress={restUrl !== undefined}
        remark="Step 2. Flink's client runs the program locally, so its command needs the JAR file and a real cluster."
      />
    );
  }
  return (
    <CommandLines
      lines={stopLines(restUrl ?? ENGINE_URL, job.jid, { drain: false, directory: "" })}
      hasAddress={restUrl !== undefined}
      remark="Step 1. The commands for step 2 appear here after step 1, because they need the savepoint's path."
    />
  );
}

function Failure({ stop, start }: Pick<ReturnType<typeof useRescale>, "stop" | "start">): ReactNode {
  const failed = start?.phase === "failed" ? start : stop?.phase === "failed" ? stop : undefined;
  if (failed === undefined) return null;
  return (
    <>
      <ErrorState words={failed.words} reply={failed.reply} />
      {failed === stop && <p className="text-dense text-fg-2">No new job was started. The cluster reports the state of this one.</p>}
      {failed === start && stop?.phase === "done" && (
        <p className="text-dense text-fg-2">
          The job is stopped. Its savepoint is <span className="mono">{stop.value}</span>
        </p>
      )}
    </>
  );
}
