// Several journeys of each backend, side by side.
import type { TimedEvent, TravelledStep } from "./travel.ts";

/** Seconds of one event over the runs: when the last it happened to had it. */
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

/** Two events nearer to each other than this have no order. */
const NEAR_S = 0.1;

/**
 * Pairs that come in one order there and in the other here, as sentences. A pair is looked at where one journey has both, for another may take
 * another way.
 */
export function ordersThatDiffer(there: Journeys, here: Journeys, step: string): readonly string[] {
  const events = [...timesOf(there, step).keys()];
  return events.flatMap((earlier) =>
    events
      .filter((later) => gap(there, step, earlier, later) > NEAR_S && gap(here, step, later, earlier) > NEAR_S)
      .map((later) => `“${earlier}” comes before “${later}” there, and after it here`),
  );
}

/** From one event to the other, in the middle of the journeys that have both; not a number if none has. */
function gap(journeys: Journeys, step: string, earlier: string, later: string): number {
  const gaps = journeys.flatMap((steps) => {
    const times = new Map(eventsOf(steps, step).map(({ what, lastS }) => [what, lastS]));
    const [from, to] = [times.get(earlier), times.get(later)];
    return from === undefined || to === undefined ? [] : [to - from];
  });
  return spreadOf(gaps).medianS;
}

/** Events that happened in most of the journeys there and in none here. */
export function eventsThatLack(there: StepTimes, here: StepTimes, runs: number): readonly string[] {
  return [...there].filter(([what, { runs: seen }]) => seen > runs / 2 && !here.has(what)).map(([what]) => what);
}
