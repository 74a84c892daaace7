import { type ReactNode, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { Button } from "./button.tsx";
import { Dialog, DialogActions } from "./dialog.tsx";
import { LinkButton } from "./link-button.tsx";
import { ReplyText } from "./reply-text.tsx";

/** Places with a padding of their own set `--message-padding`. */
const MESSAGE = "p-(--message-padding,12px_16px_16px) text-dense text-fg-2 normal-nums";

/** An empty region: a sentence that says why it is empty, and what would fill it. */
export function EmptyState({ children }: { children: ReactNode }): ReactNode {
  return <p className={MESSAGE}>{children}</p>;
}

/** See {@link ErrorState}. */
export type ErrorStateProps = {
  /** The error in the cluster's words: `The JobManager answered 500: Internal server error.` */
  words: string;
  /** The unchanged reply, shown on request. Rendered as text. */
  reply?: string | undefined;
  onRetry?: (() => void) | undefined;
};

/** A region that could not be loaded. Other regions are unaffected. */
export function ErrorState({ words, reply, onRetry }: ErrorStateProps): ReactNode {
  const [showsReply, setShowsReply] = useState(false);
  return (
    <div className={MESSAGE} role="alert">
      <p className="wrap-anywhere text-danger">{visibleText(words)}</p>
      {(onRetry !== undefined || reply !== undefined) && (
        <div className="mt-1.75 flex items-center gap-3">
          {onRetry !== undefined && (
            <Button small onPress={onRetry}>
              Try again
            </Button>
          )}
          {reply !== undefined && <LinkButton onPress={() => setShowsReply(true)}>Show the reply</LinkButton>}
        </div>
      )}
      {showsReply && reply !== undefined && (
        <Dialog title="Reply" isWide onClose={() => setShowsReply(false)}>
          <ReplyText text={reply} />
          <DialogActions>
            <Button onPress={() => setShowsReply(false)}>Close</Button>
          </DialogActions>
        </Dialog>
      )}
    </div>
  );
}
