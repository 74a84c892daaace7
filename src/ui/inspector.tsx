import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef } from "react";

import { CloseButton } from "./icon-button.tsx";

/** See {@link Inspector}. */
export type InspectorProps = {
  /** Names it for a screen reader. */
  label: string;
  title: ReactNode;
  /** State and a few facts, below the title. */
  facts?: ReactNode;
  /** Buttons before the one that closes it. */
  controls?: ReactNode;
  /** What is below the facts in the head. */
  description?: ReactNode;
  /** {@link InspectorSection}s. */
  children: ReactNode;
  onClose: () => void;
};

/** What Escape closes before it closes an inspector: dialogs, hints, and lists of options. */
const POPUPS = "dialog[open], [role=dialog], [role=alertdialog], [role=tooltip], [role=listbox], [role=menu]";

/** Calls back when Escape is pressed while nothing else can be closed with it. Text fields keep the key. */
function useEscape(onEscape: () => void): void {
  const latest = useRef(onEscape);
  useEffect(() => {
    latest.current = onEscape;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      if ([...document.querySelectorAll(POPUPS)].some((popup) => popup.checkVisibility())) return;
      latest.current();
    };
    // Before a popup has closed itself.
    window.addEventListener("keydown", pressed, { capture: true });
    return () => window.removeEventListener("keydown", pressed, { capture: true });
  }, []);
}

/** Details of what is selected, beside it, until it is closed, also with Escape. In a narrow window it is below, and the page scrolls instead. */
export function Inspector({ label, title, facts, controls, description, children, onClose }: InspectorProps): ReactNode {
  useEscape(onClose);
  return (
    <aside
      className="flex min-h-0 flex-col overflow-auto bg-surface [--message-padding:12px_0_16px] max-laptop:overflow-visible"
      aria-label={label}
    >
      <header className="flex-none px-4 pt-3.25 pb-3">
        <h2 className="flex items-start justify-between gap-2 text-title font-title tracking-[-0.008em] wrap-anywhere">
          <span>{title}</span>
          <span className="flex flex-none">
            {controls}
            <CloseButton onPress={onClose} />
          </span>
        </h2>
        {facts !== undefined && facts !== false && (
          <p className="mt-1.5 flex items-center gap-2.5 text-dense/[inherit] text-fg-3">{facts}</p>
        )}
        {description}
      </header>
      {children}
    </aside>
  );
}

/** A section of an {@link Inspector}. With a title it has an {@link InspectorHeading}. */
export function InspectorSection({ title, end, children }: { title?: ReactNode; end?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className="border-t border-line px-4 pt-3 pb-3.25">
      {title !== undefined && <InspectorHeading title={title} end={end} />}
      {children}
    </section>
  );
}

/** The heading of a section, with what is at the end of its line. `isTall` has room for a figure there. */
export function InspectorHeading({ title, end, isTall = false }: { title: ReactNode; end?: ReactNode; isTall?: boolean }): ReactNode {
  return (
    <div className={clsx("mb-1.5 flex items-baseline justify-between gap-2 text-dense text-fg-2", isTall && "h-6.5")}>
      <h3 className="font-strong text-fg">{title}</h3>
      {end}
    </div>
  );
}
