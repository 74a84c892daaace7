import { cva } from "class-variance-authority";
import type { ReactNode } from "react";

import { type HintContent, useHint } from "./hint.tsx";

/** `primary` at most once per screen; `danger` for destructive actions; `quiet` has no outline. */
export type ButtonKind = "outline" | "primary" | "danger" | "quiet";

/** The look of a {@link Button}, for links and submit buttons. */
export const buttonClass = cva(
  [
    "inline-flex flex-none items-center justify-center gap-1.5 rounded-2 border leading-none font-medium whitespace-nowrap normal-nums",
    "hover:no-underline [&>svg]:size-3.5",
    "aria-disabled:cursor-default aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-fg-3 aria-disabled:[&>svg]:text-fg-3",
  ],
  {
    variants: {
      kind: {
        outline: "border-line-strong bg-surface text-fg hover:bg-surface-2 [&>svg]:text-fg-2",
        primary: "border-transparent bg-accent-fill text-on-accent hover:bg-accent-hover",
        danger: "border-line-strong bg-surface text-danger hover:bg-surface-2",
        quiet: "border-transparent text-fg hover:bg-surface-2 [&>svg]:text-fg-2",
      },
      small: { true: "h-6.5 text-dense", false: "h-control text-body" },
      icon: { true: "w-control", false: "px-2.75" },
    },
    defaultVariants: { kind: "outline", small: false, icon: false },
  },
);

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
  /** What the action does, shown on hover and keyboard focus. On a touch screen a tap performs the action at once. */
  hint?: HintContent;
  /**
   * Why it is disabled. The button stays focusable, does nothing, and shows this on hover,
   * focus and tap, below its hint.
   */
  disabledReason?: string | undefined;
  onPress: () => void;
};

/** A button labelled with its action. */
export function Button({ children, kind, small, icon, label, hint: action, disabledReason, onPress }: ButtonProps): ReactNode {
  const disabled = disabledReason !== undefined;
  const hint = useActionHint(action, disabledReason);
  return (
    <>
      <button
        type="button"
        className={buttonClass({ kind, small, icon })}
        aria-label={label}
        aria-disabled={disabled || undefined}
        onClick={disabled ? undefined : hint.closing(onPress)}
        {...hint.props}
      >
        {children}
      </button>
      {hint.node}
    </>
  );
}

/**
 * The hint of a control that performs an action. `disabledReason` as in {@link ButtonProps}. Wrap the handler of a click
 * in `closing`: a popup that the action opens would be behind the hint.
 */
export function useActionHint(
  action: HintContent | undefined,
  disabledReason: string | undefined,
): Pick<ReturnType<typeof useHint>, "props" | "node"> & { closing: (onPress: () => void) => () => void } {
  const content =
    disabledReason === undefined ? action : action === undefined ? { text: disabledReason } : { ...action, reason: disabledReason };
  const { props, node, close } = useHint(content, disabledReason !== undefined);
  return {
    props,
    node,
    closing: (onPress) => () => {
      close();
      onPress();
    },
  };
}
