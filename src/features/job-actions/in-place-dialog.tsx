import { jobTitle } from "../../domain/job-name.ts";
import { type ReactNode, useState } from "react";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { overviewOptions } from "../../client/cluster-options.ts";
import { isUnderWay } from "../../client/operation.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { requirementsLines } from "../../domain/command-lines.ts";
import { areSameRequirements } from "../../domain/same-requirements.ts";
import { slotsNeeded } from "../../domain/slots-needed.ts";
import { formatCounted } from "../../domain/units.ts";
import type { Job } from "../../rest/jobs.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";
import { Button } from "../../ui/button.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { CommandLines } from "../../ui/command-lines.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { RescaleIcon } from "../../ui/page-icons.tsx";
import { missingBecause, NotKnown, QueryRegion } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { requirementsCalls } from "../../observe/requirements-calls.ts";
import { requirementsOptions } from "../../observe/rescales.ts";
import { RequirementsForm } from "./requirements-form.tsx";
import { readRequirements, type RequirementsText, requirementsText, slotsAskedFor } from "./requirements-model.ts";
import { RescaleSteps } from "./rescale-steps.tsx";
import { useInPlace } from "./use-in-place.ts";

/**
 * Rescales a job in place: sends the bounds of each vertex to the adaptive scheduler, which does
 * the rest.
 */
export function InPlaceDialog({ job, onClose }: { job: Job; onClose: () => void }): ReactNode {
  const declared = useFact(requirementsOptions, job.jid, { isPolled: false });
  return (
    <Dialog title={`Rescale ${jobTitle(job)}`} onClose={onClose}>
      <p className="text-fg-2">
        The adaptive scheduler rescales the job in place, within the bounds below. The job keeps its ID and needs no savepoint.
      </p>
      <QueryRegion query={declared} loading={<Skeleton width={320} height={60} />}>
        {(requirements) => <Declared job={job} declared={requirements} onClose={onClose} />}
      </QueryRegion>
      {declared.data === undefined && (
        <DialogActions>
          <Button onPress={onClose}>Close</Button>
        </DialogActions>
      )}
    </Dialog>
  );
}

function Declared({ job, declared, onClose }: { job: Job; declared: ResourceRequirements; onClose: () => void }): ReactNode {
  const backend = useBackend();
  const restUrl = restUrlOf(backend);
  const [typed, setTyped] = useState<RequirementsText | undefined>(undefined);
  const text = typed ?? requirementsText(job.vertices, declared);
  const read = readRequirements(job.vertices, text);
  const wanted = "requirements" in read ? read.requirements : undefined;
  const { operation, start, clear, steps } = useInPlace(job, useTenthsNow(), wanted);
  const isAsking = isUnderWay(operation);
  const isDeclared = operation?.phase === "done";
  return (
    <>
      <RescaleSteps label="The three steps" steps={steps} />
      {!isDeclared && (
        <>
          <RequirementsForm vertices={job.vertices} text={text} faults={"faults" in read ? read.faults : {}} onChange={setTyped} />
          {wanted !== undefined && (
            <>
              <Slots job={job} requirements={wanted} />
              <CommandLines
                lines={requirementsLines(restUrl ?? ENGINE_URL, job.jid, wanted)}
                hasAddress={restUrl !== undefined}
                remark="Flink's client has no command for this."
              />
            </>
          )}
        </>
      )}
      {operation?.phase === "failed" && <ErrorState words={operation.words} reply={operation.reply} />}
      <DialogActions>
        <Button onPress={onClose}>{operation === undefined ? "Cancel" : "Close"}</Button>
        {isDeclared ? (
          <Button onPress={clear}>Change again</Button>
        ) : (
          <Button
            kind="primary"
            disabledReason={isAsking ? "The request is in progress." : refusal(declared, wanted)}
            onPress={() => {
              if (wanted !== undefined) start(requirementsCalls(backend, job.jid, wanted));
            }}
          >
            <RescaleIcon />
            Rescale in place
          </Button>
        )}
      </DialogActions>
    </>
  );
}

function refusal(declared: ResourceRequirements, wanted: ResourceRequirements | undefined): string | undefined {
  if (wanted === undefined) return "Correct the fields above first.";
  return areSameRequirements(declared, wanted) ? "The job already has these bounds." : undefined;
}

/** Whether enough slots are available. */
function Slots({ job, requirements }: { job: Job; requirements: ResourceRequirements }): ReactNode {
  const query = useFact(overviewOptions);
  const overview = query.data;
  if (overview === undefined) return <NotKnown what="The number of free slots is unknown" error={missingBecause(query)} />;
  const { desired, least } = slotsAskedFor(job.vertices, requirements);
  const there = Math.min(overview["slots-total"], overview["slots-available"] + slotsNeeded(job.vertices));
  const has = there === 1 ? "1 is available" : `${String(there)} are available`;
  if (there >= desired) return <p className="mt-1 text-dense text-fg-3">{`It asks for ${formatCounted(desired, "slot")}, and ${has}.`}</p>;
  return (
    <p className="mt-1 text-dense font-strong text-st-restarting-text">
      {there >= least
        ? `It asks for ${formatCounted(desired, "slot")}, and ${has}. It runs with those and rescales again when more become available.`
        : `It needs at least ${formatCounted(least, "slot")}, and ${has}. It keeps running, but after a failure it would wait for slots.`}
    </p>
  );
}
