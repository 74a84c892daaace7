import { PortalContext } from "@ariakit/react/portal";
import { type ReactNode, useEffect, useId, useState } from "react";

import { visibleText } from "../base/visible-text.ts";

/** See {@link Dialog}. */
export type DialogProps = {
  /** Names the action and its object: `Reset the playground`. */
  title: string;
  children: ReactNode;
  isWide?: boolean;
  /** Called on Escape or a press outside. Render the dialog only while it is open. */
  onClose: () => void;
};

/**
 * A modal dialog, based on the browser's: it traps the focus and restores it. Put the buttons into
 * a `<div className="foot">`, starting with the one that changes nothing.
 */
export function Dialog({ title, children, isWide = false, onClose }: DialogProps): ReactNode {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  const titleId = useId();

  useEffect(() => {
    if (dialog === null) return undefined;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      // The browser restores the focus on close(), but React has removed the element by then.
      if (before instanceof HTMLElement) before.focus();
    };
  }, [dialog]);

  return (
    <dialog
      ref={setDialog}
      className={isWide ? "dialog wide" : "dialog"}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // React decides whether it is open.
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // The dialog element itself is only its backdrop, outside of the box.
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event.clientX, event.clientY)) onClose();
      }}
    >
      <h2 id={titleId}>{visibleText(title)}</h2>
      {/* Popups outside of a modal dialog would be behind it, and inert. */}
      <PortalContext value={dialog}>{children}</PortalContext>
    </dialog>
  );
}

function isOutside(element: HTMLElement, x: number, y: number): boolean {
  const box = element.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
