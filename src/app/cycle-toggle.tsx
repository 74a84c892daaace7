import { type ReactNode, useState } from "react";

import { useHint } from "../ui/hint.tsx";
import { RAIL_STOP } from "./rail-stop.ts";

/** A button of the navigation that goes through the few values of a setting. */
export function CycleToggle({
  name,
  value,
  next,
  icon,
  onPress,
}: {
  name: string;
  /** The value as it is now, in words. */
  value: string;
  /** The value after a press, in words. */
  next: string;
  icon: ReactNode;
  /** Chooses the next value. Returns whether the browser stored it. */
  onPress: () => boolean;
}): ReactNode {
  const [isForgotten, setForgotten] = useState(false);
  const hint = useHint({
    title: `${name}: ${value}`,
    text: isForgotten
      ? "This browser does not store settings for this page (private window or full storage). The choice is lost when you leave the page."
      : `Switch to ${next}.`,
  });
  return (
    <>
      <button type="button" className={RAIL_STOP} aria-label={`${name}: ${value}`} onClick={() => setForgotten(!onPress())} {...hint.props}>
        {icon}
        <span>{name}</span>
      </button>
      {hint.node}
    </>
  );
}
