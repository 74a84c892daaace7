import type { ReactNode } from "react";
import { useFact } from "../../client/use-client.tsx";

import { formatCount } from "../../domain/units.ts";
import { topicsOptions } from "../../observe/topics.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions, NumberedList } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/empty-and-error-state.tsx";
import { ResetIcon } from "../../ui/page-icons.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import type { ContainerActions } from "./queries.ts";

/** Lists what a reset deletes, and resets the playground. */
export function ResetDialog({ actions, onClose }: { actions: ContainerActions; onClose: () => void }): ReactNode {
  const query = useFact(topicsOptions);
  const topics = query.data?.topics.topics;
  const failed = actions.failed?.action.type === "reset" ? actions.failed.words : undefined;
  return (
    <Dialog title="Reset the playground" onClose={onClose}>
      <p className="text-fg-2">Stops everything and starts from scratch, like “docker compose down -v” and “up -d”. This deletes:</p>
      <NumberedList>
        {topics === undefined && <li>all topics with their records</li>}
        {topics?.map(({ name, partitions }) => (
          <li key={name}>
            topic <span className="mono">{name}</span> with{" "}
            {formatCount(partitions.reduce((sum, { beginOffset, endOffset }) => sum + endOffset - beginOffset, 0))} records
          </li>
        ))}
        <li>all checkpoints, and the job with its counts, exceptions and history</li>
        <li>added TaskManagers: the new playground has one</li>
      </NumberedList>
      <NotKnown what="The number of records is unknown" error={missingBecause(query)} />
      {failed !== undefined && <ErrorState words={failed} />}
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button
          kind="danger"
          disabledReason={actions.isBusy ? "The request is in progress." : undefined}
          onPress={() => actions.run({ type: "reset" })}
        >
          <ResetIcon />
          Reset the playground
        </Button>
      </DialogActions>
    </Dialog>
  );
}
