import { jobTitle } from "../../domain/job-name.ts";
import { type ReactNode, useState } from "react";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { isUnderWay } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { savepointCalls } from "../../observe/savepoint-calls.ts";
import { useBackend } from "../../client/use-client.tsx";
import { copyable, savepointLines } from "../../domain/command-lines.ts";
import { formatDuration } from "../../domain/units.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { CommandLines } from "../../ui/command-lines.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog, DialogActions, NumberedList } from "../../ui/dialog.tsx";
import { SavepointIcon } from "../../ui/page-icons.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { savepointConsequences } from "./action-model.ts";
import { savepointKey } from "./keys.ts";
import { OperationOutcome } from "./operation-outcome.tsx";

/** Takes a savepoint while the job keeps running. */
export function SavepointDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const { operation, start } = useOperation<string>(savepointKey(job.jid));
  const [directory, setDirectory] = useState("");
  const restUrl = restUrlOf(backend);
  const isBusy = isUnderWay(operation);
  const target = directory.trim();
  return (
    <Dialog title={`Take a savepoint of ${jobTitle(job)}`} onClose={onClose}>
      <NumberedList>
        {savepointConsequences().map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </NumberedList>
      <TextField
        label="Directory"
        value={directory}
        isMono
        isReadOnly={isBusy}
        placeholder="cluster default (execution.checkpointing.savepoint-dir)"
        onChange={setDirectory}
      />
      <CommandLines lines={savepointLines(restUrl ?? ENGINE_URL, job.jid, target)} hasAddress={restUrl !== undefined} />
      <OperationOutcome operation={operation} working="Taking the savepoint">
        {(path, tookMs) => (
          <>
            Savepoint completed in {formatDuration(tookMs)}:
            <CopyLine text={copyable(path)} label="the savepoint's path" />
          </>
        )}
      </OperationOutcome>
      <DialogActions>
        <Button onPress={onClose}>Close</Button>
        <Button
          kind="primary"
          disabledReason={isBusy ? "A savepoint of this job is being taken." : undefined}
          onPress={() => start(savepointCalls(backend, job.jid, target))}
        >
          <SavepointIcon />
          {operation?.phase === "done" ? "Take another" : "Take savepoint"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
