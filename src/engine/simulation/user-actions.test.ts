import { expect, it } from "vitest";
import { addCoverage, type Coverage, describeCoverage } from "./coverage.ts";
import { resultsNotCut } from "./proof.ts";
import { runSeed } from "./run-seed.ts";
import { HANG_MS } from "./testing/hang.ts";
import { USER_ACTIONS } from "./user-actions/user-actions.ts";
import { variantNamed } from "./variants.ts";

const SEEDS = 120;

/** What must come over all seeds, or the suite shows nothing about it. */
const MUST_COME = ["result cut by a drain", ...USER_ACTIONS.flatMap(({ covers }) => covers)];

it(
  `[SIM9] [SIM16] what was promised holds, and every window has its 1000 or the parts of it, over ${SEEDS} seeds of savepoints, stops, drains, starts and cancels with kills`,
  async () => {
    const coverage: Coverage = {};
    const stories: string[] = [];
    for (let seed = 0; seed < SEEDS; seed++) {
      const result = await runSeed(seed, variantNamed("user-actions"));
      addCoverage(coverage, result.coverage);
      if (result.problems.length > 0) {
        stories.push([`npm run simulate -- --variant user-actions --seed ${seed}`, ...result.problems.slice(0, 5)].join("\n  "));
      }
      // The test runner's own timers and messages get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.stdout.write(`user-actions, ${SEEDS} seeds:\n${describeCoverage(coverage).join("\n")}\n`);
    expect(stories).toEqual([]);
    for (const what of MUST_COME) expect(coverage[what] ?? 0, what).toBeGreaterThan(0);
  },
  HANG_MS,
);

it("the judge of drains can say no", () => {
  const proofOf = (counts: readonly number[]) => ({ cells: [{ windowStartMs: 0, page: "/help", counts }], produced: 0, dropped: 0 });
  for (const right of [[1_000], [400, 600], [400, 1_000], [400, 600, 600], [400, 350, 250], [37, 400, 600]]) {
    expect(resultsNotCut(proofOf(right)), right.join(" ")).toEqual([]);
  }
  for (const wrong of [[400], [400, 500], [999], [1_001]]) expect(resultsNotCut(proofOf(wrong)), wrong.join(" ")).toHaveLength(1);
});
