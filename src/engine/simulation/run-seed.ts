// One run: from the drawing of its schedule to the judgement.

import type { JobsOverview } from "../../rest/jobs.ts";
import type { ClusterOptions } from "../supervisor/cluster-options.ts";
import type { Coverage } from "./coverage.ts";
import { drawSchedule } from "./draw-schedule.ts";
import { FaultInjector } from "./fault-injector.ts";
import { LineageWatch } from "./lineage-watch.ts";
import { judge } from "./oracles/oracles.ts";
import { cutResults, missingResults, type Proof, readProof, repeatedResults, resultsNotCut, settledWindows } from "./proof.ts";
import type { Schedule } from "./schedule.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";
import { SimulatedUser } from "./simulated-user.ts";

/** What came of a seed. */
export interface SeedResult {
  readonly seed: number;
  /** What was done. */
  readonly schedule: Schedule;
  /** Of the trace of all steps; equal for equal seeds. */
  readonly digest: string;
  /** What does not hold, each in words; empty if everything does. */
  readonly problems: readonly string[];
  readonly coverage: Coverage;
  readonly steps: number;
  readonly simulatedMs: number;
  readonly windows: number;
  /** What `/jobs/overview` says of the job in the end. */
  readonly jobState: string;
  /** The last steps, for a failing seed. */
  readonly recent: readonly string[];
}

/** How a seed is run other than usual, to see that the judge can say no. */
export interface SeedOptions {
  /** Laid over what the schedule draws; configuration is added to it. */
  readonly cluster?: Partial<ClusterOptions>;
  /** Drops the drawn configuration whose keys begin so. */
  readonly omitConfiguration?: string;
  /** In place of the seed's own. */
  readonly schedule?: Schedule;
  /** See SimulationOptions. */
  readonly afterlifeMs?: number;
  /** How long the job may take to recover and catch up, ms of simulated time. */
  readonly catchUpMs?: number;
  /** A user steers the job meanwhile. */
  readonly isSteered?: boolean;
  /** How often faults come on average, by the name of their kind, in place of the kind's own times. */
  readonly faultsPerMinute?: Readonly<Record<string, number>>;
}

const CATCH_UP_MS = 120_000;
const LOOK_EVERY_MS = 2_500;

/** What a seed will be run with, after the options. */
export function scheduleOf(seed: number, options: SeedOptions = {}): Schedule {
  const schedule = options.schedule ?? drawSchedule(seed, options.isSteered, options.faultsPerMinute);
  return { ...schedule, cluster: mergeOptions(schedule.cluster, options) };
}

/** Runs one seed. */
export async function runSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
  const schedule = scheduleOf(seed, options);
  const { actions, endMs } = schedule;
  const cluster = new SimulatedCluster(seed, schedule.cluster, options.afterlifeMs);
  const { simulation } = cluster;
  cluster.boot();
  const faults = new FaultInjector(cluster, schedule);
  const watch = new LineageWatch(simulation);
  const user = actions === undefined ? undefined : new SimulatedUser(cluster, faults.kills);
  await user?.act(actions ?? [], endMs);
  await simulation.runUntil(endMs);
  faults.calmDown();
  await user?.settle();

  const target = settledWindows(await readProof(cluster));
  const proof = await catchUp(cluster, target, options.catchUpMs ?? CATCH_UP_MS);
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const problems = await judge({ cluster, schedule, proof, target, watch, ledger: user?.ledger });
  return {
    seed,
    schedule,
    digest: simulation.trace.digest,
    problems,
    coverage: {
      ...faults.coverage,
      ...user?.coverage,
      "result cut by a drain": cutResults(proof),
      "seed with a full topic": faults.kills.producersHeldUp > 0 ? 1 : 0,
      "seed with records dropped under the floor": proof.dropped > 0 ? 1 : 0,
      "result repeated": repeatedResults(proof),
      ...countLogged((await cluster.request("GET", "/jobmanager/log")).body),
    },
    steps: simulation.trace.steps,
    simulatedMs: simulation.nowMs,
    windows: target.length,
    jobState: jobs[0]?.state ?? "no job",
    recent: problems.length > 0 ? simulation.trace.recent() : [],
  };
}

/** What the schedule cannot say of itself, by what the JobManager logs of it. */
const LOGGED: Readonly<Record<string, RegExp>> = {
  "checkpoint completed": /Completed checkpoint \d/g,
  "checkpoint timed out": /Checkpoint \d+ of job \w+ expired before completing/g,
  "checkpoint not finalized": /Failure to finalize checkpoint/g,
  "too many failed checkpoints": /Exceeded checkpoint tolerable failure threshold/g,
  "heartbeat timed out": /The heartbeat of TaskManager with id \S+ timed out/g,
  "taskmanager unreachable": /TaskManager with id \S+ is no longer reachable/g,
};

function countLogged(log: string): Coverage {
  return Object.fromEntries(Object.entries(LOGGED).map(([what, pattern]) => [what, log.match(pattern)?.length ?? 0]));
}

/** Runs on until every window of `target` has its results, or the time is over. */
async function catchUp(cluster: SimulatedCluster, target: readonly number[], withinMs: number): Promise<Proof> {
  const { simulation } = cluster;
  const deadlineMs = simulation.nowMs + withinMs;
  for (;;) {
    await simulation.runUntil(simulation.nowMs + LOOK_EVERY_MS);
    const proof = await readProof(cluster);
    // A window that a drain has cut has results before it is complete.
    const isComplete = missingResults(proof, target).length === 0 && resultsNotCut(proof).length === 0;
    if (isComplete || simulation.nowMs >= deadlineMs) return proof;
  }
}

function mergeOptions(drawn: Partial<ClusterOptions>, { cluster = {}, omitConfiguration }: SeedOptions): Partial<ClusterOptions> {
  const kept = (drawn.configuration ?? []).filter(({ key }) => omitConfiguration === undefined || !key.startsWith(omitConfiguration));
  return { ...drawn, ...cluster, configuration: [...kept, ...(cluster.configuration ?? [])] };
}
