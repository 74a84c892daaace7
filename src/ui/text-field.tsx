import { type ReactNode, useId } from "react";

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
  onChange: (value: string) => void;
};

/** A labelled line of text. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, value, error, help, placeholder, isMono = false, isShort = false, isReadOnly = false, onChange } = props;
  const id = useId();
  const below = error ?? help;
  return (
    <div className={isShort ? "text-field short" : "text-field"}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={isMono ? "mono" : undefined}
        value={value}
        placeholder={placeholder}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        onChange={(event) => onChange(event.target.value)}
      />
      {below !== undefined && (
        <p id={`${id}-below`} className={error === undefined ? undefined : "words"} role={error === undefined ? undefined : "alert"}>
          {below}
        </p>
      )}
    </div>
  );
}
