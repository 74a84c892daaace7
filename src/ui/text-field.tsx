import { type ReactNode, useId } from "react";

import { belowId, controlClass, Field } from "./field.tsx";

/** See {@link TextField}. */
export type TextFieldProps = {
  label: string;
  value: string;
  /** The error as text, shown below and read out. */
  error?: string | undefined;
  /** A hint, shown below if there is no error. */
  help?: ReactNode;
  placeholder?: string;
  /** For paths, ids, arguments. */
  isMono?: boolean;
  /** For a few digits. */
  isShort?: boolean;
  isReadOnly?: boolean;
  /** Values to choose from. Others can be typed. */
  suggestions?: readonly string[];
  onChange: (value: string) => void;
};

/** A labelled line of text. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, value, error, help, placeholder, isMono = false, isShort = false, isReadOnly = false, suggestions = [], onChange } = props;
  const id = useId();
  return (
    <Field id={id} label={label} error={error} help={help}>
      <input
        id={id}
        className={controlClass({ isMono, isShort, isReadOnly })}
        value={value}
        placeholder={placeholder}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={belowId({ id, error, help })}
        list={suggestions.length === 0 ? undefined : `${id}-suggestions`}
        onChange={(event) => onChange(event.target.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={`${id}-suggestions`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </Field>
  );
}
