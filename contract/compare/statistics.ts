// Several journeys of each backend, side by side.
import type { TimedEvent, TravelledStep } from "./travel.ts";

/**
 * The time of one event over all runs: when it had happened to the last job or task concerned, in
 * seconds.
 */
export interface Spread {
  readonly runs: number;
  readonly medianS: number;
  readonly minS: number;
  readonly maxS: number;
}

/** By event. */
export type StepTimes = ReadonlyMap<string, Spread>;

type Journeys = readonly (readonly TravelledStep[])[];

/** The times of one step over all journeys of a backend. */
export function timesOf(journeys: Journeys, step: string): StepTimes {
  const byName = Map.groupBy(
    journeys.flatMap((steps) => eventsOf(steps, step)),
    ({ what }) => what,
  );
  return new Map([...byName].map(([what, all]) => [what, spreadOf(all.map(({ lastS }) => lastS))]));
}

function eventsOf(steps: readonly TravelledStep[], step: string): readonly TimedEvent[] {
  return steps.find(({ name }) => name === step)?.events ?? [];
}

function spreadOf(seconds: readonly number[]): Spread {
  const sorted = seconds.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  return { runs: sorted.length, medianS: middle, minS: sorted[0] ?? NaN, maxS: sorted.at(-1) ?? NaN };
}

/** Two events that are closer together than this have no order. */
const NEAR_S = 0.1;

/**
 * Pairs of events whose order in `there` is the opposite of that in `here`, as sentences. Only
 * journeys that have both events count, because journeys may take different courses.
 */
export function ordersThatDiffer(there: Journeys, here: Journeys, step: string): readonly string[] {
  const events = [...timesOf(there, step).keys()];
  return events.flatMap((earlier) =>
    events
      .filter((later) => gap(there, step, earlier, later) > NEAR_S && gap(here, step, later, earlier) > NEAR_S)
      .map((later) => `“${earlier}” comes before “${later}”, but after it in the engine`),
  );
}

/**
 * Seconds from one event to the other: the median over the journeys that have both, NaN if none
 * has.
 */
function gap(journeys: Journeys, step: string, earlier: string, later: string): number {
  const gaps = journeys.flatMap((steps) => {
    const times = new Map(eventsOf(steps, step).map(({ what, lastS }) => [what, lastS]));
    const [from, to] = [times.get(earlier), times.get(later)];
    return from === undefined || to === undefined ? [] : [to - from];
  });
  return spreadOf(gaps).medianS;
}

/** Events that happened in most journeys of `there` and in none of `here`. */
export function eventsThatLack(there: StepTimes, here: StepTimes, runs: number): readonly string[] {
  return [...there].filter(([what, { runs: seen }]) => seen > runs / 2 && !here.has(what)).map(([what]) => what);
}
