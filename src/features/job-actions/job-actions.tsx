import type { ComponentType, ReactNode } from "react";
import { Link, useNavigate } from "react-router";

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
import { lazyPopup } from "../../ui/lazy-popup.tsx";
import { useOfferCommands } from "../../ui/page-commands.ts";
import { CancelIcon, RescaleIcon, SavepointIcon, StartIcon, StopIcon } from "../../ui/page-icons.tsx";
import { ACTION_HINTS, savepointRefusal } from "./action-model.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { savepointKey, stopKey } from "./keys.ts";
import { SavepointDialog } from "./savepoint-dialog.tsx";
import { startPath } from "./start-path.ts";
import { StopDialog } from "./stop-dialog.tsx";

/** An action that has a dialog. */
export type ActionName = "savepoint" | "stop" | "rescale" | "cancel";

const RescaleDialog = lazyPopup(async () => (await import("./rescale-dialog.tsx")).RescaleDialog);

const DIALOGS = { savepoint: SavepointDialog, stop: StopDialog, rescale: RescaleDialog, cancel: CancelDialog };

/**
 * Four labels fit only into a wide bar. In others each button shows only its icon and keeps its
 * accessible name.
 */
const BAR_BUTTONS =
  "contents max-laptop:[&>:is(a,button)]:w-control max-laptop:[&>:is(a,button)]:gap-0 max-laptop:[&>:is(a,button)]:p-0 max-laptop:[&>:is(a,button)]:text-[0px]";

/** The actions on a job, as buttons for the bar and as commands of the palette. */
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
  const navigate = useNavigate();
  const open = (name: ActionName, last?: typeof stop) => (): void => {
    // The result of the last one was seen or is obsolete.
    if (dialog === undefined) last?.clear();
    onDialog(name);
  };
  const noSavepoint = takesCheckpoints(job)
    ? savepointRefusal(job.state, taskProgressOf(job.vertices))
    : "A batch job takes no savepoints.";
  const isStopping = isUnderWay(stop.operation);
  const againPath = startPath({ jobId: job.jid, savepointPath: stop.operation?.phase === "done" ? stop.operation.value : undefined });
  const actions: readonly Action[] = isJobOver(job)
    ? [{ hint: ACTION_HINTS.startAgain, disabledReason: refusals.start, Icon: StartIcon, onPress: () => void navigate(againPath) }]
    : [
        {
          hint: ACTION_HINTS.savepoint,
          words: isUnderWay(savepoint.operation) ? "Savepoint …" : undefined,
          disabledReason: refusals.savepoint ?? (isUnderWay(savepoint.operation) ? undefined : noSavepoint),
          Icon: SavepointIcon,
          onPress: open("savepoint", savepoint),
        },
        {
          hint: ACTION_HINTS.stop,
          words: isStopping ? "Stopping …" : undefined,
          disabledReason: refusals.stop ?? (isStopping ? undefined : noSavepoint),
          Icon: StopIcon,
          onPress: open("stop", stop),
        },
        rescaleWay(job, config) === "in place"
          ? { hint: ACTION_HINTS.rescaleInPlace, disabledReason: refusals.requirements, Icon: RescaleIcon, onPress: open("rescale") }
          : {
              hint: ACTION_HINTS.rescaleInTwoSteps,
              disabledReason: refusals.stop ?? refusals.start ?? (isStopping ? undefined : noSavepoint),
              Icon: RescaleIcon,
              onPress: open("rescale", stop),
            },
        {
          hint: ACTION_HINTS.cancel,
          disabledReason: refusals.cancel ?? (job.state === "CANCELLING" ? "The job is being cancelled." : undefined),
          Icon: CancelIcon,
          isDanger: true,
          onPress: open("cancel"),
        },
      ];
  useOfferCommands(() =>
    actions.map(({ hint: { title, text }, disabledReason, onPress }) => ({
      id: `action ${title}`,
      group: "Actions on this job",
      label: title,
      note: text,
      disabledReason,
      run: onPress,
    })),
  );
  return (
    <span className={BAR_BUTTONS}>
      {isJobOver(job) ? (
        <StartAgain path={againPath} disabledReason={refusals.start} />
      ) : (
        actions.map(({ hint, words, disabledReason, Icon, isDanger = false, onPress }) => (
          <Button key={hint.title} kind={isDanger ? "danger" : "outline"} hint={hint} disabledReason={disabledReason} onPress={onPress}>
            <Icon />
            {words ?? hint.title}
          </Button>
        ))
      )}
    </span>
  );
}

/** One of a job's actions. The title of its hint is its name. */
type Action = {
  hint: (typeof ACTION_HINTS)[keyof typeof ACTION_HINTS];
  /** On its button, if not its name. */
  words?: string | undefined;
  disabledReason: string | undefined;
  Icon: ComponentType;
  isDanger?: boolean;
  /** Opens its dialog or its page. */
  onPress: () => void;
};

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
