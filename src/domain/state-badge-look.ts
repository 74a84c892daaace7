import type { StateTone } from "../base/state-tone.ts";

/** What a badge shows: the cluster's word and our look. Spread it into `StateBadge`. */
export type StateBadgeLook = { tone: StateTone; label: string };
