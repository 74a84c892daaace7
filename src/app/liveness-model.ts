/** How current the screen is. */
export type Liveness =
  | { kind: "live" }
  | { kind: "waiting" }
  | { kind: "paused" }
  /** `ageMs` is absent when there never was a reply. */
  | { kind: "stale"; ageMs: number | undefined };

/** A reply this old means that the cluster hangs, even if no call has failed yet: three refreshes of Flink's default of 3 s. */
const OLD_MS = 9_000;

/** Decides from the last reply to the call that every page makes. */
export function liveness(facts: { isVisible: boolean; hasFailed: boolean; updatedMs: number | undefined; nowMs: number }): Liveness {
  if (!facts.isVisible) return { kind: "paused" };
  if (facts.updatedMs === undefined) return facts.hasFailed ? { kind: "stale", ageMs: undefined } : { kind: "waiting" };
  const ageMs = Math.max(0, facts.nowMs - facts.updatedMs);
  return facts.hasFailed || ageMs > OLD_MS ? { kind: "stale", ageMs } : { kind: "live" };
}
