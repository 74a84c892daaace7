/** Ends a call in which nothing happens for too long, however long the call takes as a whole. */
export interface SilenceLimit {
  /** Aborts with a DOMException named TimeoutError. */
  readonly signal: AbortSignal;
  /** Something was sent or has arrived. `limitMs` is the limit for what follows; infinite for none. */
  heard(limitMs?: number): void;
  /** The current limit, ms. */
  limitMs(): number;
  stop(): void;
}

/** Starts a limit of `firstMs`. */
export function startSilenceLimit(firstMs: number): SilenceLimit {
  const controller = new AbortController();
  let currentMs = firstMs;
  let lastMs = performance.now();
  let timer = setTimeout(check, firstMs);

  // A timer for each piece of a long reply would be thousands of timers.
  function check(): void {
    const leftMs = lastMs + currentMs - performance.now();
    if (leftMs > 0) timer = setTimeout(check, leftMs);
    else controller.abort(new DOMException("Nothing happened for too long.", "TimeoutError"));
  }

  return {
    signal: controller.signal,
    heard(limitMs = firstMs) {
      lastMs = performance.now();
      if (limitMs === currentMs) return;
      currentMs = limitMs;
      clearTimeout(timer);
      if (Number.isFinite(limitMs)) timer = setTimeout(check, limitMs);
    },
    limitMs: () => currentMs,
    stop: () => clearTimeout(timer),
  };
}
