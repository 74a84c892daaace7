import { clsx } from "clsx";
import type { ReactNode } from "react";

import { useActionHint } from "./button.tsx";
import type { HintContent } from "./hint.tsx";

/** See {@link Switch}. */
export type SwitchProps = {
  /** The state reported by the cluster, never the requested one. */
  isOn: boolean;
  /** Names what is switched: `taskmanager-1`. It must not change with the state. */
  label: string;
  /** What the switch does, shown on hover and keyboard focus. */
  hint?: HintContent;
  /** Why it is disabled, shown on hover, focus and tap. */
  disabledReason?: string | undefined;
  onToggle: (isOn: boolean) => void;
};

/** An on/off switch. Whether it is on is its state, not part of its accessible name. */
export function Switch({ isOn, label, hint: action, disabledReason, onToggle }: SwitchProps): ReactNode {
  const disabled = disabledReason !== undefined;
  const hint = useActionHint(action, disabledReason);
  return (
    <>
      <button
        type="button"
        role="switch"
        className={clsx(
          "relative h-5 w-8.5 flex-none rounded-full aria-disabled:cursor-default aria-disabled:opacity-55",
          "after:absolute after:top-0.5 after:size-4 after:rounded-full after:bg-on-accent after:shadow-[0_1px_2px_rgb(0_0_0/25%)] after:transition-[left] after:duration-fast after:ease-drey",
          "forced-colors:border forced-colors:border-[ButtonText] forced-colors:after:bg-[ButtonText]",
          isOn ? "bg-st-running after:left-4" : "bg-surface-3 inset-ring inset-ring-line-strong after:left-0.5",
        )}
        aria-checked={isOn}
        aria-label={label}
        aria-disabled={disabled || undefined}
        onClick={disabled ? undefined : hint.closing(() => onToggle(!isOn))}
        {...hint.props}
      />
      {hint.node}
    </>
  );
}
