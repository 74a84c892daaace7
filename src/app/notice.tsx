import type { ReactNode } from "react";

import { visibleText } from "../base/visible-text.ts";
import { NestIcon } from "../ui/icons.tsx";
import { ReplyText } from "../ui/reply-text.tsx";

/**
 * A page that only shows a message and the next actions. `reply` is the unchanged technical text.
 */
export function Notice({
  title,
  level = 2,
  children,
  actions,
  reply,
}: {
  title: string;
  /** 1 if the bar with the page's heading is missing. */
  level?: 1 | 2;
  children: ReactNode;
  actions?: ReactNode;
  reply?: string | undefined;
}): ReactNode {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <section className="mx-auto mt-[12vh] grid max-w-155 content-start justify-items-start gap-3 px-6 pb-6 [&>svg]:size-11" role="alert">
      <NestIcon />
      <Heading className="text-heading font-title">{visibleText(title)}</Heading>
      <div className="contents wrap-anywhere text-fg-2 normal-nums">{children}</div>
      {actions !== undefined && <div className="flex gap-2">{actions}</div>}
      {reply !== undefined && <ReplyText text={reply} className="w-full" />}
    </section>
  );
}
