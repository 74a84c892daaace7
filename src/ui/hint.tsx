import { type CSSProperties, type FocusEvent, type KeyboardEvent, type PointerEvent, type ReactNode, useId, useState } from "react";

import { visibleText } from "../base/visible-text.ts";

/** What a hint says: the term, if it explains one, and a sentence or two. */
export type HintContent = { title?: string; text: string };

type HintTriggerProps = {
  "aria-describedby"?: string;
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave?: () => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
};

/**
 * A hint for an element that can take the focus itself. Spread `props` on it and place `node` beside it.
 * It opens on hover and on focus by keyboard, and closes on leaving, blur and Escape.
 */
export function useHint(content: HintContent | undefined): { props: HintTriggerProps; node: ReactNode } {
  const id = useId();
  const [anchor, setAnchor] = useState<DOMRect | undefined>(undefined);
  if (content === undefined) return { props: {}, node: null };

  const open = (element: HTMLElement): void => setAnchor(element.getBoundingClientRect());
  const close = (): void => setAnchor(undefined);
  return {
    props: {
      ...(anchor === undefined ? {} : { "aria-describedby": id }),
      onPointerEnter: (event) => {
        if (event.pointerType !== "touch") open(event.currentTarget);
      },
      onPointerLeave: close,
      onFocus: (event) => {
        // A click focuses too; there the pointer already opened it, or the press said enough.
        if (event.currentTarget.matches(":focus-visible")) open(event.currentTarget);
      },
      onBlur: close,
      onKeyDown: (event) => {
        if (event.key === "Escape" && anchor !== undefined) {
          event.stopPropagation();
          close();
        }
      },
    },
    node: anchor === undefined ? null : <HintBubble id={id} anchor={anchor} content={content} />,
  };
}

/**
 * Words that explain themselves on hover and focus. `isTerm` underlines them with dots;
 * `isFocusable` is off where the words stand inside something that takes the focus already.
 */
export function Hint({
  title,
  text,
  children,
  isTerm = false,
  isFocusable = true,
}: HintContent & { children: ReactNode; isTerm?: boolean; isFocusable?: boolean }): ReactNode {
  const hint = useHint(title === undefined ? { text } : { title, text });
  return (
    <>
      <span className={isTerm ? "hinted word" : "hinted"} tabIndex={isFocusable ? 0 : undefined} {...hint.props}>
        {children}
      </span>
      {hint.node}
    </>
  );
}

const GAP_PX = 6;
const MAX_WIDTH_PX = 300;

/** Below its anchor, above it in the lower third of the window; in the top layer, so that no table clips it. */
function HintBubble({ id, anchor, content }: { id: string; anchor: DOMRect; content: HintContent }): ReactNode {
  const isAbove = anchor.bottom > window.innerHeight * 0.66;
  const left = Math.max(GAP_PX, Math.min(anchor.left, window.innerWidth - MAX_WIDTH_PX - GAP_PX));
  const style: CSSProperties = isAbove
    ? { left, top: "auto", bottom: window.innerHeight - anchor.top + GAP_PX }
    : { left, top: anchor.bottom + GAP_PX };
  return (
    <span ref={showInTopLayer} popover="manual" id={id} role="tooltip" className="hint" style={style}>
      {content.title !== undefined && <b>{visibleText(content.title)}</b>}
      {visibleText(content.text)}
    </span>
  );
}

/** The popover API is in every browser since 2024; without it `position: fixed` does, only not above a dialog. */
function showInTopLayer(element: HTMLElement | null): void {
  if (element !== null && "showPopover" in element && !element.matches(":popover-open")) element.showPopover();
}
