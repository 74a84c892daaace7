import { clsx } from "clsx";
import { type FocusEvent, type PointerEvent, type ReactNode, useCallback, useId, useState } from "react";

import { lazyPopup } from "./lazy-popup.tsx";

/** What a hint says: the term, if it explains one, and a sentence or two. `reason`: why an action is disabled. */
export type HintContent = { title?: string; text: string; reason?: string };

/** The sign that words have a hint. */
export const HINT_SIGN = "underline decoration-line-strong decoration-dotted decoration-1 underline-offset-3";

const HintBubble = lazyPopup(async () => (await import("./hint-bubble.tsx")).HintBubble);

type HintTriggerProps = {
  "aria-describedby"?: string;
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp?: (event: PointerEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
};

/**
 * A hint for an element that can take the focus itself. Spread `props` on it and place `node` beside it. It opens when the
 * mouse enters the element, on a tap unless `opensOnTap` is off, and when the keyboard focuses it; `HintBubble` says what
 * closes it.
 *
 * Ariakit's store and listeners exist only while a hint is open: a large job graph has hundreds of hints.
 */
export function useHint(
  content: HintContent | undefined,
  opensOnTap = true,
): {
  props: HintTriggerProps;
  node: ReactNode;
  open: (anchor: HTMLElement) => void;
  close: () => void;
} {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  const close = useCallback(() => setAnchor(undefined), []);
  if (content === undefined) return { props: {}, node: null, open: () => undefined, close };
  return {
    open: setAnchor,
    close,
    props: {
      ...(anchor === undefined ? {} : { "aria-describedby": id }),
      onPointerEnter: (event) => {
        if (event.pointerType !== "touch") setAnchor(event.currentTarget);
      },
      onPointerUp: (event) => {
        // Only a tap ends with this event: a finger that scrolls ends with pointercancel.
        if (opensOnTap && event.pointerType === "touch") setAnchor(event.currentTarget);
      },
      onFocus: (event) => {
        // A press focuses too, and has its own way to open the hint.
        if (event.currentTarget.matches(":focus-visible")) setAnchor(event.currentTarget);
      },
    },
    node: anchor === undefined ? null : <HintBubble id={id} anchor={anchor} {...content} onClose={close} />,
  };
}

/**
 * Words that explain themselves. `isFocusable` is off where they are inside something that takes the focus already, and
 * where the same term has a hint for the keyboard elsewhere on the page. `isMarked` is off where a colour or shape already
 * asks for an explanation. `tabIndex` is for a group that is one stop of the Tab key, see `useRovingStop`.
 */
export function Hint({
  title,
  text,
  children,
  isFocusable = true,
  isMarked = true,
  tabIndex,
  className,
}: HintContent & {
  children: ReactNode;
  isFocusable?: boolean;
  isMarked?: boolean;
  tabIndex?: number;
  className?: string;
}): ReactNode {
  const hint = useHint(title === undefined ? { text } : { title, text });
  const classes = clsx("cursor-help rounded-1 [text-align:inherit]", isMarked && [HINT_SIGN, "*:[text-decoration:inherit]"], className);
  return (
    <>
      {isFocusable ? (
        <button type="button" className={classes} tabIndex={tabIndex} {...hint.props} onClick={(event) => hint.open(event.currentTarget)}>
          {children}
        </button>
      ) : (
        <span className={classes} {...hint.props}>
          {children}
        </span>
      )}
      {hint.node}
    </>
  );
}
