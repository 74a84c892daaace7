// Every window and page has its result, every result is right, and no container ended by an uncaught error.

import { lineageProblems } from "../lineage-judge.ts";
import { missingResults, wrongResults } from "../proof.ts";
import type { FinishedRun } from "./oracle.ts";

/** Without a user each result is 1000. With one it is what the input holds between two cuts (see lineage-judge.ts). */
export async function resultsAreRight(run: FinishedRun): Promise<readonly string[]> {
  const { areResultsPromised, ledger, mayMissClicks, proof, watch } = run;
  if (!areResultsPromised) return [];
  if (ledger !== undefined) return lineageProblems(run);
  return [...wrongResults(proof, mayMissClicks.first), ...watch.writtenTwice];
}

/** Each window that must have fired has a result for each page. */
export function nothingIsMissing({ areResultsPromised, mayMissClicks, proof, target }: FinishedRun): readonly string[] {
  if (!areResultsPromised) return [];
  return missingResults(
    proof,
    target.filter((start) => !mayMissClicks.first(start)),
  );
}

/** A container stops or is killed, but never throws. */
export function nothingCrashed({ cluster: { simulation } }: FinishedRun): readonly string[] {
  return simulation.crashes.map(
    ({ atMs, container, error }) =>
      `${container} crashed at ${atMs.toFixed(0)} ms: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
