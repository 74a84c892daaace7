// The judge of a job that is stopped, drained and started again. Each result must be what topic `input` holds for it between two cuts: from where the
// windows of the job's lineage begin (the input's beginning, or the drain whose savepoint it goes back to) to the window's end, or to where a drain
// of that very job has cut it. So without a drain each result is 1000; after a completed one the results add up to 1000; one that was undone may
// leave a part beside the 1000; and nothing else passes.

import { ensureExists } from "../../base/assert.ts";
import type { JobsOverview } from "../../rest/jobs.ts";
import { PAGES } from "./expected-clicks.ts";
import { directoryOf, localPathOf } from "../jobmanager/savepoint-path.ts";
import { BEGIN, type CountRange, InputClicks } from "./input-clicks.ts";
import type { Cut, LineageWatch, WrittenResult } from "./lineage-watch.ts";
import { formatWindow, type Proof, readProof } from "./proof.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";

/** What does not hold, each in words. `target`: starts of the windows that must be complete. */
export async function lineageProblems(cluster: SimulatedCluster, watch: LineageWatch, target: readonly number[]): Promise<string[]> {
  const { results, proof } = await readWhileNothingIsWritten(cluster, watch);
  const judge = new LineageJudge(watch, await startsOf(cluster), new InputClicks(cluster));
  const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
  const problems = [...watch.writtenTwice, ...notInTopic(results, proof)];
  for (const result of results) problems.push(...(await judge.wrong(result)));
  const newest = jobs[0]?.jid;
  if (newest !== undefined) problems.push(...(await judge.missing(newest, results, target)));
  return problems;
}

/** See the top of the file. */
class LineageJudge {
  readonly #watch: LineageWatch;
  /** What each job was started from: a directory without scheme. */
  readonly #starts: ReadonlyMap<string, string>;
  readonly #clicks: InputClicks;

  constructor(watch: LineageWatch, starts: ReadonlyMap<string, string>, clicks: InputClicks) {
    this.#watch = watch;
    this.#starts = starts;
    this.#clicks = clicks;
  }

  /** Why a result cannot be; empty if it can. */
  async wrong({ jobId, windowStartMs, page, count }: WrittenResult): Promise<string[]> {
    const begin = this.#beginOf(jobId);
    const ends = [undefined, ...this.#watch.drainsOf(jobId).map(({ cut }) => cut)];
    const ranges: CountRange[] = [];
    for (const end of ends) ranges.push(await this.#clicks.between(windowStartMs, page, begin, end));
    if (ranges.some(({ low, high }) => count > 0 && count >= low && count <= high)) return [];
    const right = ranges.map(({ low, high }) => (low === high ? low : `${low} to ${high}`)).join(" or ");
    return [`${formatWindow(windowStartMs)} ${page}: ${count} by job ${jobId} instead of ${right}`];
  }

  /** What the lineage of `jobId` should have written of these windows and has not. */
  async missing(jobId: string, results: readonly WrittenResult[], windows: readonly number[]): Promise<string[]> {
    const problems: string[] = [];
    const cuts = this.#cutsOf(jobId);
    for (const [index, from] of cuts.entries()) {
      const written = new Set(results.filter((one) => this.#beginOf(one.jobId) === from).map(keyOf));
      for (const windowStartMs of windows) {
        for (const page of PAGES) {
          const { low: count } = await this.#clicks.between(windowStartMs, page, from, cuts[index + 1]);
          if (count === 0 || written.has(keyOf({ windowStartMs, page, count }))) continue;
          problems.push(
            `${formatWindow(windowStartMs)} ${page}: ${count} is missing, ${describeCut(from)} to ${describeCut(cuts[index + 1])}`,
          );
        }
      }
    }
    return problems;
  }

  /** Where the windows of a job begin, as an identity. */
  #beginOf(jobId: string): Cut {
    return ensureExists(this.#cutsOf(jobId).at(-1), `a beginning of job ${jobId}`);
  }

  /** The drains behind a job, oldest first, after the beginning of all. */
  #cutsOf(jobId: string): readonly Cut[] {
    const directory = this.#starts.get(jobId);
    if (directory === undefined) return [BEGIN];
    const snapshot = ensureExists(this.#watch.snapshots.get(directory), `what job ${jobId} was started from`);
    const before = this.#cutsOf(snapshot.jobId);
    return snapshot.isDrain ? [...before, snapshot.cut] : before;
  }
}

/** By the JobManager's log: the job, and the directory that it was started from. One that never ran may have been started from anything. */
async function startsOf(cluster: SimulatedCluster): Promise<ReadonlyMap<string, string>> {
  const starts = new Map<string, string>();
  const { body } = await cluster.request("GET", "/jobmanager/log");
  for (const [, jobId = "", uri = ""] of body.matchAll(/Starting job (\w+) from savepoint (\S+) \(/g)) {
    const path = localPathOf(uri);
    if (path.ok) starts.set(jobId, directoryOf(path.value));
  }
  return starts;
}

/** Reading takes simulated time, and the job goes on meanwhile. */
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

/** What was handed to the broker and what topic `output` holds must be the same, each as often. */
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
    .map(([key, times]) => `${key}: written ${Math.abs(times)} times ${times > 0 ? "more" : "less"} than it stands in the topic`);
}

function keyOf({ windowStartMs, page, count }: Omit<WrittenResult, "jobId">): string {
  return `${formatWindow(windowStartMs)} ${page} ${count}`;
}

function describeCut(cut: Cut | undefined): string {
  if (cut === undefined) return "the window's end";
  if (cut === BEGIN) return "the beginning";
  return `the drain at ${[...cut].map(([partition, offset]) => `${partition}:${offset}`).join(" ")}`;
}
