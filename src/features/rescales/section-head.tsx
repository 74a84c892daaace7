import type { ReactNode } from "react";

/** The title of a part of the rescales tab. */
export function SectionHead({ children }: { children: string }): ReactNode {
  return (
    <div className="flex h-10.5 items-center border-t border-line px-4">
      <h2 className="font-title">{children}</h2>
    </div>
  );
}
