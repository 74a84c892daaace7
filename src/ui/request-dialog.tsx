import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import { CopyLine } from "./copy-line.tsx";
import { Dialog } from "./dialog.tsx";

/** A request: its method and path, the command to copy, and how many similar ones there are. */
export type RequestLine = { readonly words: string; readonly curl: string; readonly more: number };

/** The requests behind what is shown, as commands to copy. */
export function RequestDialog({
  title,
  lines,
  hasAddress,
  onClose,
}: {
  title: string;
  lines: readonly RequestLine[];
  /** Whether others can reach the backend's address. The playground has none. */
  hasAddress: boolean;
  onClose: () => void;
}): ReactNode {
  return (
    <Dialog title={title} isWide onClose={onClose}>
      <div className="text-dense whitespace-normal">
        <p className="text-fg-2">{hasAddress ? "Command line" : "Command line (needs a reachable cluster)"}</p>
        {lines.map(({ words, curl, more }) => (
          <div key={curl} className="mt-2">
            <p className="-mb-1 font-mono text-label wrap-anywhere">{visibleText(words)}</p>
            <CopyLine text={curl} label="the curl command" />
            {more > 0 && (
              <p className="mt-0.5 text-label text-fg-3">
                The page makes {more === 1 ? "one more call" : `${more} more calls`} of this kind, with other parameters.
              </p>
            )}
          </div>
        ))}
        {lines.length === 0 && <p className="mt-1.5">Nothing here comes from a single request of its own now.</p>}
      </div>
    </Dialog>
  );
}
