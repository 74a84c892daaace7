import type { Contact } from "../client/use-contact.ts";
import { LATE_MS } from "../client/use-contact.ts";

/** How current the screen is. */
export type Liveness =
  | { kind: "live" }
  | { kind: "waiting" }
  | { kind: "paused" }
  /** The cluster answers, but the call that every page makes fails. */
  | { kind: "failing" }
  /** `ageMs` is absent before the first reply. */
  | { kind: "stale"; ageMs: number | undefined };

/**
 * Derives the state from the last reply to any call, and from the call that every page makes.
 * `refreshMs` is its interval.
 */
export function liveness(facts: {
  isVisible: boolean;
  contact: Contact["kind"];
  answeredMs: number | undefined;
  nowMs: number;
  refreshMs: number;
}): Liveness {
  const { contact, answeredMs } = facts;
  if (!facts.isVisible) return { kind: "paused" };
  const ageMs = answeredMs === undefined ? undefined : Math.max(0, facts.nowMs - answeredMs);
  if (contact === "silent" || contact === "signed-out") return { kind: "stale", ageMs };
  if (ageMs !== undefined && ageMs > facts.refreshMs + LATE_MS) return { kind: "stale", ageMs };
  if (contact === "overview-fails") return { kind: "failing" };
  return { kind: ageMs === undefined ? "waiting" : "live" };
}
