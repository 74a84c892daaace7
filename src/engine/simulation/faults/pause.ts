import { perMinute } from "../event-kind.ts";
import type { Schedule, ScheduledEvent } from "../schedule.ts";
import type { FaultKind } from "./fault-kind.ts";
import { setRate } from "./operations.ts";

interface Pause {
  readonly durationMs: number;
}

const LONGEST_MS = 16_000;
/** Event time runs as fast as the clock at this rate. */
const SLOW_RECORDS_PER_SECOND = 400;
/** How long the generator stays slow. */
const SLOW_MS = 4_000;

/**
 * Pauses the generator for longer than the idleness timeout of 5 s: all sources become idle
 * together.
 *
 * No count may be wrong because of it. When the generator resumes, one split is active before the
 * other, and event time follows that split alone for a moment. Records that are less than 200 ms
 * late in event time are still counted (see click-event-count.ts), so the generator starts slowly,
 * and nothing may delay records until all splits are active again.
 */
export const PAUSE: FaultKind<Pause> = {
  name: "pause of the generator",
  // It is over before the faults are: at their end the generator resumes at full rate.
  arrivals: (rng, endMs, faults) => perMinute(0.6)(rng, endMs - LONGEST_MS - SLOW_MS, faults),
  draw: (rng) => ({ durationMs: rng.between(5_500, LONGEST_MS) }),
  apply: ({ durationMs }, context) => {
    context.note("pause of the generator");
    setRate(context, 0);
    context.later(durationMs, () => setRate(context, Math.min(SLOW_RECORDS_PER_SECOND, context.schedule.recordsPerSecond)));
    context.later(durationMs + SLOW_MS, () => setRate(context, context.schedule.recordsPerSecond));
  },
  covers: ["pause of the generator"],
};

/** From when until when records must not be delayed. */
export interface CalmTime {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the beginning of a pause until all splits are active again. */
export function calmTimeOf({ atMs, parameters }: ScheduledEvent): CalmTime {
  return { fromMs: atMs, toMs: atMs + durationOf(parameters) + SLOW_MS };
}

/** The pauses in a schedule, simulated ms. */
export function pausesOf(faults: readonly ScheduledEvent[]): { readonly fromMs: number; readonly toMs: number }[] {
  return faults
    .filter(({ kind }) => kind === PAUSE.name)
    .map(({ atMs, parameters }) => ({ fromMs: atMs, toMs: atMs + durationOf(parameters) }));
}

/** Whether a pause had begun by `fromMs` and nothing delayed records from then until `toMs`, simulated ms. */
export function isCalmPause({ faults }: Schedule, fromMs: number, toMs: number): boolean {
  return faults
    .filter(({ kind }) => kind === PAUSE.name)
    .some((pause) => {
      const calm = calmTimeOf(pause);
      return calm.fromMs <= fromMs && toMs <= calm.toMs;
    });
}

/** Of an event of this kind. */
function durationOf(parameters: object): number {
  // Its kind's `draw` has made them.
  return (parameters as Pause).durationMs;
}
