import { readSetting, writeSetting } from "../client/settings.ts";

/** Follow the system, or not. */
export type Theme = "system" | "light" | "dark";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const KEY = "drey.theme";

/** What the reader chose last; the system's if nothing is stored or may be. */
export function readTheme(): Theme {
  const stored = readSetting(KEY);
  return THEMES.find((theme) => theme === stored) ?? "system";
}

/** The one after `theme` in the order of the toggle. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}

/** Puts the theme on the screen. The tokens follow the attribute, and without it the system. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}

/** Applies and remembers; answers whether the browser lets it be remembered. */
export function chooseTheme(theme: Theme): boolean {
  applyTheme(theme);
  return writeSetting(KEY, theme);
}
