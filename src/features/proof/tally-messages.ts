import type { TransportSource } from "../../client/transport-source.ts";
import type { TallyReport } from "./tally-reader.ts";

/**
 * What the page says to the tally's worker. `open` comes first, once, with what is to be transferred; `run` and `pause` follow the
 * tab's visibility and whether anybody looks; `restart` after a reset of the topics.
 */
export type ToTally = { type: "open"; source: TransportSource } | { type: "run" } | { type: "pause" } | { type: "restart" };

/** What the worker says: a report after each round that succeeded, or why one did not. */
export type FromTally = { type: "report"; report: TallyReport } | { type: "trouble"; words: string };
