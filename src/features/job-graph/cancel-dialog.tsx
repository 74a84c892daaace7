import type { ReactNode } from "react";

import { type Backend, useBackend, useCall } from "../../client/use-client.tsx";
import { taskProgressOf } from "../../domain/vertex-phase.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/faces.tsx";
import { CancelIcon } from "../../ui/icons.tsx";
import { cancelCommands, cancelConsequences } from "./job-bar-model.ts";
import { useCancelJob } from "./queries.ts";

/** Where `npm run engine` listens. The engine in the page has no address; there the lines are what one would type there. */
const ENGINE_URL = "http://localhost:8081";

/** Says what cancelling will do, and does it. What then happened is for the cluster to report. */
export function CancelDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const config = useCall("checkpointConfig", { jobid: job.jid }, {}, { refreshMs: false }).data;
  const checkpoints = useCall("checkpoints", { jobid: job.jid }, {}).data;
  const cancel = useCancelJob(job.jid);
  const restUrl = restUrlOf(backend);
  const commands = cancelCommands(job.jid, restUrl ?? ENGINE_URL);
  return (
    <Dialog title={`Cancel ${job.name}`} onClose={onClose}>
      <ol>
        {cancelConsequences(taskProgressOf(job.vertices).total, config, checkpoints).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <p className="soft mt-3 text-dense">
        {restUrl === undefined ? "The same as a line, for an engine or cluster that has an address" : "The same as a line to copy"}
      </p>
      <CopyLine text={commands.flink} label="the flink line" />
      <CopyLine text={commands.curl} label="the curl line" />
      {cancel.error !== null && <ErrorState words={cancel.error.message} />}
      <div className="foot">
        <Button onPress={onClose}>Keep it running</Button>
        <Button
          kind="danger"
          disabledReason={cancel.isPending ? "The request is on its way." : undefined}
          onPress={() => cancel.mutate(undefined, { onSuccess: onClose })}
        >
          <CancelIcon />
          Cancel job
        </Button>
      </div>
    </Dialog>
  );
}

/** The address of a backend's REST API, without the last slash. Asking the engine in the page for its source would open a port. */
function restUrlOf(backend: Backend): string | undefined {
  if (backend.kind !== "http") return undefined;
  const source = backend.source();
  return source.kind === "http" ? source.baseUrl.replace(/\/$/, "") : undefined;
}
