// The only thing that the simulation needs from the platform: a turn of the event loop. It runs only on Node.

declare const setImmediate: (callback: () => void) => unknown;

// Taken when the module is loaded, so that a test's fake timers do not stop the simulation.
const afterThisTurn = setImmediate;

/** Resolves when every continuation that is ready has run, and those that they made ready: no microtask is pending. */
export function untilQuiet(): Promise<void> {
  return new Promise((resolve) => {
    afterThisTurn(resolve);
  });
}
