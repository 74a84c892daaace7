import type { TransportSource } from "../../client/transport-source.ts";
import type { TallyReport } from "./tally-reader.ts";

/**
 * Messages from the page to the tally's worker. `open` is sent first, once, with the transferred
 * port. `run` and `pause` follow the tab's visibility and whether the proof is shown. `restart`
 * follows a reset of the topics.
 */
export type ToTally = { type: "open"; source: TransportSource } | { type: "run" } | { type: "pause" } | { type: "restart" };

/** Messages from the worker: a report after each successful round, or the reason of a failure. */
export type FromTally = { type: "report"; report: TallyReport } | { type: "trouble"; words: string };
