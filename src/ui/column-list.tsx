import { Popover } from "@ariakit/react/popover";
import { type ReactNode, useEffect, useRef, useState } from "react";

import { Button } from "./button.tsx";
import { Check } from "./check.tsx";
import { closeOnlyPopup } from "./close-only-popup.ts";
import { withMoved, withShown } from "./column-changes.ts";
import { orderedColumns } from "./column-choice.ts";
import type { ColumnMenuProps } from "./column-menu.tsx";
import { useOpenedPopover } from "./opened-popover.ts";
import { NextIcon, PreviousIcon } from "./page-icons.tsx";
import { PopupPortal } from "./popup-portal.tsx";

/** The open list of a table's columns: which are shown, and in which order. */
export function ColumnList({
  table,
  columns,
  choice,
  onChoose,
  opener,
  onClose,
}: Omit<ColumnMenuProps, "side"> & {
  /** The button that opened it, which gets the focus back. */
  opener: HTMLElement;
  onClose: () => void;
}): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  const [moved, setMoved] = useState<{ readonly id: string; readonly by: number }>();
  const store = useOpenedPopover(opener, onClose);
  // A row that changes its place in the page loses the focus.
  useEffect(() => {
    if (moved === undefined) return;
    const row = [...(list.current?.children ?? [])].find((one) => one.getAttribute("data-column") === moved.id);
    row?.querySelector<HTMLElement>(`[data-by="${String(moved.by)}"]`)?.focus();
  }, [moved]);
  const ordered = orderedColumns(columns, choice);
  const isInitial = choice.order.length === 0 && choice.hidden.size === 0;
  return (
    <PopupPortal>
      <Popover
        store={store}
        portal
        fixed
        gutter={4}
        hideOnEscape={closeOnlyPopup}
        aria-label={`Columns of ${table}`}
        className="z-50 max-h-[min(480px,var(--popover-available-height))] w-72 max-w-[calc(100vw-16px)] overflow-auto rounded-3 bg-surface p-3 text-left text-dense font-text whitespace-normal text-fg shadow-2 ring-1 ring-line"
      >
        <ul ref={list}>
          {ordered.map(({ id, header }, index) => {
            const name = header === "" ? id : header;
            const move = (by: number): void => {
              onChoose(withMoved(columns, choice, id, by));
              setMoved({ id, by });
            };
            return (
              <li key={id} data-column={id} className="flex items-center justify-between gap-2">
                <span className="min-w-0 [&>label]:mt-0 [&>label]:min-h-7 [&>label]:items-center">
                  <Check
                    isOn={index === 0 || !choice.hidden.has(id)}
                    label={name}
                    disabledReason={index === 0 ? "The first column names the row, so it is always shown." : undefined}
                    onToggle={(isShown) => onChoose(withShown(choice, id, isShown))}
                  />
                </span>
                {index > 0 && (
                  <span className="flex flex-none">
                    <MoveButton label={`Move ${name} up`} by={-1} isDisabled={index === 1} onPress={move} />
                    <MoveButton label={`Move ${name} down`} by={1} isDisabled={index === ordered.length - 1} onPress={move} />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
        <div className="mt-2 border-t border-line pt-2">
          <Button
            small
            disabledReason={isInitial ? "All columns are shown in their initial order." : undefined}
            onPress={() => onChoose({ order: [], hidden: new Set() })}
          >
            Restore
          </Button>
        </div>
      </Popover>
    </PopupPortal>
  );
}

function MoveButton({
  label,
  by,
  isDisabled,
  onPress,
}: {
  label: string;
  by: -1 | 1;
  isDisabled: boolean;
  onPress: (by: -1 | 1) => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="grid size-6 flex-none place-items-center rounded-2 text-fg-3 not-aria-disabled:hover:bg-surface-2 not-aria-disabled:hover:text-fg aria-disabled:opacity-40"
      aria-label={label}
      title={label}
      aria-disabled={isDisabled || undefined}
      data-by={by}
      onClick={() => {
        if (!isDisabled) onPress(by);
      }}
    >
      {by < 0 ? <PreviousIcon /> : <NextIcon />}
    </button>
  );
}
