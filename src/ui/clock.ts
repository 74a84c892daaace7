import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";

import { isDocumentVisible, onVisibilityChange } from "./visibility.ts";

/** The platform functions that a clock needs. Tests pass their own. */
export type ClockPlatform = {
  now: () => number;
  /** Calls back every `periodMs` until the returned function is called. */
  every: (periodMs: number, tick: () => void) => () => void;
  isVisible: () => boolean;
  onVisibilityChange: (listener: () => void) => () => void;
};

/** A shared time: ms since the epoch at the last tick. */
export type Clock = { subscribe: (listener: () => void) => () => void; read: () => number };

/**
 * One timer for all components that show an age. It runs while it has listeners and the tab is
 * visible. It ticks as soon as the tab becomes visible, so that no old age is shown.
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

/** The current time, in ms since the epoch, updated every second while the tab is visible. */
export function useNow(): number {
  return useSyncExternalStore(secondClock.subscribe, secondClock.read);
}

/** How far the page's clock is ahead of the clock that the facts on the screen have their times from, ms. */
export const ClockAheadContext = createContext(0);

/** As {@link useNow}, by the clock that the facts have their times from. */
export function useFactsNow(): number {
  return useNow() - useContext(ClockAheadContext);
}

/** As {@link useNow}, updated ten times per second. Only for the few numbers that show tenths. */
export function useTenthsNow(): number {
  return useSyncExternalStore(tenthClock.subscribe, tenthClock.read);
}

/**
 * `value`, updated at most once a second while the tab is visible. Use it for what is expensive to
 * draw. The first value is returned immediately.
 */
export function useEachSecond<Value>(value: Value): Value {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  const [shown, setShown] = useState(value);
  useEffect(() => secondClock.subscribe(() => setShown(() => latest.current)), []);
  return shown;
}
