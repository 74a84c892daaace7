import { readSetting, writeSetting } from "../client/settings.ts";

/** The themes; `system` follows the operating system. */
export type Theme = "system" | "light" | "dark";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const KEY = "drey.theme";

/** The stored theme; `system` if none is stored or storage is unavailable. */
export function readTheme(): Theme {
  const stored = readSetting(KEY);
  return THEMES.find((theme) => theme === stored) ?? "system";
}

/** The theme after `theme` in the order of the toggle. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}

/** Applies the theme. The tokens follow the attribute, or the system without it. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}

/** Applies and stores the theme. Returns whether the browser stored it. */
export function chooseTheme(theme: Theme): boolean {
  applyTheme(theme);
  return writeSetting(KEY, theme);
}
