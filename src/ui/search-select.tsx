import { Combobox, ComboboxItem, ComboboxPopover, ComboboxProvider } from "@ariakit/react/combobox";
import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../base/visible-text.ts";
import { closeOnlyPopup } from "./close-only-popup.ts";
import type { SelectOption } from "./select-content.tsx";
import { PopupPortal } from "./popup-portal.tsx";

/** The most options that are listed at once. A longer list is narrowed by typing. */
const MOST_LISTED = 100;

/**
 * A choice from a long list, found by a part of its words. It imports Ariakit's list, so only lazily
 * loaded files may import it.
 */
export function SearchSelect({
  label,
  placeholder,
  options,
  onChoose,
}: {
  label: string;
  /** Shown while nothing is typed: the chosen option, or what to do. */
  placeholder: string;
  options: readonly SelectOption[];
  onChoose: (value: string) => void;
}): ReactNode {
  const [text, setText] = useState("");
  const needle = text.trim().toLowerCase();
  const found = useMemo(
    () => (needle === "" ? options : options.filter((option) => option.label.toLowerCase().includes(needle))),
    [options, needle],
  );
  return (
    <ComboboxProvider value={text} setValue={setText} resetValueOnHide>
      <Combobox
        aria-label={label}
        placeholder={visibleText(placeholder)}
        autoSelect
        className="h-7 w-58 min-w-0 rounded-2 border border-line-strong bg-surface px-2.25 text-dense text-fg placeholder:text-fg-2"
      />
      <PopupPortal>
        <ComboboxPopover
          portal
          unmountOnHide
          gutter={4}
          hideOnEscape={closeOnlyPopup}
          aria-label={label}
          className="z-50 max-h-[min(320px,var(--popover-available-height))] max-w-(--popover-available-width) min-w-(--popover-anchor-width) overflow-auto rounded-2 bg-surface p-1 text-dense text-fg shadow-2 ring-1 ring-line-strong"
        >
          {found.slice(0, MOST_LISTED).map((option) => (
            <ComboboxItem
              key={option.value}
              value={option.value}
              setValueOnClick={false}
              hideOnClick
              onClick={() => onChoose(option.value)}
              className="h-7 min-w-0 cursor-default truncate rounded-1 px-1.5 leading-7 data-active-item:bg-accent-tint"
            >
              {visibleText(option.label)}
            </ComboboxItem>
          ))}
          {found.length === 0 && <p className="px-1.5 py-1 text-fg-2">Nothing contains “{text.trim()}”.</p>}
          {found.length > MOST_LISTED && <p className="px-1.5 py-1 text-fg-2">Type to find one of {found.length} in all.</p>}
        </ComboboxPopover>
      </PopupPortal>
    </ComboboxProvider>
  );
}
