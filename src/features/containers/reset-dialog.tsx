import type { ReactNode } from "react";
import { useFact } from "../../client/use-client.tsx";

import { formatCount } from "../../domain/units.ts";
import { topicsOptions } from "../../observe/topics.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { ResetIcon } from "../../ui/icons.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import type { ContainerActions } from "./queries.ts";

/** Says what will be gone, and starts everything anew. */
export function ResetDialog({ actions, onClose }: { actions: ContainerActions; onClose: () => void }): ReactNode {
  const query = useFact(topicsOptions);
  const topics = query.data?.topics.topics;
  const failed = actions.failed?.action.type === "reset" ? actions.failed.words : undefined;
  return (
    <Dialog title="Reset the playground" onClose={onClose}>
      <p>Everything stops and starts anew, as “docker compose down -v” and “up -d” do. Gone for good are:</p>
      <ol>
        {topics === undefined && <li>all topics with their records</li>}
        {topics?.map(({ name, partitions }) => (
          <li key={name}>
            topic <span className="mono">{name}</span> with{" "}
            {formatCount(partitions.reduce((sum, { beginOffset, endOffset }) => sum + endOffset - beginOffset, 0))} records
          </li>
        ))}
        <li>all checkpoints, and the job with its counts, exceptions and history</li>
        <li>TaskManagers that were added; one starts again</li>
      </ol>
      <NotKnown what="How many records that are is not known" error={missingBecause(query)} />
      {failed !== undefined && <ErrorState words={failed} />}
      <div className="foot">
        <Button onPress={onClose}>Keep it all</Button>
        <Button
          kind="danger"
          disabledReason={actions.isBusy ? "The request is on its way." : undefined}
          onPress={() => actions.run({ type: "reset" })}
        >
          <ResetIcon />
          Reset the playground
        </Button>
      </div>
    </Dialog>
  );
}
