// The one thing that the simulation asks of the machine itself: a turn of its event loop. The simulation runs on Node only.

declare const setImmediate: (callback: () => void) => unknown;

// Taken when the module is loaded, so that a test's fake timers do not stop the simulation.
const afterThisTurn = setImmediate;

/** Resolves when every continuation that is ready has run, and those that they made ready: no microtask is pending. */
export function untilQuiet(): Promise<void> {
  return new Promise((resolve) => {
    afterThisTurn(resolve);
  });
}
