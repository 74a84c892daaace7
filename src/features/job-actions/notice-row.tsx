import { clsx } from "clsx";
import type { ReactNode } from "react";

/** One notice across the page, above its content: a state's shape, a {@link NoticeText}, and buttons. */
export function NoticeRow({ children }: { children: ReactNode }): ReactNode {
  return (
    <div
      className={clsx(
        "flex min-h-11.5 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-surface px-4 py-1.75 [--message-padding:0px]",
        // Outcomes, errors and lines to copy, in one line with the other parts.
        "[&>[role=alert]]:flex-[1_1_320px] [&>[role=status]]:m-0",
        "[&>:has(>code)]:mt-0.5 [&>:has(>code)]:min-w-0 [&>:has(>code)]:flex-[1_1_320px]",
      )}
    >
      {children}
    </div>
  );
}

/**
 * The sentences of a notice. They take the width that the buttons leave, or their own line if that
 * is too narrow.
 */
export function NoticeText({ children, role }: { children: ReactNode; role?: "status" }): ReactNode {
  return (
    <p className="min-w-0 flex-[1_1_320px] wrap-anywhere" role={role}>
      {children}
    </p>
  );
}
