import type { ReactNode } from "react";

import { useHint } from "./hint.tsx";

/** `primary` at most once per screen; `danger` for destructive actions; `quiet` has no outline. */
export type ButtonKind = "outline" | "primary" | "danger" | "quiet";

/** See {@link Button}. */
export type ButtonProps = {
  children: ReactNode;
  kind?: ButtonKind;
  /** 26 px high instead of 30. */
  small?: boolean;
  /** Only an icon inside: square. Needs `label`. */
  icon?: boolean;
  /** The accessible name, if the content is not enough. */
  label?: string;
  /**
   * Why it is disabled. The button stays focusable, does nothing, and shows this on hover,
   * focus and tap.
   */
  disabledReason?: string | undefined;
  onPress: () => void;
};

/** A button labelled with its action. */
export function Button({
  children,
  kind = "outline",
  small = false,
  icon = false,
  label,
  disabledReason,
  onPress,
}: ButtonProps): ReactNode {
  const disabled = disabledReason !== undefined;
  const hint = useHint(disabled ? { text: disabledReason } : undefined);
  const classes = ["btn", kind === "outline" ? "" : kind, small ? "small" : "", icon ? "icon" : ""];
  return (
    <>
      <button
        type="button"
        className={classes.filter(Boolean).join(" ")}
        aria-label={label}
        aria-disabled={disabled || undefined}
        onClick={disabled ? undefined : onPress}
        {...hint.props}
      >
        {children}
      </button>
      {hint.node}
    </>
  );
}
