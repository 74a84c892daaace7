import type { ReactNode } from "react";

import { useHint } from "./hint.tsx";

/** `primary` at most once on a screen; `danger` for what destroys; `quiet` has no outline. */
export type ButtonKind = "outline" | "primary" | "danger" | "quiet";

/** See {@link Button}. */
export type ButtonProps = {
  children: ReactNode;
  kind?: ButtonKind;
  /** 26 px high instead of 30. */
  small?: boolean;
  /** Only an icon inside: square. Needs `label`. */
  icon?: boolean;
  /** The accessible name where the content says too little. */
  label?: string;
  /** Why it cannot work now. The button stays reachable, does nothing, and says this on hover and focus. */
  disabledReason?: string | undefined;
  onPress: () => void;
};

/** A button with words that say what it does. */
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
