import type { ReactNode } from "react";

import { CloseIcon } from "./icons.tsx";

/** See {@link IconButton}. */
export type IconButtonProps = {
  /** The accessible name. */
  label: string;
  title?: string | undefined;
  children: ReactNode;
  onPress: () => void;
};

/** A button of 24 px with only an icon, inside of something else: a line of text, a head, a notice. */
export function IconButton({ label, title, children, onPress }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      className="grid size-6 flex-none place-items-center rounded-2 text-fg-3 hover:bg-surface-2 hover:text-fg"
      aria-label={label}
      title={title}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** Closes or dismisses what it is in. */
export function CloseButton({ label = "Close", onPress }: { label?: string; onPress: () => void }): ReactNode {
  return (
    <IconButton label={label} onPress={onPress}>
      <CloseIcon />
    </IconButton>
  );
}
