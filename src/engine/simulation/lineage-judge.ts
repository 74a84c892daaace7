import { assert, ensureExists } from "../../base/assert.ts";
import type { JobsOverview } from "../../rest/jobs.ts";
import { localPathOf, directoryOf } from "../jobmanager/savepoints/savepoint-path.ts";
import { PAGES } from "./expected-clicks.ts";
import { isCalmPause } from "./faults/pause.ts";
import { BEGIN, type CountRange, InputClicks } from "./input-clicks.ts";
import type { Cut, LineageWatch, Snapshot, WrittenResult } from "./lineage-watch.ts";
import { operationStatus } from "./oracles/job-facts.ts";
import type { FinishedRun } from "./oracles/oracle.ts";
import { formatWindow, type Proof, readProof } from "./proof.ts";
import type { Schedule } from "./schedule.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";
import { activityOf, lateFrom } from "./source-activity.ts";

/** Whether a drain closes the windows although all sources are idle. Flink 1.20.5 and 2.3.0 do not, by a check against live clusters. */
const DRAIN_OF_IDLE_SOURCES_CLOSES_WINDOWS = false;

/** The problems, one sentence each. */
export async function lineageProblems(run: FinishedRun): Promise<string[]> {
  const { cluster, ledger, target, watch } = run;
  const { results, proof } = await readWhileNothingIsWritten(cluster, watch);
  const { judge, jobs, missing } = await judgeNewest(run, results);
  const problems = [...watch.writtenTwice, ...notInTopic(results, proof), ...startedByNobody(results, watch, jobs)];
  for (const ofAttempt of Map.groupBy(results, ({ attemptId }) => attemptId).values()) problems.push(...(await judge.wrong(ofAttempt)));
  problems.push(...missing);
  for (const operation of ledger?.operations ?? []) {
    if (operation.kind !== "stop") continue;
    const location = (await operationStatus(cluster, operation)).operation?.location;
    if (location !== undefined) problems.push(...(await judge.missingAtDrain(directoryIn(location), target)));
  }
  return problems;
}

/** What the newest job still has to write of these windows, and the jobs that it goes back to have not written. */
export async function missingInNewestLineage(run: JudgedRun): Promise<readonly string[]> {
  return (await judgeNewest(run, [...run.watch.results])).missing;
}

type JudgedRun = Pick<FinishedRun, "cluster" | "schedule" | "target" | "watch">;

/** A judge of these results, all jobs, and what is missing of the newest one. */
async function judgeNewest({ cluster, schedule, target, watch }: JudgedRun, results: readonly WrittenResult[]) {
  const judge = new LineageJudge(watch, schedule, results, new InputClicks(cluster));
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const newest = jobs[0]?.jid;
  return { judge, jobs, missing: newest === undefined ? [] : await judge.missing(newest, target) };
}

/**
 * Judges the results of a job that is stopped, drained and started again. Each result must be what
 * topic `input` holds for it between two cuts. The first cut is where the windows of the job's
 * lineage begin: the beginning of the input, or the drain whose savepoint the lineage goes back to.
 * The second cut is the end of the window, or the place where a drain of that very job has cut it.
 * All results of one attempt of a window operator end at the same place. So without a drain each
 * result is 1000. After a completed drain the results add up to 1000. A drain that was undone may
 * leave a partial result beside the 1000. Everything else is wrong.
 *
 * A drain cuts only if it closes the windows. While all sources are idle it does not: the windows
 * then stay open in the savepoint. After sources were idle, a drain may drop the last records of
 * one of them as late, as in Flink (see source-activity.ts).
 */
class LineageJudge {
  readonly #watch: LineageWatch;
  readonly #schedule: Schedule;
  readonly #results: readonly WrittenResult[];
  readonly #clicks: InputClicks;
  readonly #closing = new Map<Snapshot, Promise<boolean>>();
  /** By the cut of a drain that may have dropped records as late: from where on. */
  readonly #lateFrom = new Map<Cut, Cut>();

  constructor(watch: LineageWatch, schedule: Schedule, results: readonly WrittenResult[], clicks: InputClicks) {
    this.#watch = watch;
    this.#schedule = schedule;
    this.#results = results;
    this.#clicks = clicks;
  }

  /** Why the results of one attempt are impossible; empty if they are possible. */
  async wrong(results: readonly WrittenResult[]): Promise<string[]> {
    const jobId = results[0]?.jobId ?? "";
    const begin = await this.#beginOf(jobId);
    const ends: (Cut | undefined)[] = [undefined];
    for (const drain of this.#watch.drainsOf(jobId)) if (await this.#closesWindows(drain)) ends.push(drain.cut);
    const problems: string[] = [];
    const possibleEnds = new Set(ends);
    for (const { windowStartMs, page, count } of results) {
      const ranges: CountRange[] = [];
      for (const end of ends) {
        const range = await this.#countBetween(windowStartMs, page, begin, end);
        ranges.push(range);
        if (!isIn(range, count)) possibleEnds.delete(end);
      }
      if (ranges.some((range) => isIn(range, count))) continue;
      const right = ranges.map(describeRange).join(" or ");
      problems.push(`${formatWindow(windowStartMs)} ${page}: ${count} by job ${jobId} instead of ${right}`);
    }
    if (problems.length === 0 && possibleEnds.size === 0) {
      problems.push(`one attempt of job ${jobId} wrote results that cannot all end at the same place: ${results.map(keyOf).join(", ")}`);
    }
    return problems;
  }

  /** What the lineage of `jobId` should have written of these windows and has not. */
  async missing(jobId: string, windows: readonly number[]): Promise<string[]> {
    const cuts = await this.#cutsOf(jobId);
    const problems: string[] = [];
    for (const [index, from] of cuts.entries()) problems.push(...(await this.#missingBetween(from, cuts[index + 1], windows)));
    return problems;
  }

  /** What should have been written by the time when that savepoint's drain had succeeded. Of a stop without drain, nothing. */
  async missingAtDrain(directory: string, windows: readonly number[]): Promise<string[]> {
    const snapshot = this.#watch.snapshots.get(directory);
    if (snapshot?.isDrain !== true || !(await this.#closesWindows(snapshot))) return [];
    return this.#missingBetween(await this.#beginOf(snapshot.jobId), snapshot.cut, windows);
  }

  async #missingBetween(from: Cut, to: Cut | undefined, windows: readonly number[]): Promise<string[]> {
    const problems: string[] = [];
    const written = await this.#writtenFrom(from);
    for (const windowStartMs of windows) {
      for (const page of PAGES) {
        const range = await this.#countBetween(windowStartMs, page, from, to);
        const counts = written.get(cellOf({ windowStartMs, page })) ?? [];
        if (range.low === 0 || counts.some((count) => isIn(range, count))) continue;
        const missing = describeRange(range);
        problems.push(`${formatWindow(windowStartMs)} ${page}: ${missing} is missing, ${describeCut(from)} to ${describeCut(to)}`);
      }
    }
    return problems;
  }

  /** Clicks that a result of jobs whose windows begin at `from` must count, if it ends at `to`. */
  async #countBetween(windowStartMs: number, page: string, from: Cut, to: Cut | undefined): Promise<CountRange> {
    const range = await this.#clicks.between(windowStartMs, page, from, to);
    const late = to === undefined ? undefined : this.#lateFrom.get(to);
    if (late === undefined) return range;
    const { low } = await this.#clicks.between(windowStartMs, page, from, late);
    return { low, high: range.high };
  }

  /** All counts of jobs whose windows begin there, by window and page. */
  async #writtenFrom(begin: Cut): Promise<ReadonlyMap<string, readonly number[]>> {
    const written = new Map<string, number[]>();
    for (const [jobId, results] of Map.groupBy(this.#results, (result) => result.jobId)) {
      if ((await this.#beginOf(jobId)) !== begin) continue;
      for (const result of results) {
        const counts = written.get(cellOf(result)) ?? [];
        written.set(cellOf(result), counts);
        counts.push(result.count);
      }
    }
    return written;
  }

  /** Where the windows of a job begin, as an identity. */
  async #beginOf(jobId: string): Promise<Cut> {
    return ensureExists((await this.#cutsOf(jobId)).at(-1), `a beginning of job ${jobId}`);
  }

  /** The drains behind a job that closed their windows, oldest first, after the beginning of all. */
  async #cutsOf(jobId: string): Promise<readonly Cut[]> {
    const path = this.#watch.starts.get(jobId);
    if (path === undefined) return [BEGIN];
    const snapshot = ensureExists(this.#watch.snapshots.get(directoryIn(path)), `what job ${jobId} was started from`);
    const before = await this.#cutsOf(snapshot.jobId);
    return snapshot.isDrain && (await this.#closesWindows(snapshot)) ? [...before, snapshot.cut] : before;
  }

  #closesWindows(drain: Snapshot): Promise<boolean> {
    const known = this.#closing.get(drain);
    if (known !== undefined) return known;
    const closes = this.#findWhetherItCloses(drain);
    this.#closing.set(drain, closes);
    return closes;
  }

  /** By whether a source was active; where that is unknown, by what the job has written. */
  async #findWhetherItCloses(drain: Snapshot): Promise<boolean> {
    const { jobId: drainedJobId, runningSinceMs, told } = drain;
    if (told === undefined) return false;
    const sources = {
      firstToldMs: told.firstMs,
      lastToldMs: told.lastMs,
      runningSinceMs,
      receipts: this.#watch.receipts.get(drainedJobId) ?? [],
      isCalm: (fromMs: number, toMs: number) => isCalmPause(this.#schedule, fromMs, toMs),
    };
    const late = lateFrom(sources);
    if (late !== undefined) this.#lateFrom.set(drain.cut, late);
    const activity = activityOf(sources);
    if (activity === "active") return true;
    if (activity === "idle") return DRAIN_OF_IDLE_SOURCES_CLOSES_WINDOWS;
    const begin = await this.#beginOf(drainedJobId);
    for (const { jobId, windowStartMs, page, count } of this.#results) {
      if (jobId !== drainedJobId) continue;
      const whole = await this.#clicks.between(windowStartMs, page, begin, undefined);
      if (!isIn(whole, count) && isIn(await this.#countBetween(windowStartMs, page, begin, drain.cut), count)) return true;
    }
    return false;
  }
}

/** The directory of a savepoint as {@link LineageWatch.snapshots} names it. */
function directoryIn(uri: string): string {
  const path = localPathOf(uri);
  assert(path.ok, `${uri} is the path of a savepoint`);
  return directoryOf(path.value);
}

function isIn({ low, high }: CountRange, count: number): boolean {
  return count > 0 && count >= low && count <= high;
}

/** Jobs with results that neither a user nor the boot of the cluster started: where their windows begin is unknown. */
function startedByNobody(results: readonly WrittenResult[], { starts }: LineageWatch, jobs: JobsOverview["jobs"]): string[] {
  const first = jobs.at(-1)?.jid;
  const writers = new Set(results.map(({ jobId }) => jobId));
  return [...writers]
    .filter((jobId) => jobId !== first && !starts.has(jobId))
    .map((jobId) => `job ${jobId} has results, although no request started it`);
}

/** Reading takes simulated time, and the job keeps running during it. */
async function readWhileNothingIsWritten(
  cluster: SimulatedCluster,
  watch: LineageWatch,
): Promise<{ readonly results: readonly WrittenResult[]; readonly proof: Proof }> {
  for (;;) {
    const before = watch.results.length;
    const proof = await readProof(cluster);
    if (watch.results.length === before) return { results: [...watch.results], proof };
  }
}

/** Topic `output` must contain exactly the results that were sent to the broker, each as often. */
function notInTopic(results: readonly WrittenResult[], { cells }: Proof): string[] {
  const open = new Map<string, number>();
  for (const result of results) open.set(keyOf(result), (open.get(keyOf(result)) ?? 0) + 1);
  for (const { windowStartMs, page, counts } of cells) {
    for (const count of counts) {
      const key = keyOf({ windowStartMs, page, count });
      open.set(key, (open.get(key) ?? 0) - 1);
    }
  }
  return [...open]
    .filter(([, times]) => times !== 0)
    .map(([key, times]) => `${key}: written ${Math.abs(times)} times ${times > 0 ? "more" : "less"} often than the topic contains it`);
}

function keyOf({ windowStartMs, page, count }: Pick<WrittenResult, "windowStartMs" | "page" | "count">): string {
  return `${cellOf({ windowStartMs, page })} ${count}`;
}

function cellOf({ windowStartMs, page }: Pick<WrittenResult, "windowStartMs" | "page">): string {
  return `${formatWindow(windowStartMs)} ${page}`;
}

function describeRange({ low, high }: CountRange): string {
  return low === high ? String(low) : `${low} to ${high}`;
}

function describeCut(cut: Cut | undefined): string {
  if (cut === undefined) return "the window's end";
  if (cut === BEGIN) return "the beginning";
  return `the drain at ${[...cut].map(([partition, offset]) => `${partition}:${offset}`).join(" ")}`;
}
