import { Tooltip, useTooltipStore } from "@ariakit/react/tooltip";
import { type ReactNode, useEffect, useLayoutEffect } from "react";

import { visibleText } from "../base/visible-text.ts";
import { closeOnlyPopup } from "./close-only-popup.ts";
import { PopupPortal } from "./popup-portal.tsx";

/** See {@link HintBubble}. */
export type HintBubbleProps = {
  /** The id that the anchor's `aria-describedby` names. */
  id: string;
  anchor: HTMLElement;
  title?: string;
  text: string;
  reason?: string;
  onClose: () => void;
};

/** Closes the open hint: there is one at a time. */
let closeOpenHint: (() => void) | undefined;

/**
 * An open hint beside its anchor. Ariakit places it, keeps it there while the page scrolls, and closes it on Escape, on a
 * press or focus elsewhere, and when the pointer leaves both the anchor and the hint.
 */
export function HintBubble({ id, anchor, title, text, reason, onClose }: HintBubbleProps): ReactNode {
  const store = useTooltipStore({
    open: true,
    setOpen: (isOpen) => {
      if (!isOpen) onClose();
    },
    placement: "bottom-start",
  });
  useLayoutEffect(() => store.setAnchorElement(anchor), [store, anchor]);
  useEffect(() => {
    closeOpenHint?.();
    closeOpenHint = onClose;
    return () => {
      if (closeOpenHint === onClose) closeOpenHint = undefined;
    };
  }, [onClose]);
  return (
    <PopupPortal>
      <Tooltip
        store={store}
        id={id}
        // Not clipped by the box that scrolls in a dialog.
        fixed
        gutter={6}
        overflowPadding={6}
        // While the keyboard focus is on the anchor, the pointer does not matter.
        hideOnHoverOutside={() => !anchor.matches(":focus-visible")}
        disablePointerEventsOnApproach={false}
        // A press on words that cannot take the focus gives it to a box around them.
        hideOnInteractOutside={({ type, target }) => type !== "focusin" || !(target instanceof Node && target.contains(anchor))}
        hideOnEscape={closeOnlyPopup}
        className="z-50 max-w-75 rounded-2 bg-surface px-2.75 pt-2 pb-2.25 text-left text-dense font-text tracking-normal wrap-anywhere whitespace-normal text-fg-2 normal-nums shadow-2 ring-1 ring-line-strong"
      >
        {title !== undefined && <b className="block font-strong text-fg">{visibleText(title)}</b>}
        {visibleText(text)}
        {reason !== undefined && <span className="mt-1 block text-fg">{visibleText(reason)}</span>}
      </Tooltip>
    </PopupPortal>
  );
}
