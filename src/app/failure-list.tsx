import { type ReactNode } from "react";

import { MOST_FAILURES, type LoggedFailure } from "../client/failure-log.ts";
import { useBackend } from "../client/use-client.tsx";
import { formatClock, formatCount } from "../domain/units.ts";
import { Button } from "../ui/button.tsx";
import { useNow } from "../ui/clock.ts";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-and-error-state.tsx";
import { ReplyText } from "../ui/reply-text.tsx";

/** The calls that failed, newest first, with the cluster's words and on request its reply. */
export function FailureList({
  entries,
  onClear,
  onClose,
}: {
  entries: readonly LoggedFailure[];
  onClear: () => void;
  onClose: () => void;
}): ReactNode {
  const { label } = useBackend();
  return (
    <Dialog title={`Errors of ${label}`} isWide onClose={onClose}>
      {entries.length === 0 ? (
        <EmptyState>No call has failed since the list was cleared.</EmptyState>
      ) : (
        <ol aria-label="Errors">
          {entries.map((entry) => (
            <Failure key={entry.words} entry={entry} />
          ))}
        </ol>
      )}
      {entries.length === MOST_FAILURES && (
        <p className="mt-2 text-dense text-fg-3">Only the last {formatCount(MOST_FAILURES)} different errors are kept.</p>
      )}
      <DialogActions>
        {entries.length > 0 && <Button onPress={onClear}>Clear</Button>}
        <Button onPress={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

function Failure({ entry: { firstMs, lastMs, count, words, reply } }: { entry: LoggedFailure }): ReactNode {
  const now = useNow();
  return (
    <li className="border-t border-line py-2 text-dense first:border-t-0">
      <p className="text-fg-3">
        {formatClock(lastMs, now)}
        {count > 1 && `, ${formatCount(count)} times since ${formatClock(firstMs, now)}`}
      </p>
      {/* failureWords has made invisible characters visible. */}
      <p className="wrap-anywhere text-danger">{words}</p>
      {reply !== undefined && reply !== "" && (
        <details>
          <summary className="cursor-pointer leading-6 text-fg-2">Reply</summary>
          <ReplyText text={reply} />
        </details>
      )}
    </li>
  );
}
