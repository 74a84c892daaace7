// Engine time: what the host's monotonic clock shows, without the times in which the whole machine stood still (laptop asleep, tab
// frozen). Every host and the supervisor has a clock of its own; each beats for itself and so sees a gap for itself.
//
// A thread that works for seconds in one piece sees a gap, too. What tells the two apart is where the gap lies: a step of work has a beginning and an
// end, at which the clock is looked at, so a gap within it is work. Between two steps there is nothing that could keep the thread from its beat, except
// a machine that does not run it.

import type { Clock, Timer } from "../engine/host.ts";

/** How often a host looks at its clock although nothing else happens. */
const BEAT_MS = 500;
/** A gap between two steps that is longer than this was a suspension. */
const SUSPENSION_MS = 2_000;
/** A gap within a step that is longer than this was a suspension: no step of the engine works for so long. */
const LONGEST_STEP_MS = 60_000;
/** Longer delays do not fit the 32 bits of the platforms' timers, which would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

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
  /**
   * Runs one step of work, which is any callback of the platform. All of its duration, up to a
   * minute, counts as engine time. Microtasks that it leaves behind are not part of it.
   */
  runStep(step: () => void): void;
  /** Ends the beats, so that a process with nothing else to do can end. */
  stop(): void;
}

/** Creates a clock, which beats until it is stopped. Its time begins at 0. */
export function createEngineClock(platform: TimePlatform): EngineClock {
  let seenMs = platform.elapsedMs();
  // What has to be taken off the platform's time: where we began, and each suspension.
  let offsetMs = seenMs;
  let isInStep = false;

  function monotonicMs(): number {
    const elapsedMs = platform.elapsedMs();
    if (elapsedMs - seenMs > (isInStep ? LONGEST_STEP_MS : SUSPENSION_MS)) offsetMs += elapsedMs - seenMs;
    seenMs = elapsedMs;
    return elapsedMs - offsetMs;
  }

  function runStep(step: () => void): void {
    if (isInStep) {
      step();
      return;
    }
    // What lies before now lies between two steps.
    monotonicMs();
    isInStep = true;
    try {
      step();
    } finally {
      monotonicMs();
      isInStep = false;
    }
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
        if (leftMs > 0) cancel = platform.callLater(Math.min(leftMs, LONGEST_DELAY_MS), fire);
        else runStep(callback);
      };
      let cancel = platform.callLater(Math.min(delayMs, LONGEST_DELAY_MS), fire);
      return { clear: () => cancel() };
    },
    runStep,
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
