import type { ReactNode } from "react";

import { isUnderWay } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { useBackend } from "../../client/use-client.tsx";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import { savepointCalls } from "../../observe/savepoint-calls.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { ACTION_HINTS, savepointRefusal } from "./action-model.ts";
import { savepointKey } from "./keys.ts";

/** Takes a savepoint into the cluster's default directory, without a dialog. */
export function SavepointButton({ job, kind }: { job: Job; kind?: "primary" }): ReactNode {
  const backend = useBackend();
  const { operation, start } = useOperation<string>(savepointKey(job.jid));
  return (
    <Button
      small
      kind={kind ?? "outline"}
      hint={ACTION_HINTS.savepoint}
      disabledReason={isUnderWay(operation) ? "The savepoint is being taken." : savepointRefusal(job.state, taskProgressOf(job.vertices))}
      onPress={() => start(savepointCalls(backend, job.jid, ""))}
    >
      Take a savepoint
    </Button>
  );
}
