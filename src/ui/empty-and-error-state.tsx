import { type ReactNode, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** An empty region: a sentence that says why it is empty, and what would fill it. */
export function EmptyState({ children }: { children: ReactNode }): ReactNode {
  return <p className="face">{children}</p>;
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
    <div className="face" role="alert">
      <p className="words">{visibleText(words)}</p>
      {(onRetry !== undefined || reply !== undefined) && (
        <div className="acts">
          {onRetry !== undefined && (
            <Button small onPress={onRetry}>
              Try again
            </Button>
          )}
          {reply !== undefined && (
            <button type="button" className="linkish" onClick={() => setShowsReply(true)}>
              Show the reply
            </button>
          )}
        </div>
      )}
      {showsReply && reply !== undefined && (
        <Dialog title="Reply" isWide onClose={() => setShowsReply(false)}>
          <pre className="reply" tabIndex={0}>
            {visibleText(reply)}
          </pre>
          <div className="foot">
            <Button onPress={() => setShowsReply(false)}>Close</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
