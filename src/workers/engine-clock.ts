// Engine time: what the host's monotonic clock shows, without the times in which the whole machine stood still (laptop asleep, tab
// frozen). Every host and the supervisor has a clock of its own; each beats for itself and so sees a gap for itself.

import type { Clock, Timer } from "../engine/host.ts";

/** How often a host looks at its clock although nothing else happens. */
const BEAT_MS = 500;
/** A gap between two looks that is longer than this was a suspension. An actor yields every few ms, so work never looks like one. */
const SUSPENSION_MS = 2_000;

/** What a clock needs of its platform: `globalThis` of a browser's worker or of Node fits, and a test brings its own. */
export interface TimePlatform {
  /** Wall clock, epoch ms. */
  wallClockMs(): number;
  /** Never goes back, ms. */
  elapsedMs(): number;
  /** Calls back once after about `delayMs`. Answers what cancels it. */
  callLater(delayMs: number, callback: () => void): () => void;
}

/** A clock together with timers that go by it. */
export interface EngineClock extends Clock {
  /** Runs `callback` after at least `delayMs` of engine time. */
  setTimer(delayMs: number, callback: () => void): Timer;
  /** Ends the beats, so that a process with nothing else to do can end. */
  stop(): void;
}

/** Creates a clock, which beats until it is stopped. Its time begins at 0. */
export function createEngineClock(platform: TimePlatform): EngineClock {
  let seenMs = platform.elapsedMs();
  // What has to be taken off the platform's time: where we began, and each suspension.
  let offsetMs = seenMs;

  function monotonicMs(): number {
    const elapsedMs = platform.elapsedMs();
    if (elapsedMs - seenMs > SUSPENSION_MS) offsetMs += elapsedMs - seenMs;
    seenMs = elapsedMs;
    return elapsedMs - offsetMs;
  }

  function beat(): void {
    monotonicMs();
    cancelBeat = platform.callLater(BEAT_MS, beat);
  }
  let cancelBeat = platform.callLater(BEAT_MS, beat);

  return {
    now: () => platform.wallClockMs(),
    monotonicMs,
    setTimer(delayMs, callback) {
      const dueMs = monotonicMs() + delayMs;
      const fire = () => {
        const leftMs = dueMs - monotonicMs();
        // Platforms fire up to a millisecond early by their own clocks, and far too early after a suspension.
        if (leftMs > 0) cancel = platform.callLater(leftMs, fire);
        else callback();
      };
      let cancel = platform.callLater(delayMs, fire);
      return { clear: () => cancel() };
    },
    stop: () => cancelBeat(),
  };
}

/** The platform's own time. Browsers' workers and Node have the same words for it. */
export const nativeTime: TimePlatform = {
  wallClockMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  callLater(delayMs, callback) {
    const id = setTimeout(callback, delayMs);
    return () => clearTimeout(id);
  },
};
