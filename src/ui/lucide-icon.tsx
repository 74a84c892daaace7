import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";

/**
 * A component for the Lucide icon of one meaning, with its size in px. Decorative, because the word is beside the icon, or in the
 * label of its button.
 */
export function lucideIcon(Drawing: LucideIcon, size: 12 | 14 | 20): ComponentType {
  return function Icon() {
    return <Drawing size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden="true" />;
  };
}
