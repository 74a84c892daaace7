import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

import { lazySelect } from "./lazy-select.tsx";
import type { SelectOption } from "./select-content.tsx";

const SelectBox = lazySelect(async () => (await import("./select-box.tsx")).SelectBox);

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
  const labelId = useId();
  const errorId = useId();
  return (
    <div className={isInline ? undefined : "mt-2.5"}>
      <div
        id={labelId}
        className={isInline ? "sr-only" : "cursor-default text-dense text-fg-2"}
        // As with a native label, a press on it focuses the control.
        onClick={(event) => event.currentTarget.parentElement?.querySelector("button")?.focus()}
        role="presentation"
      >
        {label}
      </div>
      <SelectBox
        labelId={labelId}
        errorId={error === undefined ? undefined : errorId}
        className={clsx(
          "flex h-control items-center justify-between gap-1.5 rounded-2 border bg-surface pr-1.5 text-left text-dense text-fg",
          isInline ? "pl-1.5" : "w-full pl-2.25",
          error === undefined ? "border-line-strong" : "border-danger",
        )}
        options={options}
        value={options.some((option) => option.value === value) ? value : ""}
        onChange={onChange}
      />
      {error !== undefined && (
        <p id={errorId} className="mt-0.75 text-dense text-danger" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
