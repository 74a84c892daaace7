import { useSyncExternalStore } from "react";

import { isDocumentVisible, onVisibilityChange } from "./visibility.ts";

/** What a clock needs of the platform; a test hands in its own. */
export type ClockPlatform = {
  now: () => number;
  /** Calls back every `periodMs` until the returned function is called. */
  every: (periodMs: number, tick: () => void) => () => void;
  isVisible: () => boolean;
  onVisibilityChange: (listener: () => void) => () => void;
};

/** A time that many may read: ms since the epoch, as of the last tick. */
export type Clock = { subscribe: (listener: () => void) => () => void; read: () => number };

/**
 * One timer for all who show an age. It runs while someone listens and the tab is visible;
 * on becoming visible it ticks at once, so that no old age is seen.
 */
export function createClock(periodMs: number, platform: ClockPlatform): Clock {
  const listeners = new Set<() => void>();
  let nowMs = platform.now();
  let stopTimer: (() => void) | undefined;
  let stopWatching: (() => void) | undefined;

  const tick = (): void => {
    nowMs = platform.now();
    for (const listener of listeners) listener();
  };
  const adapt = (): void => {
    const shouldRun = listeners.size > 0 && platform.isVisible();
    if (shouldRun && stopTimer === undefined) {
      stopTimer = platform.every(periodMs, tick);
      tick();
    } else if (!shouldRun && stopTimer !== undefined) {
      stopTimer();
      stopTimer = undefined;
    }
  };

  return {
    read: () => nowMs,
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) stopWatching = platform.onVisibilityChange(adapt);
      adapt();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stopWatching?.();
        adapt();
      };
    },
  };
}

const PLATFORM: ClockPlatform = {
  now: () => Date.now(),
  every: (periodMs, tick) => {
    const timer = setInterval(tick, periodMs);
    return () => clearInterval(timer);
  },
  isVisible: isDocumentVisible,
  onVisibilityChange,
};

const secondClock = createClock(1000, PLATFORM);
const tenthClock = createClock(100, PLATFORM);

/** Now, in ms since the epoch, renewed every second while the tab is visible. */
export function useNow(): number {
  return useSyncExternalStore(secondClock.subscribe, secondClock.read);
}

/** As {@link useNow}, renewed ten times a second: only for the few numbers whose tenths matter. */
export function useTenthsNow(): number {
  return useSyncExternalStore(tenthClock.subscribe, tenthClock.read);
}
