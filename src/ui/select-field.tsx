import { ComboboxItem, ComboboxPopover, ComboboxProvider, ComboboxSelect, ComboboxSelectLabel } from "@ariakit/react/combobox";
import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

import { visibleText } from "../base/visible-text.ts";
import { closeOnlyPopup } from "./close-only-popup.ts";
import { ChevronIcon } from "./icons.tsx";

/** One of a list that one can choose. */
export type SelectOption = { value: string; label: string };

/**
 * A longer list, such as the subtasks of a wide vertex, is in the page only while it is open. First letters then choose
 * in the open list only.
 */
const MOST_HIDDEN_OPTIONS = 100;

/** See {@link SelectField}. */
export type SelectFieldProps = {
  label: string;
  options: readonly SelectOption[];
  /** One of the options' values; anything else shows that none is chosen. */
  value: string;
  error?: string | undefined;
  /** For a row of tools: the label is there for screen readers only, and the control is as wide as its words. */
  isInline?: boolean;
  onChange: (value: string) => void;
};

/** A labelled choice of one. As in a native select, arrows open the list, and typing chooses by the first letters. */
export function SelectField({ label, options, value, error, isInline = false, onChange }: SelectFieldProps): ReactNode {
  const errorId = useId();
  const chosen = options.find((option) => option.value === value);
  return (
    <div className={isInline ? undefined : "mt-2.5"}>
      <ComboboxProvider selectedValue={chosen?.value ?? ""} setSelectedValue={onChange}>
        <ComboboxSelectLabel className={isInline ? "sr-only" : "text-dense text-fg-2"}>{label}</ComboboxSelectLabel>
        <ComboboxSelect
          className={clsx(
            "flex h-control items-center justify-between gap-1.5 rounded-2 border bg-surface pr-1.5 text-left text-dense text-fg",
            isInline ? "pl-1.5" : "w-full pl-2.25",
            error === undefined ? "border-line-strong" : "border-danger",
          )}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : errorId}
        >
          <span className="min-w-0 truncate">{chosen === undefined ? NONE : visibleText(chosen.label)}</span>
          <ChevronIcon />
        </ComboboxSelect>
        <ComboboxPopover
          portal
          unmountOnHide={options.length > MOST_HIDDEN_OPTIONS}
          // Not clipped by the box that scrolls in a dialog.
          fixed
          gutter={4}
          hideOnEscape={closeOnlyPopup}
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
      </ComboboxProvider>
      {error !== undefined && (
        <p id={errorId} className="mt-0.75 text-dense text-danger" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

const NONE = "none selected";
