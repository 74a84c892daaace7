import type { ReactNode } from "react";
import { useFact } from "../client/use-client.tsx";

import { useContainerActions } from "../features/containers/queries.ts";
import { useProofReach } from "../features/proof/proof-panel.tsx";
import { JobIncident, type JobIncidentProps } from "../features/incidents/job-incident.tsx";
import { containersOptions, playgroundOptions } from "../observe/containers.ts";

/**
 * A job's incident on a backend with the playground API: it also names containers, offers to start
 * one, and uses the result of the proof.
 */
export function PlaygroundIncident({ jobId, assessment }: Pick<JobIncidentProps, "jobId" | "assessment">): ReactNode {
  const history = useFact(containersOptions).data;
  const playground = useFact(playgroundOptions).data;
  const actions = useContainerActions();
  const proof = useProofReach(jobId);
  return (
    <JobIncident
      jobId={jobId}
      assessment={assessment}
      playground={{
        history,
        proof: proof && { ...proof, standing: proof.standing === "holds" || proof.standing === "broken" ? proof.standing : "open" },
        restartable: playground?.restartable ?? [],
        start: (name) => actions.run({ type: "start", name }),
        kill: (name) => actions.run({ type: "kill", name }),
        isBusy: actions.isBusy,
        failedWords: actions.failed?.words,
      }}
    />
  );
}
