import { cva } from "class-variance-authority";
import type { ReactNode } from "react";

/** The look of a control in a {@link Field}: an input or a select. `isShort` is for a few digits. */
export const controlClass = cva("h-control rounded-2 border px-2.25 text-fg placeholder:text-fg-3 aria-invalid:border-danger", {
  variants: {
    isMono: { true: "mono text-label", false: "text-dense" },
    isShort: { true: "w-24", false: "w-full" },
    isReadOnly: { true: "border-line bg-surface-2", false: "border-line-strong bg-surface" },
  },
  defaultVariants: { isMono: false, isShort: false, isReadOnly: false },
});

/** See {@link Field}. */
export type FieldProps = {
  /** The id of the control. */
  id: string;
  label: string;
  /** What is wrong with the value, in words. It is read out. */
  error?: string | undefined;
  /** What to enter, while nothing is wrong. */
  help?: ReactNode;
  children: ReactNode;
};

/** The id of the words below a control, for its `aria-describedby`; undefined where there are none. */
export function belowId({ id, error, help }: Pick<FieldProps, "id" | "error" | "help">): string | undefined {
  return (error ?? help) === undefined ? undefined : `${id}-below`;
}

/** A control below its label, above what is wrong with its value or what to enter. */
export function Field({ id, label, error, help, children }: FieldProps): ReactNode {
  return (
    <div className="mt-2.5">
      <label htmlFor={id} className="block text-dense text-fg-2">
        {label}
      </label>
      {children}
      {error !== undefined ? (
        <p id={`${id}-below`} className="mt-0.75 text-dense text-danger" role="alert">
          {error}
        </p>
      ) : (
        help !== undefined && (
          <p id={`${id}-below`} className="mt-0.75 text-dense text-fg-3">
            {help}
          </p>
        )
      )}
    </div>
  );
}
