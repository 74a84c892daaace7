import { useSyncExternalStore } from "react";

import { STATE_TONES, type StateTone } from "../../base/state-tone.ts";

/** The colours that the canvas draws with, as the browser resolves them for the current theme. */
export type CanvasColors = {
  readonly surface: string;
  readonly page: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly tube: string;
  readonly fg: string;
  readonly fg2: string;
  readonly fg3: string;
  readonly accent: string;
  readonly busy: string;
  readonly backpressure: string;
  readonly working: string;
  readonly waiting: string;
  readonly topic: string;
  readonly topicTint: string;
  readonly tones: Readonly<Record<StateTone, { readonly shape: string; readonly text: string; readonly tint: string }>>;
};

/** Resolves the theme's variables at an element, which a canvas cannot do itself. */
export function readCanvasColors(element: HTMLElement): CanvasColors {
  const probe = document.createElement("span");
  element.append(probe);
  const resolve = (color: string): string => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const token = (name: string): string => resolve(`var(--color-${name})`);
  const colors = {
    surface: token("surface"),
    page: token("page"),
    line: token("line"),
    lineStrong: token("line-strong"),
    tube: token("surface-3"),
    fg: token("fg"),
    fg2: token("fg-2"),
    fg3: token("fg-3"),
    accent: token("accent"),
    busy: token("busy"),
    backpressure: token("backpressure"),
    working: resolve("color-mix(in oklab, var(--color-st-running) 34%, var(--color-surface))"),
    waiting: resolve("color-mix(in oklab, var(--color-surface) 55%, var(--color-page))"),
    topic: token("topic"),
    topicTint: token("topic-tint"),
    tones: Object.fromEntries(
      STATE_TONES.map((tone) => [tone, { shape: token(`st-${tone}`), text: token(`st-${tone}-text`), tint: token(`st-${tone}-tint`) }]),
    ) as CanvasColors["tones"],
  };
  probe.remove();
  return colors;
}

const DARK = "(prefers-color-scheme: dark)";

/** Changes with the theme: the user's choice, and the system's scheme. */
export function useThemeKey(): string {
  return useSyncExternalStore(subscribeToTheme, themeKey);
}

function themeKey(): string {
  return `${document.documentElement.getAttribute("data-theme") ?? "system"} ${String(matchMedia(DARK).matches)}`;
}

function subscribeToTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const scheme = matchMedia(DARK);
  scheme.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    scheme.removeEventListener("change", listener);
  };
}
