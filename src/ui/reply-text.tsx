import { clsx } from "clsx";
import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";

/** A technical text as it came: a reply, a stack trace. Long ones scroll in their own box. */
export function ReplyText({ text, className }: { text: string; className?: string }): ReactNode {
  return (
    <pre
      className={clsx(
        "mt-2.5 max-h-[50vh] overflow-auto rounded-2 bg-surface-2 px-3 py-2.5 font-mono text-label font-regular wrap-anywhere whitespace-pre-wrap normal-nums",
        className,
      )}
      tabIndex={0}
    >
      {visibleText(text)}
    </pre>
  );
}
