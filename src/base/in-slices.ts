/**
 * Runs a computation in tasks of about `sliceMs`, so that the page stays responsive. The computation
 * yields where it may be interrupted. Resolves with its result.
 */
export async function inSlices<Result>(steps: Iterator<unknown, Result>, platform: SlicePlatform): Promise<Result> {
  for (;;) {
    const startMs = platform.now();
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (platform.now() - startMs < platform.sliceMs);
    await platform.nextTask();
  }
}

/** The clock and the tasks of a page. */
export type SlicePlatform = {
  readonly now: () => number;
  /** Resolves in a task of its own. */
  readonly nextTask: () => Promise<void>;
  readonly sliceMs: number;
};

/** Runs a computation without interruption. */
export function atOnce<Result>(steps: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
