// `npm run simulate -- --seeds 1000 [--from 0]`, or `--seed 42` for one with its story. Knows nothing of the process it runs in.

import type { Coverage } from "./disturber.ts";
import { runSeed, type SeedOptions, type SeedResult } from "./run-seed.ts";
import { variantNamed } from "./variants.ts";
import { drawSchedule } from "./schedule.ts";

/** What the command line needs of its process. */
export interface CliHost {
  print(line: string): void;
  /** Engine time of the machine itself, ms. */
  nowMs(): number;
}

/** Runs the seeds that the arguments ask for. Returns the exit code: 1 if any failed, 2 if the arguments make no sense. */
export async function simulate(args: readonly string[], host: CliHost): Promise<0 | 1 | 2> {
  const options = parseArguments(args);
  if (options === undefined) {
    host.print("usage: npm run simulate -- (--seed N | --seeds N [--from M]) [--variant NAME] [--stop-at-first] [--json]");
    return 2;
  }
  const startMs = host.nowMs();
  const failed: SeedResult[] = [];
  const coverage: Coverage = {};
  let simulatedMs = 0;
  let count = 0;
  for (let seed = options.from; seed < options.from + options.seeds; seed++) {
    const result = await runSeed(seed, options.variant);
    count++;
    simulatedMs += result.simulatedMs;
    addCoverage(coverage, result.coverage);
    if (options.isStory) printStory(result, host);
    if (result.problems.length === 0) continue;
    failed.push(result);
    if (!options.isStory && !options.json) printFailure(result, host);
    if (options.stopAtFirst) break;
  }
  const tookMs = host.nowMs() - startMs;
  if (options.json)
    host.print(JSON.stringify({ seeds: count, failed: failed.map(({ seed, problems }) => ({ seed, problems })), coverage, tookMs }));
  else printSummary(count, failed, coverage, simulatedMs, tookMs, host);
  return failed.length > 0 ? 1 : 0;
}

interface CliOptions {
  readonly from: number;
  readonly seeds: number;
  readonly isStory: boolean;
  readonly variant: SeedOptions;
  readonly stopAtFirst: boolean;
  readonly json: boolean;
}

function parseArguments(args: readonly string[]): CliOptions | undefined {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let index = 0; index < args.length; index++) {
    const name = args[index] ?? "";
    if (name === "--stop-at-first" || name === "--json") flags.add(name);
    else values.set(name, args[++index] ?? "");
  }
  const known = ["--seed", "--seeds", "--from", "--variant"];
  if ([...values.keys()].some((name) => !known.includes(name))) return undefined;
  const one = values.get("--seed");
  const from = Number(one ?? values.get("--from") ?? 0);
  const seeds = one === undefined ? Number(values.get("--seeds") ?? 500) : 1;
  const variant = values.has("--variant") ? variantNamed(values.get("--variant") ?? "") : {};
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(seeds) || seeds < 1 || variant === undefined) return undefined;
  return { from, seeds, isStory: one !== undefined, variant, stopAtFirst: flags.has("--stop-at-first"), json: flags.has("--json") };
}

/** Adds `more` to `sum`. */
export function addCoverage(sum: Coverage, more: Coverage): void {
  for (const [what, times] of Object.entries(more)) sum[what] = (sum[what] ?? 0) + times;
}

/** Coverage as lines, sorted by name. */
export function describeCoverage(coverage: Coverage): string[] {
  return Object.entries(coverage)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, times]) => `${String(times).padStart(8)} ${what}`);
}

function printStory(result: SeedResult, host: CliHost): void {
  const { cluster, recordsPerSecond, disturbances, endMs } = drawSchedule(result.seed);
  host.print(
    `seed ${result.seed}: ${cluster.taskManagers} TaskManagers, ${recordsPerSecond} clicks/s, disturbed until ${endMs.toFixed(0)} ms`,
  );
  for (const { key, value } of cluster.configuration ?? []) host.print(`  ${key}: ${value}`);
  for (const { atMs, ...disturbance } of disturbances) host.print(`  ${atMs.toFixed(0).padStart(7)} ms ${JSON.stringify(disturbance)}`);
  host.print(`  ${result.steps} steps in ${result.simulatedMs.toFixed(0)} ms, digest ${result.digest}, ${result.windows} windows`);
  for (const line of result.recent) host.print(`  ${line}`);
  for (const problem of result.problems) host.print(`  FAILED: ${problem}`);
}

function printFailure({ seed, problems }: SeedResult, host: CliHost): void {
  host.print(`seed ${seed} FAILED; replay with: npm run simulate -- --seed ${seed}`);
  for (const problem of problems.slice(0, 5)) host.print(`  ${problem}`);
}

function printSummary(
  count: number,
  failed: readonly SeedResult[],
  coverage: Coverage,
  simulatedMs: number,
  tookMs: number,
  host: CliHost,
): void {
  for (const line of describeCoverage(coverage)) host.print(line);
  const minutes = (simulatedMs / 60_000).toFixed(0);
  host.print(`${count} seeds, ${failed.length} failed, ${minutes} simulated minutes in ${(tookMs / 1_000).toFixed(1)} s`);
  if (failed.length > 0) host.print(`failed: ${failed.map(({ seed }) => seed).join(" ")}`);
}
