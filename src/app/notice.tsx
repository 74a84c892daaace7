import type { ReactNode } from "react";

import { NestIcon } from "../ui/icons.tsx";

/** A page that only says something: why there is nothing else, and the ways on. `reply` is technical text, as it came. */
export function Notice({
  title,
  children,
  actions,
  reply,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  reply?: string | undefined;
}): ReactNode {
  return (
    <section className="notice" role="alert">
      <NestIcon />
      <h2>{title}</h2>
      {children}
      {actions !== undefined && <div className="acts">{actions}</div>}
      {reply !== undefined && (
        <pre className="reply" tabIndex={0}>
          {reply}
        </pre>
      )}
    </section>
  );
}
