import type { ReactNode } from "react";

/** The heading line of a playground panel: title, text beside it, and controls at the end. */
export function PanelHead({ title, controls, children }: { title: ReactNode; controls?: ReactNode; children?: ReactNode }): ReactNode {
  return (
    <div className="mb-1.75 flex h-6.5 flex-none items-center gap-2.5">
      <h2 className="flex-none font-title whitespace-nowrap">{title}</h2>
      {children}
      {controls !== undefined && (
        <span className="-mr-2 ml-auto flex flex-none items-center gap-0.5 **:aria-disabled:border-transparent">{controls}</span>
      )}
    </div>
  );
}
