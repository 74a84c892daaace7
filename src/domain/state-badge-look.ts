import type { StateTone } from "../base/state-tone.ts";

/** What a badge shows: the cluster's word and our look. Spread it into `ShapeBadge`. */
export type StateLook = { tone: StateTone; label: string };
