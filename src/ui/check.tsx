import type { ReactNode } from "react";

/** A checkbox with an explanation below its label. */
export function Check({
  isOn,
  label,
  text,
  isDisabled = false,
  onToggle,
}: {
  isOn: boolean;
  label: ReactNode;
  text?: string | undefined;
  isDisabled?: boolean;
  onToggle: (isOn: boolean) => void;
}): ReactNode {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} disabled={isDisabled} onChange={(event) => onToggle(event.target.checked)} />
      <span>
        {label}
        {text !== undefined && <small>{text}</small>}
      </span>
    </label>
  );
}
