// What the tables of faults and of user actions have in common: a name, a time and parameters, each drawn from a stream of its own.

import type { SeededRng } from "../../base/seeded-rng.ts";
import { randomStream } from "./random-stream.ts";
import type { ScheduledEvent } from "./schedule.ts";

/** The part of the drawn cluster that draws may depend on. */
export interface ClusterShape {
  readonly taskManagers: number;
  /** Of all TaskManagers together. */
  readonly slots: number;
}

/**
 * The times at which one kind occurs before `endMs`, simulated ms, ascending. `faults`: for user
 * actions, the faults in the same run.
 */
export type Arrivals = (rng: SeededRng, endMs: number, faults: readonly ScheduledEvent[]) => number[];

/** One kind of thing that may happen. `P`: its parameters, plain data. */
export interface EventKind<P extends object> {
  /** Unique in its table. Names the kind's random streams, so a new name means other draws. */
  readonly name: string;
  readonly arrivals: Arrivals;
  draw(rng: SeededRng, shape: ClusterShape): P;
  /** What the seeds of `npm test` must have counted (see Coverage), or they show nothing about this kind. */
  readonly covers: readonly string[];
}

/** Nothing comes earlier than this, simulated ms. */
const FIRST_MS = 100;
const SLOT_MS = 500;

/** Comes so many times a minute on average, at random times independent of each other. */
export function perMinute(times: number): Arrivals {
  const probability = (times * SLOT_MS) / 60_000;
  return (rng, endMs) => {
    const arrivals: number[] = [];
    for (let slotMs = FIRST_MS; slotMs < endMs; slotMs += SLOT_MS) {
      if (!rng.chance(probability)) continue;
      const atMs = slotMs + rng.next() * SLOT_MS;
      if (atMs < endMs) arrivals.push(atMs);
    }
    return arrivals;
  };
}

/** Draws all that `kinds` do until `endMs`, in the order of time. `faults`: see {@link Arrivals}. */
export function drawEvents(
  seed: number,
  kinds: readonly EventKind<object>[],
  shape: ClusterShape,
  endMs: number,
  faults: readonly ScheduledEvent[] = [],
): ScheduledEvent[] {
  const events = kinds.flatMap((kind) => {
    const parameters = randomStream(seed, `${kind.name}: parameters`);
    const choices = randomStream(seed, `${kind.name}: choices`);
    return kind.arrivals(randomStream(seed, `${kind.name}: arrivals`), endMs, faults).map((atMs) => ({
      atMs,
      kind: kind.name,
      parameters: kind.draw(parameters, shape),
      choice: choices.below(2 ** 31),
    }));
  });
  return events.toSorted((a, b) => a.atMs - b.atMs);
}

/** The kind of that name. Throws if the table has none. */
export function kindNamed<K extends EventKind<object>>(kinds: readonly K[], name: string): K {
  const kind = kinds.find((one) => one.name === name);
  if (kind === undefined) throw new Error(`no kind is called "${name}", only ${kinds.map((one) => one.name).join(", ")}`);
  return kind;
}
