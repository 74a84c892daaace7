import type { ReactNode } from "react";

/** The heading of a section below another one, with content at the end of its line. */
export function SectionHead({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <div className="flex h-10.5 items-center justify-between gap-2.5 border-t border-line px-4">
      <h2 className="font-title whitespace-nowrap">{title}</h2>
      {children}
    </div>
  );
}
