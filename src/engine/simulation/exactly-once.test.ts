import { describe, expect, it } from "vitest";
import { addCoverage, type Coverage, describeCoverage } from "./coverage.ts";
import { FAULT_KINDS } from "./faults/fault-kinds.ts";
import { missingResults, settledWindows, wrongResults } from "./proof.ts";
import { runSeed, type SeedResult } from "./run-seed.ts";
import { FIRST_WINDOW_MS } from "./simulated-cluster.ts";
import { HANG_MS } from "./testing/hang.ts";
import { variantNamed } from "./variants.ts";

/** `npm run simulate -- --seeds N` runs more. */
const SEEDS = 300;

/** What must come over all seeds beside what the kinds of faults name, or the suite shows nothing about it. */
const MUST_COME = [
  "seed with a full topic",
  "seed with records dropped under the floor",
  "result repeated",
  "taskmanager unreachable",
  "value replaced",
  ...FAULT_KINDS.flatMap(({ covers }) => covers),
];

describe("with checkpoints and event time", () => {
  it(
    `[SIM1] [SIM14] [SIM15] every page of every window has 1000 in every result, none is missing and no file is left, over ${SEEDS} seeds of kills, restarts, stalls and errors`,
    async () => {
      const coverage: Coverage = {};
      const failed: SeedResult[] = [];
      for (let seed = 0; seed < SEEDS; seed++) {
        const result = await runSeed(seed);
        addCoverage(coverage, result.coverage);
        if (result.problems.length > 0) failed.push(result);
        // The test runner's own timers and messages get their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
      process.stdout.write(`exactly once, ${SEEDS} seeds:\n${describeCoverage(coverage).join("\n")}\n`);
      const stories = failed.map(({ seed, problems }) => [`npm run simulate -- --seed ${seed}`, ...problems.slice(0, 5)].join("\n  "));
      expect(stories).toEqual([]);
      for (const what of MUST_COME) expect(coverage[what] ?? 0, what).toBeGreaterThan(0);
    },
    HANG_MS,
  );

  it(
    "[LK9] this also holds if killed containers continue for 2 s without effect",
    async () => {
      for (let seed = 0; seed < 20; seed++) expect((await runSeed(seed, variantNamed("afterlife"))).problems).toEqual([]);
    },
    HANG_MS,
  );

  it(
    "[SIM2] a seed replays exactly: the digest of all its steps is equal",
    async () => {
      for (const seed of [1, 17]) {
        const first = await runSeed(seed);
        const second = await runSeed(seed);
        expect(second.digest).toBe(first.digest);
        expect(second.steps).toBe(first.steps);
      }
      expect((await runSeed(2)).digest).not.toBe((await runSeed(3)).digest);
    },
    HANG_MS,
  );
});

describe("the judge can say no", () => {
  it(
    "[SIM4] without checkpoints the first failure ends the job FAILED and windows are missing",
    async () => {
      for (let seed = 0; seed < 5; seed++) {
        const { problems, jobState } = await runSeed(seed, variantNamed("no-checkpointing"));
        expect(jobState, `seed ${seed}`).toBe("FAILED");
        expect(problems.filter((problem) => problem.endsWith("no result")).length, `seed ${seed}`).toBeGreaterThan(0);
      }
    },
    HANG_MS,
  );

  it(
    "[SIM4] with a restart strategy but offsets that the group committed, counts are wrong",
    async () => {
      let wrong = 0;
      for (let seed = 0; seed < 5; seed++) {
        const { problems } = await runSeed(seed, variantNamed("committed-offsets"));
        if (problems.some((problem) => problem.endsWith("instead of 1000"))) wrong++;
      }
      expect(wrong).toBeGreaterThanOrEqual(4);
    },
    HANG_MS,
  );

  it("names a wrong and a missing result", () => {
    const proof = {
      cells: ["/help", "/index", "/shop", "/jobs", "/about"].map((page) => ({
        windowStartMs: FIRST_WINDOW_MS,
        page,
        counts: page === "/shop" ? [1_000, 999] : [1_000],
      })),
      produced: 7_000,
      dropped: 0,
    };
    expect(settledWindows(proof)).toEqual([FIRST_WINDOW_MS]);
    expect(wrongResults(proof)).toEqual(["12:00:00 /shop: 1000, 999 instead of 1000"]);
    expect(missingResults(proof, [FIRST_WINDOW_MS])).toEqual(["12:00:00 /news: no result"]);
  });
});
