import { ComboboxItem, ComboboxPopover, ComboboxProvider, ComboboxSelect, useComboboxStore } from "@ariakit/react/combobox";
import { useStoreState } from "@ariakit/react/store";
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

import { visibleText } from "../base/visible-text.ts";
import { closeOnlyPopup } from "./close-only-popup.ts";
import { SelectContent, type SelectOption } from "./select-content.tsx";
import { PopupPortal } from "./popup-portal.tsx";

/** What a user did with a select before its code was loaded: a press, or a key. */
export type SelectUse = "press" | { readonly key: string };

/** See {@link SelectBox}. */
export type SelectBoxProps = {
  /** The id of the label's element. */
  labelId: string;
  /** The id of the element with the error, if there is one. */
  errorId: string | undefined;
  className: string;
  options: readonly SelectOption[];
  /** One of the options' values, or "" if none is chosen. */
  value: string;
  onChange: (value: string) => void;
};

/**
 * A longer list, such as the subtasks of a wide vertex, is in the page only while it is open. First letters then choose
 * in the open list only.
 */
const MOST_HIDDEN_OPTIONS = 100;

/** The control of a select with its list, from Ariakit. It takes the focus and repeats `uses` when it appears. */
export function SelectBox({
  labelId,
  errorId,
  className,
  options,
  value,
  onChange,
  uses,
}: SelectBoxProps & { uses: readonly SelectUse[] }): ReactNode {
  const store = useComboboxStore({ selectedValue: value, setSelectedValue: onChange });
  const select = useRef<HTMLButtonElement>(null);
  const missed = useRef(uses);
  useLayoutEffect(() => {
    if (missed.current.length > 0) select.current?.focus();
  }, []);
  const isAlwaysInPage = options.length <= MOST_HIDDEN_OPTIONS;
  // A key chooses among the options that Ariakit knows, which it does some renders later.
  const isReady = useStoreState(store, ({ items }) => !isAlwaysInPage || items.length >= options.length);
  useEffect(() => {
    if (!isReady) return;
    for (const use of missed.current) {
      if (use === "press") select.current?.click();
      else select.current?.dispatchEvent(new KeyboardEvent("keydown", { key: use.key, bubbles: true, cancelable: true }));
    }
    missed.current = [];
  }, [isReady]);
  return (
    <ComboboxProvider store={store}>
      <ComboboxSelect
        ref={select}
        className={className}
        aria-labelledby={labelId}
        aria-invalid={errorId === undefined ? undefined : true}
        aria-describedby={errorId}
      >
        <SelectContent options={options} value={value} />
      </ComboboxSelect>
      <PopupPortal>
        <ComboboxPopover
          portal
          unmountOnHide={!isAlwaysInPage}
          // Not clipped by the box that scrolls in a dialog.
          fixed
          gutter={4}
          hideOnEscape={closeOnlyPopup}
          aria-labelledby={labelId}
          className="z-50 max-h-[min(320px,var(--popover-available-height))] max-w-(--popover-available-width) min-w-(--popover-anchor-width) overflow-auto rounded-2 bg-surface p-1 text-dense text-fg shadow-2 ring-1 ring-line-strong"
        >
          {options.map((option) => (
            <ComboboxItem
              key={option.value}
              value={option.value}
              className="h-7 min-w-0 cursor-default truncate rounded-1 px-1.5 leading-7 aria-selected:font-strong data-active-item:bg-accent-tint"
            >
              {visibleText(option.label)}
            </ComboboxItem>
          ))}
        </ComboboxPopover>
      </PopupPortal>
    </ComboboxProvider>
  );
}
