import { jobTitle } from "../../domain/job-name.ts";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { isUnderWay } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { newId, stopCalls } from "../../observe/savepoint-calls.ts";
import { useBackend } from "../../client/use-client.tsx";
import { copyable, stopLines } from "../../domain/command-lines.ts";
import { slotsNeeded } from "../../domain/slots-needed.ts";
import { formatDuration } from "../../domain/units.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { CommandLines } from "../../ui/command-lines.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog, DialogActions, NumberedList } from "../../ui/dialog.tsx";
import { StopIcon } from "../../ui/page-icons.tsx";
import { stopConsequences } from "./action-model.ts";
import { stopKey } from "./keys.ts";
import { OperationOutcome } from "./operation-outcome.tsx";
import { startPath } from "./start-path.ts";

/** Stops a job with a savepoint, with or without drain. */
export function StopDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const { operation, start } = useOperation<string>(stopKey(job.jid));
  const [drain, setDrain] = useState(false);
  const restUrl = restUrlOf(backend);
  const isBusy = isUnderWay(operation);
  const isDone = operation?.phase === "done";
  return (
    <Dialog title={`Stop ${jobTitle(job)} with a savepoint`} onClose={onClose}>
      <NumberedList>
        {stopConsequences(taskProgressOf(job.vertices).total, slotsNeeded(job.vertices), drain).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </NumberedList>
      <Check
        isOn={drain}
        label="Drain"
        text="Sends a final watermark, so open windows close with their current counts. Do not drain if you want to resume the job later."
        disabledReason={isBusy ? "The job is being stopped." : isDone ? "The job is stopped." : undefined}
        onToggle={setDrain}
      />
      <CommandLines lines={stopLines(restUrl ?? ENGINE_URL, job.jid, { drain, directory: "" })} hasAddress={restUrl !== undefined} />
      <OperationOutcome operation={operation} working="Stopping">
        {(path, tookMs) => (
          <>
            Job stopped in {formatDuration(tookMs)}. Savepoint:
            <CopyLine text={copyable(path)} label="the savepoint's path" />
          </>
        )}
      </OperationOutcome>
      <DialogActions>
        <Button onPress={onClose}>{isBusy || isDone ? "Close" : "Keep running"}</Button>
        {isDone ? (
          <Link className={buttonClass({ kind: "primary" })} to={startPath({ jobId: job.jid, savepointPath: operation.value })}>
            Start from savepoint
          </Link>
        ) : (
          <Button
            kind="primary"
            disabledReason={isBusy ? "The job is being stopped." : undefined}
            onPress={() => start(stopCalls(backend, job.jid, { drain, targetDirectory: "", triggerId: newId() }))}
          >
            <StopIcon />
            Stop with savepoint
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
