// One run, from drawing its schedule to judging its result.

import type { JobsOverview } from "../../rest/jobs.ts";
import type { ClusterOptions } from "../supervisor/cluster-options.ts";
import type { Coverage } from "./coverage.ts";
import { drawSchedule } from "./draw-schedule.ts";
import { FaultInjector } from "./fault-injector.ts";
import { HeartbeatWatch } from "./heartbeat-watch.ts";
import { missingInNewestLineage } from "./lineage-judge.ts";
import { LineageWatch } from "./lineage-watch.ts";
import { judge } from "./oracles/oracles.ts";
import { cutResults, missingResults, type Proof, readProof, repeatedResults, resultsNotCut, settledWindows } from "./proof.ts";
import type { Schedule } from "./schedule.ts";
import { startSecondJob } from "./second-job.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";
import { StartWatch } from "./start-watch.ts";
import { StarvationWatch } from "./starvation-watch.ts";
import { SimulatedUser } from "./simulated-user.ts";
import type { UserAction } from "./user-actions/user-action.ts";

/** The result of a seed. */
export interface SeedResult {
  readonly seed: number;
  /** What was done. */
  readonly schedule: Schedule;
  /** Of the trace of all steps; equal for equal seeds. */
  readonly digest: string;
  /** The problems, one sentence each; empty if there are none. */
  readonly problems: readonly string[];
  readonly coverage: Coverage;
  readonly steps: number;
  readonly simulatedMs: number;
  readonly windows: number;
  /** The job in `/jobs/overview` at the end. */
  readonly jobState: string;
  /** The last steps, for a failing seed. */
  readonly recent: readonly string[];
}

/** Options that change a run, for example to show that the judge finds a planted bug. */
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
  /** How often faults come on average, by the name of their kind, in place of the kind's own times. */
  readonly faultsPerMinute?: Readonly<Record<string, number>>;
  /**
   * What a user does during the run, by kind. Undefined: no user touches the job that the cluster
   * started.
   */
  readonly actions?: readonly UserAction[];
  /** A second job reads the same topic. */
  readonly hasSecondJob?: boolean;
  /** Sources may be without records for so long that Flink counts them as idle and drops what comes late. Counts of those windows may be short. */
  readonly areIdleSplitsExpected?: boolean;
  /** False: counts may be wrong after a failure, and only recovery is judged. */
  readonly areResultsPromised?: boolean;
}

const CATCH_UP_MS = 120_000;
const LOOK_EVERY_MS = 2_500;

/** What a seed will be run with, after the options. */
export function scheduleOf(seed: number, options: SeedOptions = {}): Schedule {
  const schedule = options.schedule ?? drawSchedule(seed, options.actions, options.faultsPerMinute);
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
  const starts = new StartWatch(simulation);
  const heartbeats = new HeartbeatWatch(simulation);
  const user = actions === undefined ? undefined : new SimulatedUser(cluster, faults.kills);
  const starvation = new StarvationWatch(simulation);
  const secondJob = options.hasSecondJob === true ? await startSecondJob(cluster, seed) : undefined;
  await user?.act(actions ?? [], endMs);
  await simulation.runUntil(endMs);
  faults.calmDown();
  await user?.settle();

  const { areResultsPromised = true, areIdleSplitsExpected = false } = options;
  const mayMissClicks = {
    first: (start: number) => areIdleSplitsExpected && starvation.mayMissClicks((jobId) => jobId !== secondJob?.jobId, start),
    second: (start: number) => areIdleSplitsExpected && starvation.mayMissClicks((jobId) => jobId === secondJob?.jobId, start),
  };
  const target = settledWindows(await readProof(cluster));
  // A user may have started the newest job from a savepoint that is older than results in the topic: it has to write them again.
  const hasCaughtUp = async () =>
    user === undefined || !areResultsPromised || (await missingInNewestLineage({ cluster, schedule, target, watch })).length === 0;
  const expected = areResultsPromised ? target : [];
  const proof = await catchUp(cluster, expected, mayMissClicks.first, hasCaughtUp, options.catchUpMs ?? CATCH_UP_MS);
  const whole = target.filter((start) => !mayMissClicks.first(start)).length;
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const problems = await judge({
    cluster,
    schedule,
    proof,
    target,
    watch,
    starts,
    heartbeats,
    ledger: user?.ledger,
    areResultsPromised,
    secondJob,
    mayMissClicks,
  });
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
      "seed with a second job that is judged": secondJob?.hasReadEverything === true ? 1 : 0,
      "window that must have each click": whole,
      "window that may miss clicks": target.length - whole,
      "restart before the first checkpoint": starts.freshRestarts,
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
  "value replaced": /The setting for '\S+ : \S+' is invalid/g,
  "heartbeat timed out": /The heartbeat of TaskManager with id \S+ timed out/g,
  "taskmanager unreachable": /TaskManager with id \S+ is no longer reachable/g,
};

function countLogged(log: string): Coverage {
  return Object.fromEntries(Object.entries(LOGGED).map(([what, pattern]) => [what, log.match(pattern)?.length ?? 0]));
}

/** Runs until every window of `target` that must have each click has its results and the newest job has caught up, or the time is over. */
async function catchUp(
  cluster: SimulatedCluster,
  target: readonly number[],
  mayMissClicks: (windowStartMs: number) => boolean,
  hasCaughtUp: () => Promise<boolean>,
  withinMs: number,
): Promise<Proof> {
  const { simulation } = cluster;
  const deadlineMs = simulation.nowMs + withinMs;
  for (;;) {
    await simulation.runUntil(simulation.nowMs + LOOK_EVERY_MS);
    const proof = await readProof(cluster);
    const whole = target.filter((start) => !mayMissClicks(start));
    const cells = proof.cells.filter(({ windowStartMs }) => !mayMissClicks(windowStartMs));
    // A window that a drain has cut has results before it is complete.
    const isComplete =
      missingResults(proof, whole).length === 0 && (target.length === 0 || resultsNotCut({ ...proof, cells }).length === 0);
    if (simulation.nowMs >= deadlineMs || (isComplete && (await hasCaughtUp()))) return proof;
  }
}

function mergeOptions(drawn: Partial<ClusterOptions>, { cluster = {}, omitConfiguration }: SeedOptions): Partial<ClusterOptions> {
  const kept = (drawn.configuration ?? []).filter(({ key }) => omitConfiguration === undefined || !key.startsWith(omitConfiguration));
  return { ...drawn, ...cluster, configuration: [...kept, ...(cluster.configuration ?? [])] };
}
