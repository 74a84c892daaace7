import type { Schedule } from "../schedule.ts";

/**
 * A run that is kept: its schedule as data, with the reason to keep it. It stays the same when the
 * tables of faults and actions change, unlike what a seed draws.
 */
export interface RecordedCase {
  /** In kebab-case, as in `npm run simulate -- --case NAME`. Unique. */
  readonly name: string;
  /** One sentence: what goes wrong in this run if the engine has the bug that it was kept for. */
  readonly why: string;
  /** Decides how long messages, timers and storage take, and so the order in which things happen. */
  readonly seed: number;
  readonly schedule: Schedule;
}
