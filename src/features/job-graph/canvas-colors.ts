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
  readonly tones: Readonly<Record<StateTone, { readonly shape: string; readonly text: string }>>;
};

const TOKENS = {
  surface: "surface",
  page: "page",
  line: "line",
  lineStrong: "line-strong",
  tube: "surface-3",
  fg: "fg",
  fg2: "fg-2",
  fg3: "fg-3",
  accent: "accent",
  busy: "busy",
  backpressure: "backpressure",
  topic: "topic",
  topicTint: "topic-tint",
} as const;

/** Resolves the theme's variables at an element, which a canvas cannot do itself. */
export function readCanvasColors(element: HTMLElement): CanvasColors {
  const probes = document.createElement("span");
  const resolve = (color: string): (() => string) => {
    const probe = document.createElement("span");
    probe.style.color = color;
    probes.append(probe);
    return () => getComputedStyle(probe).color;
  };
  const token = (name: string): (() => string) => resolve(`var(--color-${name})`);
  const plain = Object.entries(TOKENS).map(([key, name]) => [key, token(name)] as const);
  const tones = STATE_TONES.map((tone) => [tone, { shape: token(`st-${tone}`), text: token(`st-${tone}-text`) }] as const);
  const working = resolve("color-mix(in oklab, var(--color-st-running) 34%, var(--color-surface))");
  const waiting = resolve("color-mix(in oklab, var(--color-surface) 55%, var(--color-page))");
  // All are in the document before the first is read, because the browser computes all styles then.
  element.append(probes);
  const colors = {
    ...(Object.fromEntries(plain.map(([key, read]) => [key, read()])) as Record<keyof typeof TOKENS, string>),
    working: working(),
    waiting: waiting(),
    tones: Object.fromEntries(tones.map(([tone, { shape, text }]) => [tone, { shape: shape(), text: text() }])) as CanvasColors["tones"],
  };
  probes.remove();
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
