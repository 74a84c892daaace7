import type { StateTone } from "../base/state-tone.ts";

/** The content of a badge: the cluster's word and our look. Spread it into `StateBadge`. */
export type StateBadgeLook = { tone: StateTone; label: string };
