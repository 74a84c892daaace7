import type { ReactNode } from "react";

import { useHint } from "./hint.tsx";

/** See {@link Switch}. */
export type SwitchProps = {
  /** What the cluster reported, never what was asked for. */
  isOn: boolean;
  /** Names the object and its state: `taskmanager-1: running`. */
  label: string;
  /** Why it cannot be switched; it says so on hover and focus. */
  disabledReason?: string | undefined;
  onToggle: (isOn: boolean) => void;
};

/** On or off. The accessible name carries the state in words. */
export function Switch({ isOn, label, disabledReason, onToggle }: SwitchProps): ReactNode {
  const disabled = disabledReason !== undefined;
  const hint = useHint(disabled ? { text: disabledReason } : undefined);
  return (
    <>
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={isOn}
        aria-label={label}
        aria-disabled={disabled || undefined}
        onClick={disabled ? undefined : () => onToggle(!isOn)}
        {...hint.props}
      />
      {hint.node}
    </>
  );
}
