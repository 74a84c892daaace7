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
    <label className="mt-2.5 flex items-start gap-2.25 leading-5">
      <input
        type="checkbox"
        className="mt-0.75 size-3.75 flex-none accent-accent-fill"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onToggle(event.target.checked)}
      />
      <span>
        {label}
        {text !== undefined && <small className="block text-dense text-fg-3">{text}</small>}
      </span>
    </label>
  );
}
