// One stream of random numbers per purpose. What is drawn for one purpose never depends on how many
// numbers another one took, so a new kind of fault or option leaves every other draw as it was.

import { SeededRng } from "../../base/seeded-rng.ts";
import { fnv1a } from "./fnv1a.ts";

/** The random numbers that `seed` has for the purpose called `name`. */
export function randomStream(seed: number, name: string): SeededRng {
  return new SeededRng(seed, fnv1a(name));
}
