import type { ReactNode } from "react";

import { useActionHint } from "./button.tsx";

/** A checkbox with an explanation below its label. */
export function Check({
  isOn,
  label,
  text,
  disabledReason,
  onToggle,
}: {
  isOn: boolean;
  label: ReactNode;
  text?: string | undefined;
  /** Why it is disabled, shown on hover, focus and tap. */
  disabledReason?: string | undefined;
  onToggle: (isOn: boolean) => void;
}): ReactNode {
  const hint = useActionHint(undefined, disabledReason);
  const isDisabled = disabledReason !== undefined;
  return (
    <label className="mt-2.5 flex items-start gap-2.25 leading-5">
      <input
        type="checkbox"
        className="mt-0.75 size-3.75 flex-none accent-accent-fill aria-disabled:opacity-55"
        checked={isOn}
        aria-disabled={isDisabled || undefined}
        onChange={(event) => {
          if (!isDisabled) onToggle(event.target.checked);
        }}
        {...hint.props}
      />
      {hint.node}
      <span>
        {label}
        {text !== undefined && <small className="block text-dense text-fg-3">{text}</small>}
      </span>
    </label>
  );
}
