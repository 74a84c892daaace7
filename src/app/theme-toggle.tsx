import { type ReactNode, useState } from "react";

import { useHint } from "../ui/hint.tsx";
import { ThemeIcon } from "../ui/icons.tsx";
import { RAIL_STOP } from "./rail-stop.ts";
import { chooseTheme, nextTheme, readTheme, type Theme } from "./theme.ts";

const WORDS: Record<Theme, string> = { system: "system", light: "light", dark: "dark" };

/** Cycles through system, light and dark. */
export function ThemeToggle(): ReactNode {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const [isForgotten, setForgotten] = useState(false);
  const hint = useHint({
    title: `Theme: ${WORDS[theme]}`,
    text: isForgotten
      ? "This browser does not store settings for this page (private window or full storage). The choice is lost when you leave the page."
      : `Switch to ${WORDS[nextTheme(theme)]}.`,
  });
  const press = (): void => {
    const next = nextTheme(theme);
    setForgotten(!chooseTheme(next));
    setTheme(next);
  };
  return (
    <>
      <button type="button" className={RAIL_STOP} aria-label={`Theme: ${WORDS[theme]}`} onClick={press} {...hint.props}>
        <ThemeIcon />
        <span>Theme</span>
      </button>
      {hint.node}
    </>
  );
}
