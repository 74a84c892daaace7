import { clsx } from "clsx";
import { type ReactNode, useEffect, useId, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { PopupContainer } from "./popup-container.ts";

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
 * A modal dialog, based on the browser's: it traps the focus and restores it. Its buttons go into
 * {@link DialogActions}, the consequences of its action into a {@link NumberedList}.
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
      className={clsx(
        "m-auto max-h-[calc(100vh-48px)] overflow-auto rounded-3 bg-surface px-5 pt-4.5 pb-4 text-fg shadow-2 ring-1 ring-line backdrop:bg-[rgb(16_15_13/45%)]",
        "[--message-padding:12px_0_0]",
        isWide ? "w-[min(760px,calc(100vw-32px))]" : "w-[min(440px,calc(100vw-32px))]",
      )}
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
      <h2 id={titleId} className="mb-1.5 text-title font-title">
        {visibleText(title)}
      </h2>
      <PopupContainer value={dialog}>{children}</PopupContainer>
    </dialog>
  );
}

/** The buttons of a dialog. The one that changes nothing comes first. */
export function DialogActions({ children }: { children: ReactNode }): ReactNode {
  return <div className="mt-3.5 flex justify-end gap-2">{children}</div>;
}

/** What an action does, step by step. Children are `<li>` elements. */
export function NumberedList({ children }: { children: ReactNode }): ReactNode {
  return (
    <ol
      className={clsx(
        "mt-2.5 [counter-reset:step] *:relative *:pl-5.5 *:leading-5.5 *:text-fg-2 *:[counter-increment:step]",
        "*:before:absolute *:before:left-1 *:before:text-fg-3 *:before:content-[counter(step)]",
      )}
    >
      {children}
    </ol>
  );
}

function isOutside(element: HTMLElement, x: number, y: number): boolean {
  const box = element.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
