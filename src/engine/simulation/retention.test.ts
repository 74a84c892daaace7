import { expect, it } from "vitest";
import { addCoverage, type Coverage, describeCoverage } from "./coverage.ts";
import { runSeed } from "./run-seed.ts";
import { HANG_MS } from "./testing/hang.ts";
import { RETENTION_ACTIONS } from "./user-actions/user-actions.ts";
import { variantNamed } from "./variants.ts";

it.each([
  {
    variant: "two-jobs",
    seeds: 15,
    mustCome: ["seed with a second job that is judged", "restart before the first checkpoint"],
  },
  {
    variant: "two-jobs-small-topic",
    seeds: 20,
    mustCome: [
      "seed with records dropped under the floor",
      "seed with a full topic",
      "seed with a second job that is judged",
      "restart before the first checkpoint",
      "window that must have each click",
      "window that may miss clicks",
    ],
  },
  {
    variant: "full-topic",
    seeds: 30,
    mustCome: [
      "seed with records dropped under the floor",
      "seed with a full topic",
      ...RETENTION_ACTIONS.flatMap(({ covers }) => covers).filter(
        (what) => what.includes("without checkpoints") || what.includes("cancel"),
      ),
    ],
  },
])(
  "[SIM13] what jobs and savepoints need stays, and no producer waits forever for space: $seeds seeds of $variant",
  async ({ variant, seeds, mustCome }) => {
    const coverage: Coverage = {};
    const stories: string[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const result = await runSeed(seed, variantNamed(variant));
      addCoverage(coverage, result.coverage);
      if (result.problems.length > 0) {
        stories.push([`npm run simulate -- --variant ${variant} --seed ${seed}`, ...result.problems.slice(0, 5)].join("\n  "));
      }
      // The test runner's own timers and messages get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.stdout.write(`${variant}, ${seeds} seeds:\n${describeCoverage(coverage).join("\n")}\n`);
    expect(stories).toEqual([]);
    for (const what of mustCome) expect(coverage[what] ?? 0, what).toBeGreaterThan(0);
  },
  HANG_MS,
);
