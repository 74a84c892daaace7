import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { failureWords } from "../../client/failure-words.ts";
import { useBackend } from "../../client/use-client.tsx";
import { cancelApplicationLines } from "../../domain/command-lines.ts";
import { jobTitle } from "../../domain/job-name.ts";
import { isJobOver } from "../../domain/job-status.ts";
import { cancelApplication, refreshBackend } from "../../observe/actions.ts";
import type { Application } from "../../rest/applications.ts";
import { Button } from "../../ui/button.tsx";
import { CommandLines } from "../../ui/command-lines.tsx";
import { Dialog, DialogActions, NumberedList } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { CancelIcon } from "../../ui/page-icons.tsx";
import { applicationTitle, cancelConsequences } from "./applications-model.ts";

/** Lists the consequences of cancelling, and cancels the application with all its jobs. */
export function CancelApplicationDialog({
  application,
  onRequested,
  onClose,
}: {
  application: Application;
  /** The cluster has accepted it. */
  onRequested: () => void;
  onClose: () => void;
}): ReactNode {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelApplication(backend, application.id),
    onSuccess: () => {
      onRequested();
      onClose();
    },
    onSettled: () => refreshBackend(queryClient, backend),
  });
  const restUrl = restUrlOf(backend);
  const living = application.jobs.filter((job) => !isJobOver(job)).map(jobTitle);
  return (
    <Dialog title={`Cancel ${applicationTitle(application)}`} onClose={onClose}>
      <NumberedList>
        {cancelConsequences(living).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </NumberedList>
      <CommandLines
        lines={cancelApplicationLines(restUrl ?? ENGINE_URL, application.id)}
        hasAddress={restUrl !== undefined}
        remark="Flink's client has no command for it."
      />
      {cancel.error !== null && <ErrorState {...failureWords(cancel.error)} />}
      <DialogActions>
        <Button onPress={onClose}>Keep running</Button>
        <Button kind="danger" disabledReason={cancel.isPending ? "The request is in progress." : undefined} onPress={() => cancel.mutate()}>
          <CancelIcon />
          Cancel application
        </Button>
      </DialogActions>
    </Dialog>
  );
}
