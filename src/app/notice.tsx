import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import { NestIcon } from "../ui/icons.tsx";

/** A page that only says something: why there is nothing else, and the ways on. `reply` is technical text, as it came. */
export function Notice({
  title,
  level = 2,
  children,
  actions,
  reply,
}: {
  title: string;
  /** 1 where the bar with the page's own heading is not there. */
  level?: 1 | 2;
  children: ReactNode;
  actions?: ReactNode;
  reply?: string | undefined;
}): ReactNode {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <section className="notice" role="alert">
      <NestIcon />
      <Heading>{visibleText(title)}</Heading>
      {children}
      {actions !== undefined && <div className="acts">{actions}</div>}
      {reply !== undefined && (
        <pre className="reply" tabIndex={0}>
          {visibleText(reply)}
        </pre>
      )}
    </section>
  );
}
