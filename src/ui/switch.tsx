import type { ReactNode } from "react";

import { useHint } from "./hint.tsx";

/** See {@link Switch}. */
export type SwitchProps = {
  /** The state reported by the cluster, never the requested one. */
  isOn: boolean;
  /** Names the object and its state: `taskmanager-1: running`. */
  label: string;
  /** Why it is disabled, shown on hover, focus and tap. */
  disabledReason?: string | undefined;
  onToggle: (isOn: boolean) => void;
};

/** An on/off switch. The accessible name contains the state. */
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
