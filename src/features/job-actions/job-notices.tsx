import { visibleText } from "../../base/visible-text.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { overviewOptions } from "../../client/cluster-options.ts";

import type { Operation } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { copyable } from "../../domain/command-lines.ts";
import { isJobOver } from "../../domain/job-status.ts";
import { formatCounted } from "../../domain/units.ts";
import { refreshBackend, runContainerAction } from "../../observe/actions.ts";
import { containerNamesOptions, playgroundOptions } from "../../observe/containers.ts";
import type { Job } from "../../rest/jobs.ts";
import { MAX_REPLICAS } from "../../rest/max-replicas.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { useNow } from "../../ui/clock.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { CloseButton } from "../../ui/icon-button.tsx";
import { PlusIcon } from "../../ui/page-icons.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { requirementsKey, savepointKey, stopKey } from "./keys.ts";
import { NoticeRow, NoticeText } from "./notice-row.tsx";
import { OperationOutcome } from "./operation-outcome.tsx";
import type { DeclaredRequirements } from "../../observe/requirements-calls.ts";
import { StepShape } from "./rescale-steps.tsx";
import { missingSlots } from "./slots-model.ts";
import { startPath } from "./start-path.ts";
import { useInPlace } from "./use-in-place.ts";
import { useRescale } from "./use-rescale.ts";

/**
 * Notices about the job above its graph: operations in progress and their results, and missing
 * slots. Renders nothing if there are none.
 */
export function JobNotices({ job, hasFailed }: { job: Job; hasFailed: boolean }): ReactNode {
  const savepoint = useOperation<string>(savepointKey(job.jid));
  const stop = useOperation<string>(stopKey(job.jid));
  const inPlace = useOperation<DeclaredRequirements>(requirementsKey(job.jid));
  const { rescale, start } = useRescale(job.jid);
  // The steps of a rescale have their own notice, here or in the shell.
  const isRescale = rescale !== undefined || start !== undefined;
  return (
    <div>
      {savepoint.operation !== undefined && (
        <Notice operation={savepoint.operation} working="Taking a savepoint" done="Savepoint" onDismiss={savepoint.clear} />
      )}
      {stop.operation !== undefined && !isRescale && (
        <Notice operation={stop.operation} working="Stopping with a savepoint" done="Stopped. Savepoint:" onDismiss={stop.clear}>
          {stop.operation.phase === "done" && (
            <Link className={buttonClass({ small: true })} to={startPath({ jobId: job.jid, savepointPath: stop.operation.value })}>
              Start from savepoint
            </Link>
          )}
        </Notice>
      )}
      {inPlace.operation !== undefined && <InPlaceNotice job={job} />}
      {start?.phase === "done" && (
        <NoticeRow>
          <NoticeText>
            Rescaled: the job continues as a new job. <Link to={`/job/running/${start.value}/overview`}>Go to the new job</Link>
          </NoticeText>
        </NoticeRow>
      )}
      {/* After a failure the incident panel shows this. */}
      {!hasFailed && <WaitsForSlots job={job} />}
    </div>
  );
}

/** The current step of a rescale in place, until it is over. */
function InPlaceNotice({ job }: { job: Job }): ReactNode {
  const { steps, outcome, clear } = useInPlace(job, useNow());
  const step = steps.find(({ phase }) => phase === "now" || phase === "failed") ?? steps.at(-1);
  if (step === undefined) return null;
  return (
    <NoticeRow>
      <StepShape phase={step.phase} />
      <NoticeText role="status">
        <b>{outcome === "over" ? "Rescaled in place:" : `Rescaling in place, ${step.title.toLowerCase()}:`}</b> {step.detail}
      </NoticeText>
      {outcome === "over" && <CloseButton label="Dismiss" onPress={clear} />}
    </NoticeRow>
  );
}

function Notice({
  operation,
  working,
  done,
  onDismiss,
  children,
}: {
  operation: Operation<string>;
  working: string;
  done: string;
  onDismiss: () => void;
  children?: ReactNode;
}): ReactNode {
  const isOver = operation.phase === "done" || operation.phase === "failed";
  return (
    <NoticeRow>
      {operation.phase === "done" ? (
        <>
          <StateShape shape="finished" tone="running" />
          <span>{done}</span>
          <CopyLine text={copyable(operation.value)} label="the savepoint's path" />
        </>
      ) : (
        <OperationOutcome operation={operation} working={working}>
          {() => null}
        </OperationOutcome>
      )}
      {children}
      {isOver && <CloseButton label="Dismiss" onPress={onDismiss} />}
    </NoticeRow>
  );
}

/**
 * A job that waits for slots: how many are missing, and a button to add TaskManagers if the backend
 * can.
 */
function WaitsForSlots({ job }: { job: Job }): ReactNode {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const overview = useFact(overviewOptions, !isJobOver(job)).data;
  const missing = missingSlots(job, overview);
  const playground = useFact(playgroundOptions, missing !== undefined).data;
  const containers = useFact(containerNamesOptions, missing !== undefined).data?.containers;
  // The call sets the number of TaskManagers, so the current number must be known.
  const running = containers?.filter(({ service, state }) => service === "taskmanager" && state === "running").length;
  const add = useMutation({
    mutationFn: (replicas: number) => runContainerAction(backend, { type: "scale", service: "taskmanager", replicas }),
    onSettled: () => refreshBackend(queryClient, backend),
  });
  if (missing === undefined) return null;
  const replicas = running === undefined ? undefined : running + missing.taskManagers;
  const canAdd = playground?.scalable.includes("taskmanager") === true && replicas !== undefined && replicas <= MAX_REPLICAS;
  return (
    <NoticeRow>
      <StateShape shape="scheduled" tone="scheduled" />
      <NoticeText>
        <b>The job waits for {formatCounted(missing.missing, "slot")}.</b> It needs {formatCounted(missing.needed, "slot")}, one for each
        parallel subtask; the cluster has {String(missing.total)}
        {missing.needed > missing.total ? "" : `, ${String(missing.free)} of them free`}. It starts once enough slots are free.
      </NoticeText>
      {add.error !== null && (
        <NoticeText>
          <span className="font-strong text-st-restarting-text">{visibleText(add.error.message)}</span>
        </NoticeText>
      )}
      {canAdd && (
        <Button
          kind="primary"
          small
          disabledReason={add.isPending ? "The request is in progress." : undefined}
          onPress={() => add.mutate(replicas)}
        >
          <PlusIcon />
          {missing.taskManagers === 1 ? "Add a TaskManager" : `Add ${String(missing.taskManagers)} TaskManagers`}
        </Button>
      )}
    </NoticeRow>
  );
}
