// Whether the sources of a job were active or idle when a drain came to them. A drain closes the windows only if one of them was active.
//
// A source is idle when it has had no records for 5 s, and active again when it has some. It notices either at ticks that are 200 ms apart, so near
// both changes its state cannot be told from outside.

import type { Cut, Receipt } from "./lineage-watch.ts";

/** A source without records for this long is idle. */
const IDLENESS_MS = 5_000;
/** Somewhat less: the source acts on a message some ms after it has received it. */
const CERTAINLY_ACTIVE_MS = IDLENESS_MS - 100;
/** The count begins up to two ticks after the last record, ends up to a tick later, and the source says so at the tick after that. */
const CERTAINLY_IDLE_MS = IDLENESS_MS + 1_000;
/** From the first record after a silence to the tick at which a source says that it is active. */
const BECOMES_ACTIVE_MS = 500;
/** How long records may be on their way from a source to a window operator: longer than any stall that a job survives. */
const UNDER_WAY_MS = 4_000;

/** When the sources of a job were told to drain, and what came before. All times simulated ms. */
export interface ToldSources {
  readonly firstToldMs: number;
  readonly lastToldMs: number;
  /** Since when all of them had been running; Infinity if one was not. */
  readonly runningSinceMs: number;
  /** Of all of them, in the order of time. */
  readonly receipts: readonly Receipt[];
  /** Whether nothing delayed records, or held a source up, in that time: only then has a source read what it has received. */
  readonly isCalm: (fromMs: number, toMs: number) => boolean;
}

/** `active`: at least one source was, for certain. `idle`: none was, for certain. */
export function activityOf({ firstToldMs, lastToldMs, runningSinceMs, receipts, isCalm }: ToldSources): "active" | "idle" | "unknown" {
  const lastSignBefore = (ms: number) => Math.max(runningSinceMs, receipts.findLast(({ atMs }) => atMs <= ms)?.atMs ?? 0);
  if (lastToldMs - lastSignBefore(firstToldMs - BECOMES_ACTIVE_MS) < CERTAINLY_ACTIVE_MS) return "active";
  const silentSinceMs = firstToldMs - CERTAINLY_IDLE_MS;
  return lastSignBefore(lastToldMs) < silentSinceMs && isCalm(silentSinceMs, lastToldMs) ? "idle" : "unknown";
}

/**
 * From where on the drain may have dropped records as late; undefined if it has dropped none. After a silence a window operator does not wait for a source
 * that is still idle, nor for one whose watermark has not reached the operator's since (StatusWatermarkValve). How long that lasts cannot be told
 * from outside. The drain of another source then closes the windows before the last records of this one come.
 */
export function lateFrom({ firstToldMs, lastToldMs, runningSinceMs, receipts }: ToldSources): Cut | undefined {
  const sinceRunning = receipts.filter(({ atMs }) => atMs > runningSinceMs && atMs <= lastToldMs);
  const endsSilence = ({ atMs }: Receipt, index: number) => atMs - (sinceRunning[index - 1]?.atMs ?? runningSinceMs) >= CERTAINLY_ACTIVE_MS;
  return sinceRunning.some(endsSilence) ? positionsAt(firstToldMs - UNDER_WAY_MS, receipts) : undefined;
}

/** How far the sources had read by then. A partition without records by then is at 0. */
function positionsAt(ms: number, receipts: readonly Receipt[]): Cut {
  const positions = new Map(receipts.map(({ partition }) => [partition, 0]));
  for (const { atMs, partition, nextOffset } of receipts) if (atMs <= ms) positions.set(partition, nextOffset);
  return positions;
}
