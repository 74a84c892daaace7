import type { ReactNode } from "react";

/** A button that looks like a link, for an action within text. */
export function LinkButton({
  children,
  isExpanded,
  onPress,
}: {
  children: ReactNode;
  /** Whether what it shows and hides is shown. */
  isExpanded?: boolean;
  onPress: () => void;
}): ReactNode {
  return (
    <button type="button" className="text-accent underline-offset-2 hover:underline" aria-expanded={isExpanded} onClick={onPress}>
      {children}
    </button>
  );
}
