// `npm run simulate`: many seeds, or one seed or recorded case with its story. Knows nothing of the process it runs in.

import { RECORDED_CASES } from "./cases/recorded-cases.ts";
import type { RecordedCase } from "./cases/recorded-case.ts";
import { addCoverage, type Coverage, describeCoverage } from "./coverage.ts";
import { runSeed, scheduleOf, type SeedOptions, type SeedResult } from "./run-seed.ts";
import { variantNamed } from "./variants.ts";

/** What the command line needs of its process. */
export interface CliHost {
  print(line: string): void;
  /** Engine time of the machine itself, ms. */
  nowMs(): number;
}

const USAGE = `usage: npm run simulate -- (--seeds N [--from M] | --seed N | --case NAME) [--variant NAME] [--stop-at-first] [--json] [--print-schedule]`;

/** Runs what the arguments ask for. Returns the exit code: 1 if any run failed, 2 if the arguments make no sense. */
export async function simulate(args: readonly string[], host: CliHost): Promise<0 | 1 | 2> {
  const options = parseArguments(args);
  if (options === undefined) {
    host.print(USAGE);
    host.print(`cases: ${RECORDED_CASES.map(({ name }) => name).join(", ")}`);
    return 2;
  }
  if (options.printSchedule) {
    host.print(JSON.stringify(recordCase(options.from, options.variant), undefined, 2));
    return 0;
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
    if (!options.isStory && !options.json) printFailure(result, options.variantName, host);
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
  readonly variantName: string | undefined;
  readonly stopAtFirst: boolean;
  readonly json: boolean;
  readonly printSchedule: boolean;
}

const FLAGS = ["--stop-at-first", "--json", "--print-schedule"];
const VALUES = ["--seed", "--seeds", "--from", "--variant", "--case"];

function parseArguments(args: readonly string[]): CliOptions | undefined {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let index = 0; index < args.length; index++) {
    const name = args[index] ?? "";
    if (FLAGS.includes(name)) flags.add(name);
    else values.set(name, args[++index] ?? "");
  }
  if ([...values.keys()].some((name) => !VALUES.includes(name))) return undefined;
  const common = { stopAtFirst: flags.has("--stop-at-first"), json: flags.has("--json"), printSchedule: flags.has("--print-schedule") };
  const caseName = values.get("--case");
  if (caseName !== undefined) {
    const recorded = RECORDED_CASES.find(({ name }) => name === caseName);
    if (recorded === undefined || values.size > 1) return undefined;
    return {
      from: recorded.seed,
      seeds: 1,
      isStory: !common.json,
      variant: { schedule: recorded.schedule },
      variantName: undefined,
      ...common,
    };
  }
  const one = values.get("--seed");
  const from = Number(one ?? values.get("--from") ?? 0);
  const seeds = one === undefined ? Number(values.get("--seeds") ?? 500) : 1;
  const variantName = values.get("--variant");
  const variant = variantName === undefined ? {} : variantNamed(variantName);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(seeds) || seeds < 1 || variant === undefined) return undefined;
  return { from, seeds, isStory: one !== undefined && !common.json, variant, variantName, ...common };
}

/**
 * The seed's schedule in the form that a file in `cases/` needs. The name and the reason are left
 * empty, to be filled in by hand.
 */
function recordCase(seed: number, variant: SeedOptions): RecordedCase {
  return { name: "", why: "", seed, schedule: scheduleOf(seed, variant) };
}

function printStory(result: SeedResult, host: CliHost): void {
  const { cluster, recordsPerSecond, faults, actions = [], endMs } = result.schedule;
  host.print(
    `seed ${result.seed}: ${cluster.taskManagers} TaskManagers, ${recordsPerSecond} clicks/s, faults until ${endMs.toFixed(0)} ms`,
  );
  for (const { key, value } of cluster.configuration ?? []) host.print(`  ${key}: ${value}`);
  for (const { atMs, kind, parameters } of [...faults, ...actions].toSorted((a, b) => a.atMs - b.atMs)) {
    host.print(`  ${atMs.toFixed(0).padStart(7)} ms ${kind} ${JSON.stringify(parameters)}`);
  }
  host.print(`  ${result.steps} steps in ${result.simulatedMs.toFixed(0)} ms, digest ${result.digest}, ${result.windows} windows`);
  for (const line of result.recent) host.print(`  ${line}`);
  for (const problem of result.problems) host.print(`  FAILED: ${problem}`);
}

function printFailure({ seed, problems }: SeedResult, variantName: string | undefined, host: CliHost): void {
  host.print(
    `seed ${seed} FAILED; replay with: npm run simulate -- --seed ${seed}${variantName === undefined ? "" : ` --variant ${variantName}`}`,
  );
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
