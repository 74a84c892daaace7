import type { ReactNode } from "react";

/** The toolbar of a tab: fields and counts, with actions at the end. */
export function ProcessTools({ children, end }: { children: ReactNode; end?: ReactNode }): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2">
      {children}
      {end !== undefined && <span className="ml-auto flex flex-wrap items-center gap-2">{end}</span>}
    </div>
  );
}
