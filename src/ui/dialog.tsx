import { type ReactNode, useEffect, useId, useRef } from "react";

import { visibleText } from "../base/visible-text.ts";

/** See {@link Dialog}. */
export type DialogProps = {
  /** Names the object: `Reset the playground`. */
  title: string;
  children: ReactNode;
  isWide?: boolean;
  /** Escape, or a press outside. Render the dialog only while it is open. */
  onClose: () => void;
};

/**
 * A modal dialog, the browser's own: it holds the focus, and gives it back where it was.
 * Put the buttons into a `<div className="foot">`, the one that changes nothing first.
 */
export function Dialog({ title, children, isWide = false, onClose }: DialogProps): ReactNode {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The browser gives the focus back on close(), but React has taken the element away by then.
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={element}
      className={isWide ? "dialog wide" : "dialog"}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // React decides whether it is open.
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // Only the backdrop is the dialog element itself outside of its box.
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event.clientX, event.clientY)) onClose();
      }}
    >
      <h2 id={titleId}>{visibleText(title)}</h2>
      {children}
    </dialog>
  );
}

function isOutside(element: HTMLElement, x: number, y: number): boolean {
  const box = element.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
