import { clsx } from "clsx";
import type { ReactNode } from "react";

/** The heading of a table, with its number of rows; `end` is at the right. */
export function TableHead({
  title,
  count,
  end,
  className,
}: {
  title: string;
  count: string | undefined;
  end: ReactNode;
  className?: string;
}): ReactNode {
  return (
    <div className={clsx("flex h-10 items-center gap-2 border-t border-line px-4", className)}>
      <h2 className="font-title">{title}</h2>
      {count !== undefined && <span className="text-fg-3">{count}</span>}
      <span className="ml-auto flex items-center gap-2">{end}</span>
    </div>
  );
}
