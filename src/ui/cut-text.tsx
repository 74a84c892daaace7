import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";

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
        {...(isStop && { tabIndex: 0, ...props })}
      >
        {children}
      </Element>
      {hint.node}
    </>
  );
}

/** Whether an element is too small for its content; measured when its size or `text` changes. */
function useIsCut(text: string | undefined): { ref: (element: HTMLElement | null) => void; isCut: boolean } {
  const element = useRef<HTMLElement | null>(null);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = (): void =>
      setIsCut(current.scrollWidth > current.clientWidth || current.scrollHeight > current.clientHeight + LINE_GAP_PX);
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
