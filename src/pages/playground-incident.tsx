import type { ReactNode } from "react";
import { useFact } from "../client/use-client.tsx";

import { useContainerActions } from "../features/containers/queries.ts";
import { useProofReach } from "../features/proof/proof-panel.tsx";
import { Story, type StoryProps } from "../features/incidents/job-incident.tsx";
import { containersOptions, playgroundOptions } from "../observe/containers.ts";

/** The story of a job where the playground API exists: it tells of containers too, offers to start one, and knows what the proof says. */
export function PlaygroundStory({ jobId }: Pick<StoryProps, "jobId">): ReactNode {
  const history = useFact(containersOptions).data;
  const playground = useFact(playgroundOptions).data;
  const actions = useContainerActions();
  const proof = useProofReach(jobId);
  return (
    <Story
      jobId={jobId}
      playground={{
        history,
        proof: proof && { ...proof, standing: proof.standing === "holds" || proof.standing === "broken" ? proof.standing : "open" },
        restartable: playground?.restartable ?? [],
        start: (name) => actions.run({ type: "start", name }),
        isBusy: actions.isBusy,
        failedWords: actions.failed?.words,
      }}
    />
  );
}
