import { createContext, type ReactNode, useContext, useEffect } from "react";
import { createPortal } from "react-dom";

import { visibleText } from "../base/visible-text.ts";
import { CutText } from "./cut-text.tsx";

/** The part of the top bar that the page fills; undefined until the bar is mounted. */
export const BarSlotContext = createContext<HTMLElement | undefined>(undefined);

/** The number in front of the tab's title, as in `(2) Overview · Drey`; 0 shows none. */
export const TitleBadgeContext = createContext(0);

/** See {@link BarContent}. */
export type BarContentProps = {
  /** The page's subject. */
  title: string;
  /** The kind of subject, before the title: `Jobs`. */
  crumb?: ReactNode;
  /** Its state. */
  badge?: ReactNode;
  /** A few small facts, each a span, with numbers in `<b>`. */
  facts?: ReactNode;
  /** Buttons at the end of the bar. */
  actions?: ReactNode;
};

/** The page's content in the top bar: title, state, facts, actions. */
export function BarContent({ title, crumb, badge, facts, actions }: BarContentProps): ReactNode {
  const slot = useContext(BarSlotContext);
  const badgeCount = useContext(TitleBadgeContext);
  useHeadingFocus(slot);
  if (slot === undefined) return null;
  const words = visibleText(title);
  return createPortal(
    <>
      <title>{`${badgeCount > 0 ? `(${badgeCount}) ` : ""}${words} · Drey`}</title>
      <div className="flex min-w-0 items-center gap-3 max-[1000px]:basis-full">
        {crumb !== undefined && <span className="-mr-1.5 text-fg-3">{crumb} /</span>}
        <CutText as="h1" className="min-w-0 truncate text-heading font-title tracking-[-0.012em]" full={words}>
          {words}
        </CutText>
        {badge}
      </div>
      {actions !== undefined && <span className="ml-auto flex items-center gap-2 max-[1000px]:order-0!">{actions}</span>}
      {facts !== undefined && (
        <div className="col-span-full flex flex-wrap gap-x-4 gap-y-1.5 text-dense text-fg-3 max-[1000px]:basis-full [&_b]:font-strong [&_b]:text-fg-2">
          {facts}
        </div>
      )}
    </>,
    slot,
  );
}

/** The address of the page that a bar has, without the parameters. */
const pages = new WeakMap<HTMLElement, string>();

/**
 * The heading of a page that is opened within the app gets the focus, since the link that led there may be gone. The first page
 * leaves the focus where the browser has it, and so does a page that is only drawn again.
 */
function useHeadingFocus(slot: HTMLElement | undefined): void {
  useEffect(() => {
    if (slot === undefined) return undefined;
    const [page = ""] = window.location.hash.split("?");
    if (pages.has(slot) && pages.get(slot) !== page) slot.querySelector("h1")?.focus({ preventScroll: true });
    const timer = setTimeout(() => pages.set(slot, page));
    // StrictMode runs each effect twice, so the page counts as opened a moment later.
    return () => clearTimeout(timer);
  }, [slot]);
}
