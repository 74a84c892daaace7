import { type ReactNode, useId } from "react";

import { visibleText } from "../base/visible-text.ts";

/** One of a list that one can choose. */
export type SelectOption = { value: string; label: string };

/** A labelled choice of one. */
export function SelectField({
  label,
  options,
  value,
  error,
  onChange,
}: {
  label: string;
  options: readonly SelectOption[];
  /** One of the options' values; anything else shows that none is chosen. */
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}): ReactNode {
  const id = useId();
  const isChosen = options.some((option) => option.value === value);
  return (
    <div className="text-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={isChosen ? value : ""}
        aria-invalid={error === undefined ? undefined : true}
        onChange={(event) => onChange(event.target.value)}
      >
        {!isChosen && <option value="">none selected</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {visibleText(option.label)}
          </option>
        ))}
      </select>
      {error !== undefined && (
        <p className="words" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
