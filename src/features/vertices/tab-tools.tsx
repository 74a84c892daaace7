import type { ReactNode } from "react";

/** The row of controls above the table of a tab. */
export function TabTools({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line px-4 py-2 text-dense text-fg-2">
      {children}
    </div>
  );
}
