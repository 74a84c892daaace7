import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { failureWords } from "../../client/failure-words.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { takesCheckpoints } from "../../domain/batch-job.ts";
import { cancelLines } from "../../domain/command-lines.ts";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import { visibleText } from "../../base/visible-text.ts";
import { cancelJob, refreshBackend } from "../../observe/actions.ts";
import { checkpointConfigOptions, checkpointsOptions } from "../../observe/checkpoints.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { CommandLines } from "../../ui/command-lines.tsx";
import { Dialog, DialogActions, NumberedList } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { CancelIcon } from "../../ui/page-icons.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { cancelConsequences } from "./action-model.ts";

/** Lists the consequences of cancelling and cancels the job. The cluster reports the result. */
export function CancelDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const isEnabled = takesCheckpoints(job);
  const config = useFact(checkpointConfigOptions, job.jid, isEnabled);
  const checkpoints = useFact(checkpointsOptions, job.jid, isEnabled);
  const error = missingBecause(checkpoints) ?? missingBecause(config);
  // A job without checkpointing: Flink answers 404.
  const isWithout = isNotFound(error);
  const cancel = useCancelJob(job.jid);
  const restUrl = restUrlOf(backend);
  return (
    <Dialog title={`Cancel ${visibleText(job.name)}`} onClose={onClose}>
      <NumberedList>
        {cancelConsequences(taskProgressOf(job.vertices).total, isEnabled && !isWithout, config.data, checkpoints.data?.checkpoints).map(
          (sentence) => (
            <li key={sentence}>{sentence}</li>
          ),
        )}
      </NumberedList>
      <NotKnown what="Whether checkpoints are retained is unknown" error={isWithout ? undefined : error} />
      <CommandLines lines={cancelLines(restUrl ?? ENGINE_URL, job.jid)} hasAddress={restUrl !== undefined} />
      {cancel.error !== null && <ErrorState {...failureWords(cancel.error)} />}
      <DialogActions>
        <Button onPress={onClose}>Keep running</Button>
        <Button
          kind="danger"
          disabledReason={cancel.isPending ? "The request is in progress." : undefined}
          onPress={() => cancel.mutate(undefined, { onSuccess: onClose })}
        >
          <CancelIcon />
          Cancel job
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/**
 * `PATCH /jobs/:jobid?mode=cancel`, then a refresh of everything that the page shows of the job.
 */
function useCancelJob(jobid: string): UseMutationResult<unknown, Error, void> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => cancelJob(backend, jobid),
    onSettled: () => refreshBackend(queryClient, backend),
  });
}
