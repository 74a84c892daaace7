// Several journeys of each backend, side by side.
import type { TravelledStep } from "./travel.ts";

/** Seconds of one event over the runs: when the last it happened to had it. */
export interface Spread {
  readonly runs: number;
  readonly medianS: number;
  readonly minS: number;
  readonly maxS: number;
}

/** By event. */
export type StepTimes = ReadonlyMap<string, Spread>;

/** The times of one step over all journeys of a backend. */
export function timesOf(journeys: readonly (readonly TravelledStep[])[], step: string): StepTimes {
  const events = journeys.flatMap((steps) => steps.find(({ name }) => name === step)?.events ?? []);
  const byName = Map.groupBy(events, ({ what }) => what);
  return new Map([...byName].map(([what, all]) => [what, spreadOf(all.map(({ lastS }) => lastS))]));
}

function spreadOf(seconds: readonly number[]): Spread {
  const sorted = seconds.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  return { runs: sorted.length, medianS: middle, minS: sorted[0] ?? NaN, maxS: sorted.at(-1) ?? NaN };
}

/** Two events nearer to each other than this have no order. */
const NEAR_S = 0.1;

/** Pairs that come in one order there and in the other here, as sentences. */
export function ordersThatDiffer(there: StepTimes, here: StepTimes): readonly string[] {
  const shared = [...there.keys()].filter((what) => here.has(what));
  return shared.flatMap((earlier) =>
    shared
      .filter((later) => gap(there, earlier, later) > NEAR_S && gap(here, later, earlier) > NEAR_S)
      .map((later) => `“${earlier}” comes before “${later}” there, and after it here`),
  );
}

function gap(times: StepTimes, earlier: string, later: string): number {
  return (times.get(later)?.medianS ?? NaN) - (times.get(earlier)?.medianS ?? NaN);
}

/** Events that happened in most of the journeys there and in none here. */
export function eventsThatLack(there: StepTimes, here: StepTimes, runs: number): readonly string[] {
  return [...there].filter(([what, { runs: seen }]) => seen > runs / 2 && !here.has(what)).map(([what]) => what);
}
