import type { ReactNode } from "react";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { isUnderWay } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { disposalCalls } from "../../observe/savepoint-calls.ts";
import { useBackend } from "../../client/use-client.tsx";
import { disposeLines } from "../../domain/command-lines.ts";
import { formatBytes, formatDuration } from "../../domain/units.ts";
import { Button } from "../../ui/button.tsx";
import { CommandLines } from "../../ui/command-lines.tsx";
import { Dialog, DialogActions, NumberedList } from "../../ui/dialog.tsx";
import { DeleteIcon } from "../../ui/page-icons.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import type { SavepointRow } from "../../observe/savepoint-rows.ts";

/** Deletes a savepoint permanently. */
export function DeleteDialog({ row, onClose }: { row: SavepointRow; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const barred = useRefusal("disposeSavepoint");
  const { operation, start } = useOperation<string>(`dispose ${row.path}`);
  const restUrl = restUrlOf(backend);
  const isBusy = isUnderWay(operation);
  return (
    <Dialog title={`Delete a ${row.kind} of ${row.jobName}`} onClose={onClose}>
      <p className="mono break-all text-fg-2">{row.path}</p>
      <NumberedList>
        <li>Its files are deleted{row.bytes === undefined ? "" : `, ${formatBytes(row.bytes)}`}.</li>
        <li>No job can start from it afterwards. Jobs started from it keep running.</li>
      </NumberedList>
      <CommandLines lines={disposeLines(restUrl ?? ENGINE_URL, row.path)} hasAddress={restUrl !== undefined} />
      {isBusy && <Outcome phase="working">Deleting. {operation?.phase === "running" ? operation.trouble : undefined}</Outcome>}
      {operation?.phase === "done" && <Outcome phase="done">Deleted in {formatDuration(operation.endMs - operation.sinceMs)}.</Outcome>}
      {operation?.phase === "failed" && (
        <Outcome phase="failed" reply={operation.reply}>
          {operation.words}
        </Outcome>
      )}
      <DialogActions>
        <Button onPress={onClose}>{operation?.phase === "done" ? "Close" : "Cancel"}</Button>
        {operation?.phase !== "done" && (
          <Button
            kind="danger"
            disabledReason={barred ?? (isBusy ? "It is being deleted." : undefined)}
            onPress={() => start(disposalCalls(backend, row.path))}
          >
            <DeleteIcon />
            Delete
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
