import type { ReactNode } from "react";
import { Link } from "react-router";

import { isUnderWay } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { useConfig } from "../../client/use-client.tsx";

import { takesCheckpoints } from "../../domain/batch-job.ts";
import { isJobOver } from "../../domain/job-status.ts";
import { rescaleWay } from "../../domain/scheduler.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button, buttonClass, useActionHint } from "../../ui/button.tsx";
import { CancelIcon, RescaleIcon, SavepointIcon, StartIcon, StopIcon } from "../../ui/page-icons.tsx";
import { ACTION_HINTS, savepointRefusal } from "./action-model.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { savepointKey, stopKey } from "./keys.ts";
import { RescaleDialog } from "./rescale-dialog.tsx";
import { SavepointDialog } from "./savepoint-dialog.tsx";
import { startPath } from "./start-path.ts";
import { StopDialog } from "./stop-dialog.tsx";

/** An action that has a dialog. */
export type ActionName = "savepoint" | "stop" | "rescale" | "cancel";

const DIALOGS = { savepoint: SavepointDialog, stop: StopDialog, rescale: RescaleDialog, cancel: CancelDialog };

/**
 * Four labels fit only into a wide bar. In others each button shows only its icon and keeps its
 * accessible name.
 */
const BAR_BUTTONS =
  "contents max-laptop:[&>:is(a,button)]:w-control max-laptop:[&>:is(a,button)]:gap-0 max-laptop:[&>:is(a,button)]:p-0 max-laptop:[&>:is(a,button)]:text-[0px]";

/** The actions on a job, as buttons for the bar. */
export function JobActions({
  job,
  dialog,
  onDialog,
}: {
  job: Job;
  dialog: ActionName | undefined;
  onDialog: (name: ActionName) => void;
}): ReactNode {
  const refusals = {
    savepoint: useRefusal("triggerSavepoint"),
    stop: useRefusal("stopJob"),
    start: useRefusal("runJar"),
    cancel: useRefusal("cancelJob"),
    requirements: useRefusal("putResourceRequirements"),
  };
  const config = useConfig();
  const savepoint = useOperation<string>(savepointKey(job.jid));
  const stop = useOperation<string>(stopKey(job.jid));
  if (isJobOver(job)) {
    const savepointPath = stop.operation?.phase === "done" ? stop.operation.value : undefined;
    return (
      <span className={BAR_BUTTONS}>
        <StartAgain path={startPath({ jobId: job.jid, savepointPath })} disabledReason={refusals.start} />
      </span>
    );
  }
  const open = (name: ActionName, last?: typeof stop) => (): void => {
    // The result of the last one was seen or is obsolete.
    if (dialog === undefined) last?.clear();
    onDialog(name);
  };
  const noSavepoint = takesCheckpoints(job)
    ? savepointRefusal(job.state, taskProgressOf(job.vertices))
    : "A batch job takes no savepoints.";
  const isStopping = isUnderWay(stop.operation);
  return (
    <span className={BAR_BUTTONS}>
      <Button
        hint={ACTION_HINTS.savepoint}
        disabledReason={refusals.savepoint ?? (isUnderWay(savepoint.operation) ? undefined : noSavepoint)}
        onPress={open("savepoint", savepoint)}
      >
        <SavepointIcon />
        {isUnderWay(savepoint.operation) ? "Savepoint …" : "Savepoint"}
      </Button>
      <Button
        hint={ACTION_HINTS.stop}
        disabledReason={refusals.stop ?? (isStopping ? undefined : noSavepoint)}
        onPress={open("stop", stop)}
      >
        <StopIcon />
        {isStopping ? "Stopping …" : "Stop"}
      </Button>
      {rescaleWay(job, config) === "in place" ? (
        <Button hint={ACTION_HINTS.rescaleInPlace} disabledReason={refusals.requirements} onPress={open("rescale")}>
          <RescaleIcon />
          Rescale
        </Button>
      ) : (
        <Button
          hint={ACTION_HINTS.rescaleInTwoSteps}
          disabledReason={refusals.stop ?? refusals.start ?? (isStopping ? undefined : noSavepoint)}
          onPress={open("rescale", stop)}
        >
          <RescaleIcon />
          Rescale
        </Button>
      )}
      <Button
        kind="danger"
        hint={ACTION_HINTS.cancel}
        disabledReason={refusals.cancel ?? (job.state === "CANCELLING" ? "The job is being cancelled." : undefined)}
        onPress={open("cancel")}
      >
        <CancelIcon />
        Cancel
      </Button>
    </span>
  );
}

/** A link, or a disabled button if the cluster does not allow a start. */
function StartAgain({ path, disabledReason }: { path: string; disabledReason: string | undefined }): ReactNode {
  const hint = useActionHint(ACTION_HINTS.startAgain, undefined);
  const content = (
    <>
      <StartIcon />
      Start again
    </>
  );
  if (disabledReason !== undefined) {
    return (
      <Button hint={ACTION_HINTS.startAgain} disabledReason={disabledReason} onPress={() => undefined}>
        {content}
      </Button>
    );
  }
  return (
    <>
      <Link className={buttonClass()} to={path} {...hint.props}>
        {content}
      </Link>
      {hint.node}
    </>
  );
}

/**
 * The open dialog of a job's actions, if any. Place it beside the bar and not inside, because the
 * bar may disappear while the dialog is open.
 */
export function JobActionDialog({ job, dialog, onClose }: { job: Job; dialog: ActionName | undefined; onClose: () => void }): ReactNode {
  if (dialog === undefined) return null;
  const Chosen = DIALOGS[dialog];
  return <Chosen job={job} onClose={onClose} />;
}
