import type { Rng } from "../host.ts";

/** A random id of `digits` hex digits: Flink's AbstractID has 32. */
export function randomHexId(rng: Rng, digits = 32): string {
  let id = "";
  while (id.length < digits) id += Math.floor(rng.next() * 16).toString(16);
  return id;
}
