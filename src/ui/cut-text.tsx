import { clsx } from "clsx";
import { type FocusEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { useHint } from "./hint.tsx";

/** See {@link CutText}. */
export type CutTextProps = {
  /** The text in full. Undefined where it cannot be told as text: then it is only cut. */
  full: string | undefined;
  as: "dd" | "h1" | "p" | "span";
  className?: string | undefined;
  children: ReactNode;
};

/**
 * Text that is cut where it does not fit: its classes say how (`truncate`, `line-clamp-2`). While it is cut, the keyboard
 * reaches it, and focus or a tap shows it in full. The mouse shows its title. Tables have their own way, see `Table`.
 */
export function CutText({ full, as: Element, className, children }: CutTextProps): ReactNode {
  const { ref, isCut } = useIsCut(full);
  const hint = useHint(full === undefined ? undefined : { text: full });
  const isStop = isCut && full !== undefined;
  // The mouse shows the title.
  const { onPointerEnter: _, ...props } = hint.props;
  return (
    <>
      <Element
        ref={ref}
        className={clsx(className, isStop && "focus-visible:-outline-offset-2")}
        title={full}
        // The heading of a page gets the focus when the page opens.
        {...(isStop ? { tabIndex: 0, ...props } : Element === "h1" && { tabIndex: -1 })}
      >
        {children}
      </Element>
      {hint.node}
    </>
  );
}

/**
 * The text in full of a link, button or summary: a title for the mouse, and a hint for the keyboard if the element does not
 * show all of it. Nothing is measured before it gets the focus, so hundreds of them are cheap. A press has to lead to the
 * text, because a tap does not open the hint. Spread `props` on the element and place `node` beside it. `around` selects an
 * element around it that shows the text. The text may have parts, separated by semicolons.
 */
export function useFullText(
  full: string | undefined,
  around = "*",
): {
  props: { title: string | undefined; "aria-describedby"?: string; onFocus?: (event: FocusEvent<HTMLElement>) => void };
  node: ReactNode;
} {
  const hint = useHint(full === undefined ? undefined : { text: full });
  const { onPointerEnter: _enter, onPointerUp: _up, onFocus, ...described } = hint.props;
  return {
    props: {
      title: full,
      ...described,
      onFocus: (event) => {
        if (full !== undefined && !showsAll(event.currentTarget.closest(around) ?? event.currentTarget, full)) onFocus?.(event);
      },
    },
    node: hint.node,
  };
}

/** Whether an element shows all parts of a text. Inline elements are cut by the one around them. */
function showsAll(element: Element, full: string): boolean {
  const boxes = [element.parentElement ?? element, element, ...element.querySelectorAll("*")];
  return full.split("; ").every((part) => element.textContent.includes(part)) && !boxes.some(isTooSmall);
}

function isTooSmall(element: Element): boolean {
  return element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + LINE_GAP_PX;
}

/** Whether an element or a part that cuts itself is too small for its content; measured when its size or `text` changes. */
function useIsCut(text: string | undefined): { ref: (element: HTMLElement | null) => void; isCut: boolean } {
  const element = useRef<HTMLElement | null>(null);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = (): void => {
      const parts = [...current.children].filter((part) => getComputedStyle(part).textOverflow === "ellipsis");
      setIsCut([current, ...parts].some(isTooSmall));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [text]);
  return {
    ref: (current) => {
      element.current = current;
    },
    isCut,
  };
}

/** Letters may be a little taller than their line without being cut. */
const LINE_GAP_PX = 2;
