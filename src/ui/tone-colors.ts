import type { CSSProperties } from "react";

import { STATE_TONES, type StateTone } from "../base/state-tone.ts";

type ToneColors = CSSProperties & Record<"--tone" | "--tone-text" | "--tone-tint", string>;

const colorsOf = (tone: StateTone): ToneColors => ({
  "--tone": `var(--color-st-${tone})`,
  "--tone-text": `var(--color-st-${tone}-text)`,
  "--tone-tint": `var(--color-st-${tone}-tint)`,
});

/**
 * The colours of each state as a `style`, for classes such as `bg-(--tone)`: `--tone` is the colour of shapes and bars,
 * `--tone-text` that of words, `--tone-tint` the ground of a badge.
 */
export const TONE_COLORS = Object.fromEntries(STATE_TONES.map((tone) => [tone, colorsOf(tone)])) as Readonly<Record<StateTone, ToneColors>>;
